import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { eventSourceMapping } from "./event-source-mapping.ts";

const role = "arn:aws:iam::123456789012:role/intake";
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:intake";
const queueArn = "arn:aws:sqs:eu-west-1:123456789012:alerts";
const receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

const allow = (actions: readonly string[], resource: string, principal?: object) => ({
  Statement: [
    {
      Effect: "Allow",
      Action: actions,
      Resource: resource,
      ...(principal === undefined ? {} : { Principal: principal }),
    },
  ],
});
const made = (changes: { timeout?: number; visibility?: number; key?: string; fifo?: boolean } = {}): Made[] => {
  const arn = `${queueArn}${changes.fifo === true ? ".fifo" : ""}`;
  const visibilityTimeoutSeconds = changes.visibility ?? 180;
  return [
    ["aws:lambda/function:Function", "intake", { arn: functionArn, role, timeout: changes.timeout ?? 30 }],
    ["aws:sqs/queue:Queue", arn, { arn, visibilityTimeoutSeconds, kmsMasterKeyId: changes.key }],
    ["aws:iam/role:Role", "intake", { arn: role }],
  ];
};
const policy = (actions: readonly string[], resource: string, id = "intake:policy"): Made => [
  "aws:iam/rolePolicy:RolePolicy",
  id,
  { role: "intake", policy: allow(actions, resource) },
];
const granted = policy(receive, "arn:aws:sqs:*:*:alerts*");
const key = (keyPolicy: object): Made => ["aws:kms/key:Key", "k", { arn: "key", policy: keyPolicy }];
const mapping = "aws:lambda/eventSourceMapping:EventSourceMapping";
const encrypted = made({ key: "k" });
const fifo = { eventSourceArn: `${queueArn}.fifo` };
const fifoWorld = testWorld(...made({ fifo: true }), granted);

describeRules(
  eventSourceMapping,
  { functionName: "intake", eventSourceArn: queueArn },
  [
    ["a function by its ARN", { functionName: functionArn }, undefined],
    ["a version of the function", { functionName: `${functionArn}:live` }, undefined],
    ["ends that are not known yet", { functionName: unknown, eventSourceArn: unknown }, undefined],
    ["no source", { eventSourceArn: undefined }, /eventSourceArn is not given/],
    ["a stream", { eventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/s" }, /maps queues only/],
    ["a setting of streams", { startingPosition: "LATEST" }, /takes no startingPosition: leave it out/],
    ["10 messages of a FIFO queue", { ...fifo, batchSize: 10 }, undefined, fifoWorld],
    ["11 messages of a FIFO queue", { ...fifo, batchSize: 11 }, /1 to 10 messages of a FIFO queue/, fifoWorld],
    ["a FIFO window", { ...fifo, maximumBatchingWindowInSeconds: 1 }, /a FIFO queue has no batching window/, fifoWorld],
    ["no messages", { batchSize: 0 }, /allowed are 1 to 10000 messages of a standard queue/],
    ["11 messages without a window", { batchSize: 11 }, /more than 10 need a maximumBatchingWindowInSeconds/],
    ["11 messages with a window", { batchSize: 11, maximumBatchingWindowInSeconds: 1 }, undefined],
    ["a window of ten minutes", { maximumBatchingWindowInSeconds: 600 }, /allowed are 0 to 300 seconds/],
    ["one call at a time", { scalingConfig: { maximumConcurrency: 1 } }, /is 1: allowed are 2 to 1000/],
    ["another answer", { functionResponseTypes: ["All"] }, /has All: allowed is ReportBatchItemFailures/],
    ["another function", { functionName: "other" }, /functionName is other, which is no function of this workspace/],
    ["another queue", { eventSourceArn: `${queueArn}2` }, /the queue .*alerts2 does not exist/],
    [
      "a queue of another region",
      { eventSourceArn: queueArn.replace("eu-west-1", "us-east-1") },
      /is in us-east-1 and the function in eu-west-1/,
    ],
    ["a timeout as long as the queue's", {}, undefined, testWorld(...made({ timeout: 60, visibility: 60 }), granted)],
    [
      "a longer timeout than the queue's",
      {},
      /timeout is 61 s and the queue's visibility timeout 60 s/,
      testWorld(...made({ timeout: 61, visibility: 60 }), granted),
    ],
    ["a role without rights", {}, /may not sqs:ReceiveMessage, sqs:DeleteMessage, sqs:Get/, testWorld(...made())],
    [
      "a role with rights elsewhere",
      {},
      /may not sqs:ReceiveMessage/,
      testWorld(...made(), policy(receive, `${queueArn}-dead`)),
    ],
    [
      "a role that may not delete",
      {},
      /may not sqs:DeleteMessage on/,
      testWorld(...made(), policy([receive[0] ?? "", receive[2] ?? ""], queueArn)),
    ],
    [
      "a role that may not decrypt",
      {},
      /may not kms:Decrypt with key/,
      testWorld(...encrypted, granted, key(allow([], "*"))),
    ],
    [
      "a role that may decrypt",
      {},
      undefined,
      testWorld(...encrypted, granted, policy(["kms:Decrypt"], "key", "intake:key"), key(allow([], "*"))),
    ],
    [
      "a key that lets the role in",
      {},
      undefined,
      testWorld(...encrypted, granted, key(allow(["kms:Decrypt"], "*", { AWS: role }))),
    ],
    [
      "the same mapping again",
      {},
      /is mapped to this function already/,
      testWorld(...made(), granted, [mapping, "1", { functionName: functionArn, eventSourceArn: queueArn }]),
    ],
  ],
  testWorld(...made(), granted),
);

describe("EventSourceMapping", () => {
  const before = { functionName: "intake", enabled: true, batchSize: 5, scalingConfig: { maximumConcurrency: 2 } };
  const update = (inputs: object) =>
    (eventSourceMapping.update?.("u", inputs, { ...before, tagsAll: {} }, testFacts()) ?? []).map(
      ({ parameters }) => parameters,
    );

  it("takes settings back when they are dropped", () => {
    assert.deepEqual(update({ functionName: "intake", enabled: true }), [
      { UUID: "u", FunctionName: "intake", Enabled: true, KMSKeyArn: undefined, BatchSize: 10, ScalingConfig: {} },
    ]);
    assert.deepEqual(update(before), []);
  });

  it("finds its function again by name and by ARN", () => {
    const read = (functionName: string, FunctionArn = functionArn) =>
      eventSourceMapping.read?.properties({ FunctionArn, State: "Enabled" }, "u", { functionName }, testFacts())
        ?.functionName;
    assert.equal(read("intake"), "intake");
    assert.equal(read(functionArn), functionArn);
    assert.equal(read("intake", `${functionArn}2`), `${functionArn}2`);
  });

  it("is gone while it is deleted", () => {
    assert.equal(eventSourceMapping.read?.properties({ State: "Deleting" }, "u", {}, testFacts()), undefined);
  });
});
