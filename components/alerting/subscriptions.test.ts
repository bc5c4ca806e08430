import assert from "node:assert/strict";
import type { Collected } from "../../test/pulumi-mocks.ts";
import { buildAlertPath, sources } from "./alert-path-test-args.ts";

const type = "aws:sns/topicSubscription:TopicSubscription";

describe("who hears of alerts", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  const heard = (protocol: string) =>
    path
      .ofType(type)
      .filter(({ inputs }) => inputs.protocol === protocol)
      .map(({ inputs }) => inputs);

  it("the queue of alerts hears every topic but the path's own, in SNS's envelope", () => {
    const topics = path.outputs.topicArns as Record<string, Record<string, string>>;
    const own = Object.values(topics).flatMap((bySeverity) => Object.values(bySeverity));
    const queue = heard("sqs");
    assert.deepEqual(queue.map(({ topic }) => topic).sort(), [...own, ...sources.map((s) => s.topicArn)].sort());
    assert.equal(new Set(queue.map(({ endpoint }) => endpoint)).size, 1);
    assert.match(queue[0]?.endpoint, /^arn:aws:sqs:af-south-1:\d{12}:acme-dev-alerts-queue-[0-9a-f]{7}$/);
    for (const { rawMessageDelivery, topic, region } of queue) {
      assert.equal(rawMessageDelivery, undefined);
      const place = String(topic).split(":")[3];
      assert.equal(region ?? "af-south-1", place);
    }
  });

  it("addresses hear critical alerts and what is wrong with the path, in every region", () => {
    const mails = heard("email").map(({ endpoint, topic }) => [endpoint, String(topic).replace(/-[0-9a-f]{7}$/, "")]);
    const topic = (kind: string, region: string) => {
      const end = region === "af-south-1" ? "" : `-${region}`;
      return `arn:aws:sns:${region}:123456789012:acme-dev-alerts-${kind}${end}`;
    };
    const regions = ["af-south-1", "us-east-1", "eu-west-1"];
    const expected = regions.flatMap((region) => [
      ["on-call@example.com", topic("path", region)],
      ["on-call@example.com", topic("critical", region)],
      ["lead@example.com", topic("critical", region)],
    ]);
    assert.deepEqual(mails.sort(), expected.sort());
  });

  it("the addresses of the path hear critical alerts, too, where no others are given; an address twice is one", async () => {
    const { ofType } = await buildAlertPath({
      otherRegions: [],
      sources: [],
      eventRules: [],
      emails: ["a@example.com", "a@example.com"],
      pageEmails: undefined,
    });
    const mails = ofType(type).filter(({ inputs }) => inputs.protocol === "email");
    assert.deepEqual(mails.map(({ name }) => name).sort(), [
      "acme-dev-alerts-page-a@example.com",
      "acme-dev-alerts-path-a@example.com",
    ]);
  });

  it("tells which addresses have not confirmed", async () => {
    const { outputs } = await buildAlertPath({
      emails: ["a@example.com"],
      pageEmails: [],
      otherRegions: ["us-east-1"],
      sources: [],
      eventRules: [],
    });
    assert.deepEqual(outputs.unconfirmedEmails, ["a@example.com (path)", "a@example.com (path-us-east-1)"]);
  });
});
