import assert from "node:assert/strict";
import { bodyOf, topics } from "../testing/fixtures.ts";
import { sources, understand } from "./index.ts";
import type { Source } from "./source.ts";

const now = new Date("2026-11-01T00:00:00.000Z");

describe("understand", () => {
  it("asks the generic source last, and each source has a name of its own", () => {
    const names = sources.map(({ name }) => name);
    assert.equal(names.at(-1), "generic");
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.indexOf("composite-alarm") < names.indexOf("metric-alarm"));
  });

  const broken = (at: "matches" | "understand"): Source => {
    const fail = (): never => {
      throw new Error("broken");
    };
    return { name: "broken", matches: () => true, understand: fail, [at]: fail };
  };
  for (const at of ["matches", "understand"] as const) {
    it(`makes a generic notice of an event whose source throws in ${at}`, () => {
      const notice = understand(bodyOf("plain-text-sns"), { topics }, [broken(at), ...sources]);
      assert.equal(notice.source, "generic");
      assert.equal(notice.title, "Maintenance done");
    });
  }

  const wrong: readonly Record<string, unknown>[] = [
    { severity: {} },
    { state: undefined },
    { time: "yesterday" },
    { transition: "" },
    { summary: undefined },
    { facts: [{ label: "a", value: 5 }] },
    { links: undefined },
  ];
  for (const more of wrong) {
    it(`makes a generic notice of an event whose source answers with ${JSON.stringify(more)}`, () => {
      const whole = understand(bodyOf("metric-alarm-sns"));
      const astray: Source = { name: "astray", matches: () => true, understand: () => ({ ...whole, ...more }) };
      assert.equal(understand(bodyOf("plain-text-sns"), { topics }, [astray]).source, "generic");
    });
  }

  const bodies: readonly (readonly [body: unknown, summary: string])[] = [
    ["5", "5"],
    ["null", "null"],
    ['"hello"', "hello"],
    ['["a",{"b":1}]', "0: a\n1.b: 1"],
    ["plain", "plain"],
    ["", "(an empty message)"],
    ["{}", "(an empty message)"],
    [undefined, "(an empty message)"],
  ];
  for (const [body, summary] of bodies) {
    it(`makes a readable notice of ${JSON.stringify(body)}`, () => {
      const notice = understand(body, { now, recordId: "r1" });
      assert.equal(notice.summary, summary);
      assert.equal(notice.title, "Message of an unknown source");
      assert.equal(notice.severity, "warning");
      assert.equal(notice.transition, "generic:r1");
      assert.equal(notice.time, now.toISOString());
    });
  }

  it("tells source and topic of a text without subject", () => {
    const notice = understand(bodyOf("null-subject-sns"), { topics });
    assert.equal(notice.title, "Message of topic acme-prod-alerts-info");
    assert.deepEqual(notice.facts, [
      { label: "Source", value: "SNS" },
      { label: "Topic", value: "acme-prod-alerts-info" },
    ]);
    assert.equal(notice.severity, "info");
  });

  it("tells source and resources of an event that no source knows, and links what is linked in a text", () => {
    const event = understand(bodyOf("unknown-event-eventbridge"));
    assert.equal(event.title, "EC2 Instance State-change Notification");
    assert.equal(event.summary, "instance-id: i-1234567890abcdef0\nstate: terminated");
    assert.deepEqual(
      event.facts.map(({ value }) => value),
      ["aws.ec2", "arn:aws:ec2:af-south-1:123456789012:instance/i-1234567890abcdef0"],
    );
    assert.deepEqual(understand(bodyOf("plain-text-sns")).links, [
      { label: "status.example.com", url: "https://status.example.com/incidents/7" },
    ]);
  });

  it("reads CloudFormation's plain text", () => {
    const notice = understand(bodyOf("cloudformation-text-sns"));
    assert.equal(notice.source, "cloudformation");
    assert.equal(notice.title, "Stack acme-network: Gateway CREATE_FAILED");
    assert.equal(notice.summary, "The maximum number of virtual private gateways has been reached.");
    assert.equal(notice.severity, "warning");
    assert.equal(notice.time, "2026-10-02T18:00:00.123Z");
    assert.match(notice.transition, /#CREATE_FAILED#b2f1b8a0-1e2c-11f0-9d3c-0a1b2c3d4e5f$/);
    assert.match(
      notice.links[0]?.url ?? "",
      /^https:\/\/af-south-1\.console\.aws\.amazon\.com\/cloudformation\/home\?region=af-south-1#\/stacks\/stackinfo\?stackId=arn%3Aaws/,
    );
  });
});
