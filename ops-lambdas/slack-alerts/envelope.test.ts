import assert from "node:assert/strict";
import { openEnvelope } from "./envelope.ts";
import { bodyOf, topics } from "./testing/fixtures.ts";

const topicArn = "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-critical";

describe("openEnvelope", () => {
  it("takes the event out of SNS's envelope, and tells the topic's severity", () => {
    const { json, event, ...envelope } = openEnvelope(bodyOf("plain-text-sns"), topics);
    assert.equal(json, undefined);
    assert.equal(event, undefined);
    assert.partialDeepStrictEqual(envelope, {
      topicArn: "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-info",
      subject: "Maintenance done",
      messageId: envelope.messageId,
      time: "2026-10-02T18:00:01.000Z",
      severity: "info",
      text: "Disk replaced on host 7.\nSee https://status.example.com/incidents/7 for more.",
    });
    assert.match(envelope.messageId ?? "", /^22b80b92-/);
  });

  for (const name of ["metric-alarm-eventbridge", "metric-alarm-eventbridge-sns"]) {
    it(`knows EventBridge's envelope (${name})`, () => {
      const { event } = openEnvelope(bodyOf(name));
      assert.equal(event?.source, "aws.cloudwatch");
      assert.equal(event?.["detail-type"], "CloudWatch Alarm State Change");
      assert.equal(event?.region, "af-south-1");
      assert.deepEqual(event?.resources, ["arn:aws:cloudwatch:af-south-1:123456789012:alarm:acme-prod-database-cpu"]);
    });
  }

  it("tells no severity for a topic that is none of the platform's, whatever its name", () => {
    for (const other of ["arn:aws:sns:af-south-1:123456789012:other", "constructor", "__proto__"]) {
      assert.equal(
        openEnvelope(JSON.stringify({ Type: "Notification", TopicArn: other, Message: "x" }), topics).severity,
        undefined,
      );
    }
    assert.equal(
      openEnvelope(JSON.stringify({ Type: "Notification", TopicArn: topicArn, Message: "x" }), topics).severity,
      "critical",
    );
  });

  const bodies: readonly (readonly [body: unknown, text: string, json: unknown])[] = [
    ["5", "5", 5],
    ["null", "null", null],
    ['"text"', '"text"', "text"],
    ["[1]", "[1]", [1]],
    ["no JSON", "no JSON", undefined],
    ["", "", undefined],
    [undefined, "", undefined],
    [null, "null", null],
    [7, "7", 7],
    [{ a: 1 }, '{"a":1}', { a: 1 }],
  ];
  for (const [body, text, json] of bodies) {
    it(`takes ${JSON.stringify(body)}`, () => {
      const envelope = openEnvelope(body);
      assert.equal(envelope.text, text);
      assert.deepEqual(envelope.json, json);
      assert.equal(envelope.event, undefined);
    });
  }

  it("takes what cannot be written as JSON", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    assert.equal(openEnvelope(circular).text, "");
  });
});
