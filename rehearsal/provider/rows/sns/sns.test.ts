import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { assertCase, type Made, type RuleCase, testFacts, testWorld } from "../test-world.ts";
import { publishProblem } from "./shared.ts";
import { topicSubscription } from "./subscription.ts";
import { topic } from "./topic.ts";
import { topicPolicy } from "./topic-policy.ts";

const arn = "arn:aws:sns:eu-west-1:123456789012:alerts";
const queueArn = "arn:aws:sqs:eu-west-1:123456789012:q";
const openQueue = (made: string): Made => [
  "aws:sqs/queue:Queue",
  made,
  {
    arn: made,
    policy: {
      Statement: {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: made,
        Condition: { ArnEquals: { "aws:SourceArn": [arn, `${arn}.fifo`] } },
      },
    },
  },
];
const there = testWorld(["aws:sns/topic:Topic", arn], ["aws:sns/topic:Topic", `${arn}.fifo`], openQueue(queueArn));

describe("SNS topic", () => {
  const cases: readonly RuleCase[] = [
    { title: "a name", inputs: { name: "acme-alerts_1", fifoTopic: false } },
    { title: "a FIFO name", inputs: { name: "a.fifo", fifoTopic: true } },
    {
      title: "a name with a dot",
      inputs: { name: "acme.alerts", fifoTopic: false },
      refused: /letters, digits, "-" and "_"/,
    },
    { title: "a FIFO topic without .fifo", inputs: { name: "a", fifoTopic: true }, refused: /name it a.fifo/ },
    {
      title: ".fifo without a FIFO topic",
      inputs: { name: "a.fifo", fifoTopic: false },
      refused: /fifoTopic is false/,
    },
    { title: "a policy that is none", inputs: { name: "a", policy: "{}" }, refused: /no "Statement"/ },
  ];
  for (const item of cases) it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(topic, item));

  it("sends attributes as texts, and those of FIFO topics only for them", () => {
    const attributes = (inputs: object) =>
      topic.create.call({ name: "a", ...inputs }, testFacts()).parameters.Attributes;
    const plain = { fifoTopic: false, contentBasedDeduplication: false, httpSuccessFeedbackSampleRate: 10 };
    assert.deepEqual(attributes(plain), { HTTPSuccessFeedbackSampleRate: "10" });
    assert.deepEqual(attributes({ fifoTopic: true }), { FifoTopic: "true" });
  });

  it("gives up a dropped attribute", () => {
    const calls = topic.update?.(arn, { name: "a" }, { name: "a", displayName: "x", tagsAll: {} }, testFacts()) ?? [];
    assert.deepEqual(
      calls.map((call) => call.parameters),
      [{ TopicArn: arn, AttributeName: "DisplayName", AttributeValue: "" }],
    );
  });
});

describe("SNS topic policy", () => {
  const policy = (changes: object) => ({
    arn,
    policy: {
      Statement: {
        Effect: "Allow",
        Principal: { Service: "budgets.amazonaws.com" },
        Action: "sns:Publish",
        Resource: arn,
        ...changes,
      },
    },
  });
  const cases: readonly RuleCase[] = [
    { title: "a statement about the topic", inputs: policy({}), world: there },
    { title: "an ARN that is not known yet", inputs: { ...policy({}), arn: unknown }, world: testWorld() },
    {
      title: "actions of another service",
      inputs: policy({ Action: "sqs:SendMessage" }),
      world: there,
      refused: /must be of SNS \(sns:…\), got sqs:SendMessage/,
    },
    {
      title: "another topic",
      inputs: policy({ Resource: `${arn}2` }),
      world: there,
      refused: /it is about .*alerts2, but belongs to/,
    },
    {
      title: "two resources",
      inputs: policy({ Resource: [arn, arn] }),
      world: there,
      refused: /exactly one "Resource"/,
    },
    {
      title: "a topic that is not there",
      inputs: policy({}),
      world: testWorld(),
      refused: /does not exist: take it from the topic's output/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(topicPolicy, item));
});

describe("SNS publishing", () => {
  const allow = (Service: string, Action: string | string[], Resource: string) => ({
    Statement: { Effect: "Allow", Principal: { Service }, Action, Resource },
  });
  const policy = (service: string): Made => [
    "aws:sns/topicPolicy:TopicPolicy",
    arn,
    { policy: allow(service, "sns:Publish", arn) },
  ];
  const keyed = (key: string): Made => ["aws:sns/topic:Topic", arn, { kmsMasterKeyId: key }];
  const key = (actions: string[]): Made => [
    "aws:kms/key:Key",
    "k",
    { policy: allow("budgets.amazonaws.com", actions, "*") },
  ];
  const problem = (...made: Made[]) => publishProblem(arn, "budgets.amazonaws.com", {}, testWorld(...made));

  it("needs the topic's policy", () => {
    assert.equal(problem(["aws:sns/topic:Topic", arn], policy("budgets.amazonaws.com")), undefined);
    assert.match(problem() ?? "", /does not exist/);
    assert.match(problem(["aws:sns/topic:Topic", arn]) ?? "", /does not let budgets.amazonaws.com publish/);
    assert.match(problem(["aws:sns/topic:Topic", arn], policy("events.amazonaws.com")) ?? "", /does not let budgets/);
  });

  it("needs the policy of the topic's key", () => {
    const both = ["kms:Decrypt", "kms:GenerateDataKey*"];
    assert.equal(problem(keyed("k"), key(both), policy("budgets.amazonaws.com")), undefined);
    assert.match(
      problem(keyed("k"), key(["kms:Decrypt"]), policy("budgets.amazonaws.com")) ?? "",
      /do kms:GenerateDataKey: its messages would be lost/,
    );
    assert.match(
      problem(keyed("alias/aws/sns"), policy("budgets.amazonaws.com")) ?? "",
      /cannot use the key alias\/aws\/sns/,
    );
  });
});

describe("SNS subscription", () => {
  const good: readonly (readonly [string, string])[] = [
    ["email", "on-call@example.org"],
    ["sqs", queueArn],
    ["lambda", "arn:aws:lambda:eu-west-1:123456789012:function:f:live"],
    ["sms", "+27821234567"],
  ];
  for (const [protocol, endpoint] of good) {
    it(`accepts ${protocol} ${endpoint}`, () =>
      assertCase(topicSubscription, { title: "", inputs: { topic: arn, protocol, endpoint }, world: there }));
    it(`refuses ${protocol} with another endpoint`, () =>
      assertCase(topicSubscription, {
        title: "",
        inputs: { topic: arn, protocol, endpoint: "other" },
        world: there,
        refused: new RegExp(`endpoint of the protocol ${protocol} must be .*, got other`),
      }));
  }

  const queue = { topic: arn, protocol: "sqs", endpoint: queueArn };
  const cases: readonly RuleCase[] = [
    { title: "a filter", inputs: { ...queue, filterPolicy: "{}", filterPolicyScope: "MessageBody" }, world: there },
    {
      title: "an unknown protocol",
      inputs: { ...queue, protocol: "slack" },
      world: there,
      refused: /protocol is slack: allowed are application, email/,
    },
    {
      title: "a filter that is no JSON",
      inputs: { ...queue, filterPolicy: "{" },
      world: there,
      refused: /filterPolicy is not valid JSON/,
    },
    {
      title: "a scope without a filter",
      inputs: { ...queue, filterPolicyScope: "MessageBody" },
      world: there,
      refused: /without filterPolicy/,
    },
    {
      title: "e-mail for a FIFO topic",
      inputs: { topic: `${arn}.fifo`, protocol: "email", endpoint: "a@example.org" },
      world: there,
      refused: /takes queues only/,
    },
    {
      title: "a topic that is not there",
      inputs: queue,
      world: testWorld(openQueue(queueArn)),
      refused: /the topic .* does not exist/,
    },
    {
      title: "a wrong scope of filters",
      inputs: { ...queue, filterPolicy: "{}", filterPolicyScope: "Body" },
      world: there,
      refused: /allowed are MessageAttributes and MessageBody/,
    },
    {
      title: "https, which the emulator cannot do",
      inputs: { topic: arn, protocol: "https", endpoint: "https://example.org" },
      world: there,
      refused: /the rehearsal cannot subscribe/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(topicSubscription, item));
});
