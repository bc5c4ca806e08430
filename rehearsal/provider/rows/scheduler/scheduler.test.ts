import assert from "node:assert/strict";
import type { Properties } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { schedule } from "./schedule.ts";
import { scheduleGroup } from "./schedule-group.ts";

const topic = "arn:aws:sns:eu-west-1:123456789012:alerts";
const queue = "arn:aws:sqs:eu-west-1:123456789012:undelivered";
const roleArn = "arn:aws:iam::123456789012:role/heartbeat";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/k";

const role = (Service: string): Made => [
  "aws:iam/role:Role",
  "heartbeat",
  {
    arn: roleArn,
    assumeRolePolicy: { Statement: { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" } },
  },
];
const may = (...statements: [Action: string | string[], Resource: string][]): Made => [
  "aws:iam/rolePolicy:RolePolicy",
  "publish",
  {
    role: "heartbeat",
    policy: { Statement: statements.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource })) },
  },
];
const publish: [string, string] = ["sns:Publish", topic];
const send: [string, string] = ["sqs:SendMessage", queue];
const topicMade = (properties: Properties = {}): Made => ["aws:sns/topic:Topic", topic, properties];
const queueMade: Made = ["aws:sqs/queue:Queue", "url", { arn: queue }];
const base = [role("scheduler.amazonaws.com"), topicMade(), queueMade] as const;
const target = (changes: object) => ({ target: { arn: topic, roleArn, ...changes } });
const dead = target({ deadLetterConfig: { arn: queue } });
const keyed = [topicMade({ kmsMasterKeyId: "k" }), ["aws:kms/key:Key", "k", { arn: keyArn }] as Made] as const;

describeRules(
  schedule,
  { name: "heartbeat", scheduleExpression: "cron(0 7 * * ? *)", flexibleTimeWindow: { mode: "OFF" }, ...target({}) },
  [
    ["a moment", { scheduleExpression: "at(2030-01-01T07:00:00)" }, undefined],
    ["a zone", { scheduleExpressionTimezone: "Africa/Johannesburg" }, undefined],
    ["an unknown zone", { scheduleExpressionTimezone: "Cape Town" }, /is Cape Town: give a zone of the IANA list/],
    ["a cron of five fields", { scheduleExpression: "cron(0 7 * * *)" }, /has 5 fields: give 6/],
    ["a window", { flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 } }, undefined],
    ["a window without minutes", { flexibleTimeWindow: { mode: "FLEXIBLE" } }, /is not given: allowed are 1 to 1440/],
    ["minutes without a window", { flexibleTimeWindow: { mode: "OFF", maximumWindowInMinutes: 5 } }, /give none/],
    ["an unknown window", { flexibleTimeWindow: { mode: "ON" } }, /mode is ON: give OFF or FLEXIBLE/],
    ["a start that is no moment", { startDate: "tomorrow" }, /startDate is tomorrow: write it as/],
    [
      "an end before its start",
      { startDate: "2030-01-02T00:00:00Z", endDate: "2030-01-01T00:00:00Z" },
      /is not after startDate/,
    ],
    ["a short age", target({ retryPolicy: { maximumEventAgeInSeconds: 30 } }), /is 30: allowed are 60 to 86400/],
    ["too many attempts", target({ retryPolicy: { maximumRetryAttempts: 200 } }), /is 200: allowed are 0 to 185/],
    ["a name with a space", { name: "a b" }, /the schedule's name is a b/],
    [
      "a text for a function",
      target({ arn: "arn:aws:lambda:eu-west-1:123456789012:function:f", input: "hello" }),
      /target\.input is not valid JSON/,
      testWorld(...base, may(["lambda:InvokeFunction", "*"])),
    ],
    [
      "a role that Scheduler may not assume",
      {},
      /scheduler\.amazonaws\.com may not assume/,
      testWorld(role("lambda.amazonaws.com"), topicMade(), may(publish)),
    ],
    ["a role that may not publish", {}, /may not do sns:Publish on .*:alerts: allow it/, testWorld(...base, may(send))],
    [
      "a topic that is not there",
      {},
      /topic .* does not exist/,
      testWorld(role("scheduler.amazonaws.com"), may(publish)),
    ],
    ["a group that is not there", { groupName: "own" }, /group own does not exist/],
    [
      "a group",
      { groupName: "own" },
      undefined,
      testWorld(...base, may(publish), ["aws:scheduler/scheduleGroup:ScheduleGroup", "own"]),
    ],
    ["a dead-letter queue", dead, undefined, testWorld(...base, may(publish, send))],
    ["a dead-letter queue that its role may not use", dead, /may not do sqs:SendMessage on/],
    [
      "a dead-letter queue that is not there",
      dead,
      /queue .* does not exist/,
      testWorld(base[0], base[1], may(publish, send)),
    ],
    [
      "a topic under a key that its role may not use",
      {},
      /may not do kms:GenerateDataKey on .*, kms:Decrypt on/,
      testWorld(base[0], ...keyed, may(publish)),
    ],
    ["a topic under a key", {}, undefined, testWorld(base[0], ...keyed, may(publish, ["kms:*", keyArn]))],
    ["a key of its own that its role may not use", { kmsKeyArn: keyArn }, /may not do kms:Decrypt on/],
  ],
  testWorld(...base, may(publish)),
);

describeRules(scheduleGroup, { name: "own" }, [["a name with a slash", { name: "a/b" }, /the group's name is a\/b/]]);

describe("a schedule", () => {
  it("has the default group where the program gives none", () => {
    const inputs = { name: "heartbeat" };
    assert.equal(schedule.identify(inputs, testFacts()), "default/heartbeat");
    assert.equal(schedule.attributes?.(inputs, "default/heartbeat", testFacts()).groupName, "default");
  });
  it("takes no FIFO queue for its dead letters", () => {
    const rule = schedule.rules?.find(({ source }) => /a standard queue/.test(source));
    const given = target({ deadLetterConfig: { arn: `${queue}.fifo` } });
    assert.match(
      rule?.check(given, testWorld(), testFacts()) ?? "",
      /target: the dead-letter queue .* is a FIFO queue/,
    );
  });
  it("sends what EventBridge takes under AWS's own spelling", () => {
    const { parameters } = schedule.create.call(
      { name: "a", target: { arn: "b", eventbridgeParameters: { detailType: "c", source: "d" } } },
      testFacts(),
    );
    assert.deepEqual(parameters.Target, { Arn: "b", EventBridgeParameters: { DetailType: "c", Source: "d" } });
  });
});
