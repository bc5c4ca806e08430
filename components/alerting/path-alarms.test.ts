import assert from "node:assert/strict";
import type { Collected } from "../../test/pulumi-mocks.ts";
import { buildAlertPath } from "./alert-path-test-args.ts";

/** A definition whose names are known. */
interface Known {
  readonly id: string;
  readonly subject?: string;
  readonly region: string;
  readonly tells?: string;
  readonly watched: { readonly metric: { readonly dimensions: Readonly<Record<string, string>> } };
}

describe("the alarms of the alert path itself", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  const alarms = (id: string) => (path.outputs.alarms as readonly Known[]).filter((alarm) => alarm.id === id);
  const subjects = (id: string) => alarms(id).map(({ subject, region, tells }) => [subject, region, tells]);
  const names = (id: string, dimension: string) =>
    alarms(id).map(({ watched }) => watched.metric.dimensions[dimension]?.replace(/-[0-9a-f]{7}(?=\.fifo|$)/, ""));

  it("are these, each in the region of what it looks at", () => {
    const ids = (path.outputs.alarms as readonly Known[]).map(({ id }) => id);
    const numbers = Object.fromEntries([...new Set(ids)].sort().map((id) => [id, ids.filter((i) => i === id).length]));
    assert.deepEqual(numbers, {
      "alert-path-dead-letters": 5,
      // For each function: what it failed on, what it did without the table, and calls without an answer.
      "alert-path-failed-records": 6,
      "alert-path-heartbeat": 2,
      "alert-path-post-failures": 1,
      "alert-path-queue-age": 2,
      // 9 own topics, 3 of others, and the path's own in 3 regions.
      "alert-path-topic-failures": 15,
      "function-throttles": 2,
    });
    assert.deepEqual(subjects("alert-path-dead-letters"), [
      ["alerts", "af-south-1", "path"],
      ["outbox", "af-south-1", "path"],
      ["undelivered", "af-south-1", "path"],
      ["undelivered-us-east-1", "us-east-1", "path"],
      ["undelivered-eu-west-1", "eu-west-1", "path"],
    ]);
    assert.deepEqual(subjects("alert-path-topic-failures").slice(9, 12), [
      ["from-backup", "af-south-1", "path"],
      ["from-budgets", "us-east-1", "path"],
      ["from-mail", "eu-west-1", "path"],
    ]);
  });

  it("have names of their own", () => {
    const all = (path.outputs.alarms as readonly Known[]).map(({ id, subject }) => `${id} ${subject}`);
    assert.equal(new Set(all).size, all.length);
  });

  it("look at every queue and every topic, by their names in CloudWatch", () => {
    const queues = path
      .ofType("aws:sqs/queue:Queue")
      .map(({ name, inputs }) => (inputs.fifoQueue ? `${name}.fifo` : name));
    const watched = [...names("alert-path-dead-letters", "QueueName"), ...names("alert-path-queue-age", "QueueName")];
    assert.deepEqual(watched.sort(), queues.sort());
    const topics = path.ofType("aws:sns/topic:Topic").map(({ name }) => name);
    const others = ["acme-dev-backup-events", "acme-account-costs", "acme-dev-mail-events"];
    assert.deepEqual(names("alert-path-topic-failures", "TopicName").sort(), [...topics, ...others].sort());
    assert.deepEqual(names("function-throttles", "FunctionName"), ["acme-dev-alerts-intake", "acme-dev-alerts-sender"]);
  });

  it("tell by e-mail, past Slack; only a failure of the e-mail's own topics is told by Slack", () => {
    const past = (path.outputs.alarms as readonly Known[]).filter(({ tells }) => tells !== "path");
    assert.deepEqual(
      past.map(({ id, subject, region, tells }) => [id, subject, region, tells]),
      [
        ["alert-path-topic-failures", "path", "af-south-1", "severity"],
        ["alert-path-topic-failures", "path-us-east-1", "us-east-1", "severity"],
        ["alert-path-topic-failures", "path-eu-west-1", "eu-west-1", "severity"],
      ],
    );
  });

  it("miss the sign of life of each route", () => {
    assert.deepEqual(
      alarms("alert-path-heartbeat").map(({ watched }) => watched.metric.dimensions),
      ["critical", "notices"].map((route) => ({ environment: "acme-dev", service: "sender", route })),
    );
  });
});
