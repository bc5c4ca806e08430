import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { snsSender } from "../regions.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { topicSubscription } from "./subscription.ts";
import { topic } from "./topic.ts";

const account = "123456789012";
const topicArn = `arn:aws:sns:us-east-1:${account}:alerts`;
const queueArn = `arn:aws:sqs:af-south-1:${account}:alerts`;
const deadArn = `arn:aws:sqs:us-east-1:${account}:undelivered`;
const regional = "sns.af-south-1.amazonaws.com";

const allow = (service: string, action: string | string[], resource: string, source = topicArn) => ({
  Statement: {
    Effect: "Allow",
    Principal: { Service: service },
    Action: action,
    Resource: resource,
    Condition: { ArnEquals: { "aws:SourceArn": source } },
  },
});
const queue = (arn: string, policy: object, more: object = {}): Made => [
  "aws:sqs/queue:Queue",
  arn,
  { arn, policy, ...more },
];
const key = (service: string): Made => [
  "aws:kms/key:Key",
  "k",
  { policy: allow(service, ["kms:Decrypt", "kms:GenerateDataKey*"], "*") },
];
const topics: Made[] = ["", ".fifo"].map((end) => ["aws:sns/topic:Topic", `${topicArn}${end}`]);
const target = (service: string, source?: string) =>
  queue(queueArn, allow(service, "sqs:SendMessage", queueArn, source));
const dead = (service: string) => queue(deadArn, allow(service, "sqs:SendMessage", deadArn));
const world = (...made: Made[]) => testWorld(...topics, ...made);
const encrypted = queue(queueArn, allow(regional, "sqs:SendMessage", queueArn), { kmsMasterKeyId: "k" });
const redrive = (deadLetterTargetArn: string) => ({ redrivePolicy: JSON.stringify({ deadLetterTargetArn }) });

describeRules(
  topicSubscription,
  { topic: topicArn, protocol: "sqs", endpoint: queueArn },
  [
    ["a queue that is not known yet", { endpoint: unknown }, undefined],
    ["a queue of another account", { endpoint: queueArn.replace(account, "999999999999") }, undefined],
    ["a dead-letter queue", redrive(deadArn), undefined],
    ["an encrypted queue whose key lets SNS in", {}, undefined, world(encrypted, key(regional))],
    [
      "a key that lets the other principal in",
      {},
      /do kms:GenerateDataKey, kms:Decrypt/,
      world(encrypted, key("sns.amazonaws.com")),
    ],
    ["a queue that is not there", {}, /the queue .*:alerts does not exist/, world()],
    [
      "the global principal",
      {},
      /does not let sns\.af-south-1\.amazonaws\.com send/,
      world(target("sns.amazonaws.com")),
    ],
    [
      "a policy for another topic",
      {},
      /does not let .* send to it for .*us-east-1/,
      world(target(regional, `${topicArn}2`)),
    ],
    [
      "a FIFO queue",
      { endpoint: `${queueArn}.fifo` },
      /cannot feed the FIFO queue/,
      world(queue(`${queueArn}.fifo`, allow(regional, "sqs:*", "*"))),
    ],
    [
      "a redrive policy without a queue",
      { redrivePolicy: "{}" },
      /deadLetterTargetArn is undefined: it must be a queue's ARN/,
    ],
    ["a dead-letter queue elsewhere", redrive(queueArn), /must be in the topic's region and account \(us-east-1/],
    [
      "a FIFO dead-letter queue",
      redrive(`${deadArn}.fifo`),
      /take standard queues/,
      world(target(regional), queue(`${deadArn}.fifo`, allow("sns.amazonaws.com", "sqs:*", "*"))),
    ],
    ["a missing dead-letter queue", redrive(`${deadArn}2`), /undelivered2 does not exist/],
    [
      "a dead-letter queue that lets the other principal in",
      redrive(deadArn),
      /undelivered does not let sns\.amazonaws\.com send/,
      world(target(regional), dead(regional)),
    ],
  ],
  world(target(regional), dead("sns.amazonaws.com")),
  testFacts({ region: "us-east-1" }),
);

describe("a subscription", () => {
  const check = (inputs: object, region: string) =>
    (topicSubscription.rules ?? [])
      .filter(({ when }) => when === undefined)
      .flatMap(
        (rule) => rule.check({ topic: topicArn, protocol: "sqs", ...inputs }, testWorld(), testFacts({ region })) ?? [],
      );

  it("is made in the topic's region, e-mail too", () => {
    for (const inputs of [{ endpoint: queueArn }, { protocol: "email", endpoint: "on-call@example.org" }]) {
      assert.deepEqual(check(inputs, "us-east-1"), []);
      assert.deepEqual(check(inputs, "af-south-1"), [
        `the subscription is made in af-south-1 and its topic ${topicArn} is in us-east-1: set its region to us-east-1`,
      ]);
    }
  });

  it("does not go from one opt-in region to another", () => {
    const inputs = { topic: topicArn.replace("us-east-1", "eu-south-1"), endpoint: queueArn };
    assert.deepEqual(check(inputs, "eu-south-1"), [
      "SNS does not deliver from eu-south-1 to af-south-1, which are both opt-in regions: take a queue in eu-south-1",
    ]);
  });
});

describe("the principal of SNS", () => {
  it("is regional when one of two regions must be opted into", () => {
    assert.equal(snsSender("af-south-1", "af-south-1"), "sns.amazonaws.com");
    assert.equal(snsSender("us-east-1", "eu-west-1"), "sns.amazonaws.com");
    assert.equal(snsSender("us-east-1", "af-south-1"), regional);
    assert.equal(snsSender("af-south-1", "us-east-1"), regional);
    assert.equal(snsSender("eu-south-1", "af-south-1"), undefined);
  });
});

describeRules(topic, { name: "alerts" }, [
  ["a key of its region", { kmsMasterKeyId: `arn:aws:kms:eu-west-1:${account}:key/1` }, undefined],
  [
    "a key of another region",
    { kmsMasterKeyId: `arn:aws:kms:us-east-1:${account}:key/1` },
    /take a key of the topic's region/,
  ],
]);
