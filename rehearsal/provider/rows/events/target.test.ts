import assert from "node:assert/strict";
import type { Properties } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { eventTarget } from "./target.ts";

const topic = "arn:aws:sns:eu-west-1:123456789012:alerts";
const queue = "arn:aws:sqs:eu-west-1:123456789012:undelivered";
const lambda = "arn:aws:lambda:eu-west-1:123456789012:function:intake";
const ruleArn = "arn:aws:events:eu-west-1:123456789012:rule/backup";
const service = "events.amazonaws.com";

const allow = (Action: string | string[], Resource: string, Service = service, source = ruleArn) => ({
  Statement: {
    Effect: "Allow",
    Principal: { Service },
    Action,
    Resource,
    Condition: { ArnEquals: { "aws:SourceArn": source } },
  },
});
const rule: Made = ["aws:cloudwatch/eventRule:EventRule", "backup", { name: "backup", region: "eu-west-1" }];
const topicMade = (properties: Properties = {}): Made => ["aws:sns/topic:Topic", topic, properties];
const topicPolicy: Made = ["aws:sns/topicPolicy:TopicPolicy", topic, { policy: allow("sns:Publish", topic) }];
const queueMade = (properties: Properties = {}): Made => ["aws:sqs/queue:Queue", "url", { arn: queue, ...properties }];
const queuePolicy = (policy: Properties = allow("sqs:SendMessage", queue)): Made => [
  "aws:sqs/queuePolicy:QueuePolicy",
  "url",
  { queueUrl: "url", policy },
];
const functionMade: Made = ["aws:lambda/function:Function", "intake", { arn: lambda, name: "intake" }];
const permission = (sourceArn: string): Made => [
  "aws:lambda/permission:Permission",
  "p",
  { function: "intake", action: "lambda:InvokeFunction", principal: service, sourceArn },
];
const key = (actions: string[]): Made => ["aws:kms/key:Key", "k", { policy: allow(actions, "*") }];
const targets = (count: number, region: string) =>
  Array.from(
    { length: count },
    (_, index): Made => ["aws:cloudwatch/eventTarget:EventTarget", `backup-${index}`, { rule: "backup", region }],
  );
const base = [rule, topicMade(), topicPolicy, queueMade(), queuePolicy()] as const;
const dead = { deadLetterConfig: { arn: queue } };
const both = ["kms:Decrypt", "kms:GenerateDataKey"];

describeRules(
  eventTarget,
  { rule: "backup", arn: topic },
  [
    ["a dead-letter queue", dead, undefined],
    ["a queue", { arn: queue }, undefined],
    ["a function", { arn: lambda }, undefined, testWorld(...base, functionMade, permission(ruleArn))],
    [
      "a function that the rule may not call",
      { arn: lambda },
      /may not call/,
      testWorld(...base, functionMade, permission("other")),
    ],
    ["a function that is not there", { arn: lambda }, /function .* does not exist/],
    ["an unknown rule", {}, /rule backup does not exist in eu-west-1/, testWorld(topicMade(), topicPolicy)],
    [
      "a rule of another region",
      {},
      /does not exist in eu-west-1/,
      testWorld(
        ["aws:cloudwatch/eventRule:EventRule", "backup", { name: "backup", region: "us-east-1" }],
        topicMade(),
        topicPolicy,
      ),
    ],
    ["a fifth target", {}, undefined, testWorld(...base, ...targets(4, "eu-west-1"), ...targets(5, "us-east-1"))],
    ["a sixth target", {}, /has 5 targets: AWS takes at most 5/, testWorld(...base, ...targets(5, "eu-west-1"))],
    ["a topic without a policy", {}, /does not let events.amazonaws.com publish/, testWorld(rule, topicMade())],
    [
      "a topic under a key that the rule may use",
      {},
      undefined,
      testWorld(rule, topicMade({ kmsMasterKeyId: "k" }), topicPolicy, key(both)),
    ],
    [
      "a topic under a key that it may not use",
      {},
      /do kms:GenerateDataKey: its messages would be lost/,
      testWorld(rule, topicMade({ kmsMasterKeyId: "k" }), topicPolicy, key(["kms:Decrypt"])),
    ],
    [
      "a queue without a policy",
      { arn: queue },
      /does not let events.amazonaws.com send/,
      testWorld(rule, queueMade()),
    ],
    [
      "a queue that lets another rule in",
      { arn: queue },
      /does not let events.amazonaws.com send/,
      testWorld(rule, queueMade(), queuePolicy(allow("sqs:SendMessage", queue, service, "arn:other"))),
    ],
    [
      "a dead-letter queue under a key that the rule may not use",
      dead,
      /key k of the queue .* does not let events.amazonaws.com do kms:Decrypt/,
      testWorld(
        rule,
        topicMade(),
        topicPolicy,
        queueMade({ kmsMasterKeyId: "k" }),
        queuePolicy(),
        key(["kms:GenerateDataKey"]),
      ),
    ],
    [
      "a dead-letter queue under AWS's key",
      dead,
      /cannot use the key alias\/aws\/sqs/,
      testWorld(rule, topicMade(), topicPolicy, queueMade({ kmsMasterKeyId: "alias/aws/sqs" }), queuePolicy()),
    ],
    [
      "a dead-letter queue that is not there",
      dead,
      /queue .* does not exist/,
      testWorld(rule, topicMade(), topicPolicy),
    ],
    [
      "a topic of another region",
      { arn: topic.replace("eu-west-1", "us-east-1") },
      /is in us-east-1/,
      testWorld(rule, [
        "aws:sns/topic:Topic",
        topic.replace("eu-west-1", "us-east-1"),
        { policy: allow("sns:Publish", "*") },
      ]),
    ],
    [
      "a role",
      { roleArn: "arn:aws:iam::123456789012:role/r" },
      /has a roleArn: let events.amazonaws.com in by the policy/,
    ],
    [
      "a target of another kind",
      { arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:m" },
      /knows targets of sns, sqs, lambda/,
    ],
    ["a group for a standard queue", { arn: queue, sqsTarget: { messageGroupId: "g" } }, /no FIFO queue/],
    ["a short age", { retryPolicy: { maximumEventAgeInSeconds: 59 } }, /is 59: allowed are 60 to 86400/],
    ["too many attempts", { retryPolicy: { maximumRetryAttempts: 186 } }, /is 186: allowed are 0 to 185/],
    [
      "a template without its path",
      { inputTransformer: { inputTemplate: "<a>" } },
      /uses <a>, which inputPaths does not name/,
    ],
    ["AWS's own variables", { inputTransformer: { inputTemplate: "<aws.events.rule-arn>" } }, undefined],
    ["a reserved path", { inputTransformer: { inputPaths: { awsA: "$.a" }, inputTemplate: "x" } }, /are AWS's own/],
    ["an id with a space", { targetId: "a b" }, /targetId is a b/],
  ],
  testWorld(...base),
);

describe("dead-letter queues of targets", () => {
  const check = (arn: string) => {
    const source = eventTarget.rules?.find((one) => /standard queues/.test(one.source));
    return source?.check({ deadLetterConfig: { arn } }, testWorld(), testFacts());
  };
  it("are standard ones of the rule's region", () => {
    assert.equal(check(queue), undefined);
    assert.match(check(`${queue}.fifo`) ?? "", /is a FIFO queue: give a standard one/);
    assert.match(check(queue.replace("eu-west-1", "us-east-1")) ?? "", /is in us-east-1: give one in eu-west-1/);
    assert.match(check("undelivered") ?? "", /must be the ARN of a queue/);
  });
});

describe("a target", () => {
  it("is found by the parts of an import's id", () => {
    const call = eventTarget.read?.call("own/backup/topic", {}, testFacts());
    assert.deepEqual(call?.parameters, { Rule: "backup", EventBusName: "own" });
  });
  it("has a made-up id where the program gives none", () => {
    const id = eventTarget.identify({ rule: "backup" }, testFacts());
    assert.match(id, /^backup-terraform-[0-9a-f]{26}$/);
    assert.equal(eventTarget.attributes?.({ rule: "backup" }, id, testFacts()).targetId, id.slice("backup-".length));
  });
});
