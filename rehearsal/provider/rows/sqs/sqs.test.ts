import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { queue } from "./queue.ts";
import { queuePolicy } from "./queue-policy.ts";
import { queueArnParts, sendProblem } from "./shared.ts";

const arn = "arn:aws:sqs:eu-west-1:123456789012:alerts";
const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/alerts";
const dead = `${arn}-dead`;
const made = (name: string, properties: object = {}): Made => [
  "aws:sqs/queue:Queue",
  url.replace("alerts", name),
  { arn: arn.replace("alerts", name), ...properties },
];
const redrive = (deadLetterTargetArn: string, maxReceiveCount: unknown = 5) => ({
  redrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
});
const guarded = (redriveAllowPolicy: object) =>
  testWorld(made("alerts-dead", { redriveAllowPolicy: JSON.stringify(redriveAllowPolicy) }));
const fifo = { name: "alerts.fifo", fifoQueue: true };
const allowing = (permission: object) => ({ redriveAllowPolicy: JSON.stringify(permission) });
const key = "arn:aws:kms:us-east-1:123456789012:key/1";

describeRules(
  queue,
  { name: "alerts" },
  [
    ["a FIFO queue", { ...fifo, deduplicationScope: "queue" }, undefined],
    ["a FIFO queue without .fifo", { ...fifo, name: "alerts" }, /FIFO queue's name is alerts: .* \.fifo at the end/],
    ["a FIFO name of 81 characters", { ...fifo, name: `${"a".repeat(76)}.fifo` }, /1 to 75 letters/],
    ["a standard queue with .fifo", { name: "alerts.fifo" }, /fifoQueue is not true/],
    ["a name with a dot", { name: "a.b" }, /1 to 80 letters, digits/],
    ["a visibility timeout of a day", { visibilityTimeoutSeconds: 86_400 }, /allowed are 0 to 43200 seconds/],
    ["a retention of 15 days", { messageRetentionSeconds: 1_296_000 }, /allowed are 60 to 1209600 seconds/],
    ["a delay of an hour", { delaySeconds: 3600 }, /allowed are 0 to 900 seconds/],
    ["long polling of a minute", { receiveWaitTimeSeconds: 60 }, /allowed are 0 to 20 seconds/],
    ["messages of 2 MiB", { maxMessageSize: 2_097_152 }, /allowed are 1024 to 1048576 bytes/],
    ["FIFO settings of a standard queue", { deduplicationScope: "queue" }, /only FIFO queues have it/],
    ["content-based dedupe of a standard queue", { contentBasedDeduplication: true }, /only FIFO queues have it/],
    ["a wrong scope", { ...fifo, deduplicationScope: "group" }, /allowed are messageGroup and queue/],
    ["throughput without its scope", { ...fifo, fifoThroughputLimit: "perMessageGroupId" }, /needs the dedup/],
    ["a dead-letter queue", redrive(dead), undefined],
    ["a redrive policy that is not known yet", { redrivePolicy: unknown }, undefined],
    ["a redrive policy that is no JSON", { redrivePolicy: "{" }, /redrivePolicy is not valid JSON: \{/],
    ["a redrive policy that is a list", { redrivePolicy: "[]" }, /redrivePolicy must be a JSON object/],
    ["a count in a text", redrive(dead, "5"), /maxReceiveCount is "5": allowed are the whole numbers 1 to 1000/],
    ["a count of 1001", redrive(dead, 1001), /allowed are the whole numbers 1 to 1000/],
    ["a URL as target", redrive(url), /must be a queue's ARN/],
    ["a target elsewhere", redrive(dead.replace("eu-west-1", "us-east-1")), /must be in the queue's own region/],
    ["a target of another account", redrive(dead.replace("123456789012", "999999999999")), /own region and account/],
    ["a FIFO target of a standard queue", redrive(`${dead}.fifo`), /is a FIFO queue, and the queue is none/],
    ["a standard target of a FIFO queue", { ...fifo, ...redrive(dead) }, /is no FIFO queue, and the queue is one/],
    ["a missing target", redrive(`${dead}2`), /alerts-dead2 does not exist/],
    [
      "a target that names it",
      redrive(dead),
      undefined,
      guarded({ redrivePermission: "byQueue", sourceQueueArns: [arn] }),
    ],
    [
      "a target that lets nobody in",
      redrive(dead),
      /does not let .*alerts name it/,
      guarded({ redrivePermission: "denyAll" }),
    ],
    [
      "a target that names another",
      redrive(dead),
      /\(redriveAllowPolicy: byQueue\)/,
      guarded({ redrivePermission: "byQueue", sourceQueueArns: [`${arn}2`] }),
    ],
    ["a wrong permission", allowing({ redrivePermission: "all" }), /allowed are allowAll, byQueue and denyAll/],
    ["byQueue without queues", allowing({ redrivePermission: "byQueue" }), /has 0 ARNs: byQueue takes 1 to 10/],
    ["queues without byQueue", allowing({ redrivePermission: "denyAll", sourceQueueArns: [arn] }), /goes with byQueue/],
    ["a policy that is none", { policy: "{}" }, /refuses the queue's policy: the policy has no "Statement"/],
    ["a key of another region", { kmsMasterKeyId: key }, /is in eu-west-1 and its key .* in us-east-1/],
  ],
  testWorld(made("alerts-dead")),
);

const statement = (changes: object = {}) => ({
  Statement: {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: arn,
    Condition: { ArnEquals: { "aws:SourceArn": "topic" } },
    ...changes,
  },
});

describeRules(
  queuePolicy,
  { queueUrl: url, policy: statement() },
  [
    [
      "another service's action",
      { policy: statement({ Action: "sns:Publish" }) },
      /must be of SQS \(sqs:…\), got sns:P/,
    ],
    ["no principal", { policy: statement({ Principal: undefined }) }, /statement 1 names no Principal/],
    ["another queue", { queueUrl: `${url}2` }, /is no queue of this workspace/],
    [
      "a second policy",
      {},
      /has a policy already \(urn:.*\): write all statements into one/,
      testWorld(made("alerts"), ["aws:sqs/queuePolicy:QueuePolicy", url, { queueUrl: url }]),
    ],
  ],
  testWorld(made("alerts")),
);

describe("Queue", () => {
  const create = (inputs: object) => queue.create.call({ name: "a", ...inputs }, testFacts()).parameters.Attributes;
  const update = (inputs: object, before: object) =>
    (queue.update?.(url, inputs, { ...before, tagsAll: {} }, testFacts()) ?? []).map(({ parameters }) => parameters);

  it("gets the suffix of its kind when Pulumi names it", () => {
    assert.equal(queue.autoName?.suffix?.({ fifoQueue: true }), ".fifo");
    assert.equal(queue.autoName?.suffix?.({ fifoQueue: false }), "");
  });

  it("sends attributes as texts, and those of FIFO queues only for them", () => {
    const settings = { contentBasedDeduplication: false, delaySeconds: 5 };
    assert.deepEqual(create({ ...settings, fifoQueue: false }), { DelaySeconds: "5" });
    assert.deepEqual(create({ ...settings, fifoQueue: true }), {
      ContentBasedDeduplication: "false",
      DelaySeconds: "5",
      FifoQueue: "true",
    });
  });

  it("gives up a dropped key, and leaves a dropped policy as it is", () => {
    assert.deepEqual(update({ delaySeconds: 1 }, { delaySeconds: 0, kmsMasterKeyId: "k", policy: "{}" }), [
      { QueueUrl: url, Attributes: { KmsMasterKeyId: "", DelaySeconds: "1" } },
    ]);
    assert.deepEqual(update({ delaySeconds: 1 }, { delaySeconds: 1 }), []);
  });
});

describe("sending to a queue", () => {
  const service = "sns.amazonaws.com";
  const policy = (changes: object = {}): Made => [
    "aws:sqs/queuePolicy:QueuePolicy",
    url,
    { queueUrl: url, policy: statement(changes) },
  ];
  const keyed = (actions: string[]): Made => [
    "aws:kms/key:Key",
    "k",
    { policy: { Statement: { Effect: "Allow", Principal: { Service: service }, Action: actions, Resource: "*" } } },
  ];
  const problem = (...world: Made[]) =>
    sendProblem(arn, service, { "aws:sourcearn": "topic" }, testWorld(...world)) ?? "none";

  it("needs the queue's policy, by a resource of its own or the queue's input", () => {
    assert.equal(problem(made("alerts"), policy()), "none");
    assert.equal(problem(made("alerts", { policy: statement() })), "none");
    assert.match(problem(), /does not exist/);
    assert.match(problem(made("alerts")), /does not let sns\.amazonaws\.com send to it for topic/);
    assert.match(problem(made("alerts"), policy({ Action: "sqs:ReceiveMessage" })), /does not let/);
    assert.match(problem(made("alerts"), policy({ Resource: dead })), /does not let/);
    const other = { ArnEquals: { "aws:SourceArn": "other" } };
    assert.match(problem(made("alerts"), policy({ Condition: other })), /does not let/);
    assert.match(
      problem(made("alerts"), policy({ Principal: { Service: "sns.af-south-1.amazonaws.com" } })),
      /does not/,
    );
  });

  it("needs the policy of the queue's key", () => {
    const encrypted = made("alerts", { kmsMasterKeyId: "k" });
    assert.equal(problem(encrypted, policy(), keyed(["kms:Decrypt", "kms:GenerateDataKey*"])), "none");
    assert.match(problem(encrypted, policy(), keyed(["kms:Decrypt"])), /do kms:GenerateDataKey: its messages would be/);
    const byAws = made("alerts", { kmsMasterKeyId: "alias/aws/sqs" });
    assert.match(problem(byAws, policy()), /cannot use the key alias\/aws\/sqs/);
  });
});

describe("a queue's ARN", () => {
  it("is read, and everything else is none", () => {
    const parts = { region: "eu-west-1", account: "123456789012", name: "alerts.fifo", fifo: true };
    assert.deepEqual(queueArnParts(`${arn}.fifo`), parts);
    for (const other of [url, unknown, undefined, `${arn}:x`, `${arn}.other`])
      assert.equal(queueArnParts(other), undefined);
  });
});
