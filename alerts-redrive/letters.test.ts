import assert from "node:assert/strict";
import { openEnvelope } from "../ops-lambdas/slack-alerts/envelope.ts";
import { bodyAgain, type DeadLetter, dedupeId } from "./letters.ts";

const topicArn = "arn:aws:sns:af-south-1:111122223333:acme-prod-alerts-critical";
const event = { version: "0", id: "1", source: "aws.rds", "detail-type": "RDS DB Instance Event", detail: { a: 1 } };

const letter = (body: string, attributes: Readonly<Record<string, string>> = {}): DeadLetter => ({
  messageId: "m1",
  receiptHandle: "r1",
  body,
  attributes,
});

describe("bodyAgain", () => {
  it("leaves what SNS could not deliver as it is: the envelope is there", () => {
    const body = JSON.stringify({ Type: "Notification", TopicArn: topicArn, Message: "{}" });
    assert.equal(bodyAgain(letter(body)), body);
    assert.equal(bodyAgain(letter(body, { TARGET_ARN: topicArn })), body);
  });

  it("gives what EventBridge could not publish the envelope of its topic, which tells the severity", () => {
    const body = bodyAgain(letter(JSON.stringify(event), { TARGET_ARN: topicArn, RULE_ARN: "arn:aws:events:x" }));
    const envelope = openEnvelope(body, { [topicArn]: "critical" });
    assert.equal(envelope.severity, "critical");
    assert.equal(envelope.event?.id, "1");
    assert.equal(envelope.messageId, "m1");
  });

  it("leaves what was for no topic, and what is no JSON", () => {
    for (const [body, target] of [
      ["half {", undefined],
      ["half {", "arn:aws:lambda:af-south-1:111122223333:function:x"],
      [JSON.stringify(event), undefined],
    ] as const) {
      assert.equal(bodyAgain(letter(body, target === undefined ? {} : { TARGET_ARN: target })), body);
    }
    assert.match(bodyAgain(letter("half {", { TARGET_ARN: topicArn })), /"Message":"half \{"/);
    assert.match(bodyAgain(letter("null", { TARGET_ARN: topicArn })), /"Message":"null"/);
  });

  it("leaves what would be too long in an envelope", () => {
    const body = JSON.stringify({ text: '"'.repeat(100_000) });
    assert.equal(bodyAgain(letter(body, { TARGET_ARN: topicArn })), body);
  });
});

describe("dedupeId", () => {
  it("is the same for one letter, another for each, and short enough", () => {
    assert.equal(dedupeId(letter("a")), dedupeId(letter("b")));
    assert.notEqual(dedupeId(letter("a")), dedupeId({ ...letter("a"), messageId: "m2" }));
    assert.match(dedupeId(letter("a")), /^redrive-[0-9a-f]{40}$/);
  });
});
