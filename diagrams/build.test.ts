import assert from "node:assert/strict";
import { buildDiagram } from "./build.ts";
import { missing, notDrawn } from "./coverage.ts";
import type { Diagram } from "./model.ts";
import { place, smallEnvironment } from "./test-resources.ts";

const built = buildDiagram(smallEnvironment(), place);
const { diagram } = built;

/** Arrows as titles, so that a test reads like the picture. */
function arrows({ boxes, edges }: Diagram): string[] {
  const titles = new Map(
    boxes.flatMap(
      ({ id, heading, cells }) =>
        [[id, heading ?? id], ...cells.flat().map((row) => [row.id, row.title])] as [string, string][],
    ),
  );
  return edges
    .map(({ from, to, label }) => `${titles.get(from)} → ${titles.get(to)}${label ? ` (${label})` : ""}`)
    .sort();
}

const rows = (heading: string) =>
  diagram.boxes
    .filter((box) => box.heading === heading)
    .flatMap(({ cells }) => cells.flat().map(({ title, detail }) => [title, detail ?? ""]));

describe("diagrams/build.ts", () => {
  it("draws who reaches whom by security groups, once in each zone, and alarms by topic, queue and function to Slack", () => {
    assert.deepEqual(arrows(diagram), [
      "1 alarm → critical",
      "3 alarms → warning",
      "Delivery → Kept beside",
      "Load balancer → Web servers (HTTP 80)",
      "Load balancer → Web servers (HTTP 80)",
      "SNS topics → queue",
      "Visitors → Load balancer (HTTPS)",
      "Visitors → Load balancer (HTTPS)",
      "Web servers → RDS MySQL 8.4 (MySQL)",
      "Web servers → RDS MySQL 8.4 (MySQL)",
      "critical → E-mail",
      "sender → Slack (webhooks)",
    ]);
  });

  it("counts alarms by the topic that they publish to", () => {
    assert.deepEqual(rows("Alarms and events"), [
      ["1 alarm", ""],
      ["3 alarms", ""],
    ]);
  });

  it("puts queues and functions in the order in which an alert passes them, and dead letters beside", () => {
    assert.deepEqual(rows("Delivery"), [
      ["queue", "SQS queue"],
      ["sender", "Lambda function"],
    ]);
    assert.deepEqual(rows("Kept beside"), [
      ["Webhook secrets", "1, Secrets Manager"],
      ["Dead letters", "1 SQS queue"],
    ]);
  });

  it("draws zones and subnets, a database that has one zone in one, and an Auto Scaling group in both", () => {
    assert.deepEqual(diagram.zones, ["af-south-1a", "af-south-1b"]);
    assert.deepEqual(
      diagram.subnets.map(({ label, zone }) => `${label} in ${zone}`),
      ["Private", "Private", "Public", "Public"].map((kind, index) => `${kind} subnet 10.0.0.0/20 in ${index % 2}`),
    );
    const titles = diagram.boxes
      .filter(({ group }) => group === "vpc")
      .flatMap(({ cells }) => cells.map((cell) => cell.map(({ title }) => title)));
    assert.deepEqual(titles, [
      ["Load balancer"],
      ["Load balancer"],
      ["Web servers"],
      ["Web servers"],
      ["RDS MySQL 8.4"],
      [],
    ]);
  });

  it("is the same whatever the order of the resources and whatever ids AWS gave", () => {
    assert.deepEqual(buildDiagram(smallEnvironment("9f").toReversed(), place).diagram, diagram);
  });

  it("keeps a twin region's alarms in a group of its own", () => {
    const twins = smallEnvironment("2").filter(({ type }) => /Topic$|Alarm$/.test(type));
    const moved = twins.map((each) => ({ ...each, name: `${each.name}-us-east-1`, region: "us-east-1" }));
    const { groups, boxes } = buildDiagram([...smallEnvironment(), ...moved], place).diagram;
    assert.ok(groups.some(({ id, parent }) => id === "us-east-1" && parent === "account"));
    assert.deepEqual(
      boxes.filter(({ group }) => group === "us-east-1").map(({ heading }) => heading),
      ["Alarms and events", "SNS topics"],
    );
  });

  it("names what it neither draws nor leaves out on purpose", () => {
    const stranger = { ...smallEnvironment()[0], type: "aws:mq/broker:Broker", name: "acme-test-broker" } as ReturnType<
      typeof smallEnvironment
    >[number];
    const all = [...smallEnvironment(), stranger];
    assert.deepEqual(missing(smallEnvironment(), built), []);
    assert.deepEqual(missing(all, buildDiagram(all, place)), ["aws:mq/broker:Broker acme-test-broker"]);
  });

  it("has a reason for each type without a card", () => {
    for (const [type, reason] of Object.entries(notDrawn)) assert.ok(reason.length > 5, type);
  });
});
