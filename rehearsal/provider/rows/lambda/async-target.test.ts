import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { lambdaFunction } from "./function.ts";
import { functionEventInvokeConfig } from "./function-event-invoke-config.ts";

const role = "arn:aws:iam::123456789012:role/ops";
const queue = "arn:aws:sqs:eu-west-1:123456789012:dead";
const topic = "arn:aws:sns:eu-west-1:123456789012:dead";
const trust = {
  Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
};
const made: Made[] = [
  ["aws:iam/role:Role", "ops", { arn: role, assumeRolePolicy: trust }],
  ["aws:lambda/function:Function", "ops", { arn: "arn:aws:lambda:eu-west-1:123456789012:function:ops", role }],
];
const world = (action: string, resource: string) =>
  testWorld(...made, [
    "aws:iam/rolePolicy:RolePolicy",
    "ops:policy",
    { role: "ops", policy: { Statement: { Effect: "Allow", Action: action, Resource: resource } } },
  ]);
const deadLetters = (targetArn: unknown) => ({ deadLetterConfig: { targetArn } });
const onFailure = (destination: unknown) => ({ destinationConfig: { onFailure: { destination } } });

describeRules(
  lambdaFunction,
  { name: "ops", role, runtime: "nodejs24.x", handler: "index.handler" },
  [
    ["a dead-letter queue", deadLetters(queue), undefined],
    ["a dead-letter queue that is not known yet", deadLetters(unknown), undefined],
    ["a dead-letter topic", deadLetters(topic), undefined, world("sns:Publish", topic)],
    ["a FIFO queue", deadLetters(`${queue}.fifo`), /takes no FIFO queue/, world("sqs:*", "*")],
    [
      "a function",
      deadLetters("arn:aws:lambda:eu-west-1:123456789012:function:x"),
      /must be an ARN of sns, sqs/,
      world("lambda:*", "*"),
    ],
    ["a role that may not send", deadLetters(queue), /may not sqs:SendMessage there/, testWorld(...made)],
    ["a role that may send elsewhere", deadLetters(`${queue}2`), /may not sqs:SendMessage there/],
    ["a role that may not publish", deadLetters(topic), /may not sns:Publish there/],
  ],
  world("sqs:SendMessage", queue),
);

describeRules(
  functionEventInvokeConfig,
  { functionName: "ops", maximumRetryAttempts: 2 },
  [
    ["a destination", onFailure(queue), undefined],
    ["a bus", onFailure("arn:aws:events:eu-west-1:123456789012:event-bus/b"), /may not events:PutEvents there/],
    ["a FIFO destination", onFailure(`${queue}.fifo`), /takes no FIFO queue/, world("sqs:*", "*")],
    ["a destination that the role may not reach", onFailure(queue), /may not sqs:SendMessage/, testWorld(...made)],
    ["three retries", { maximumRetryAttempts: 3 }, /is 3: allowed are 0 to 2/],
    ["events of a week", { maximumEventAgeInSeconds: 604_800 }, /allowed are 60 to 21600 seconds/],
    ["another function", { functionName: "other" }, /functionName is other, which is no function/],
  ],
  world("sqs:SendMessage", queue),
);

describe("FunctionEventInvokeConfig", () => {
  it("reads what it is about from its id", () => {
    const arn = "arn:aws:lambda:eu-west-1:123456789012:function:ops";
    const parameters = (id: string) => functionEventInvokeConfig.read?.call(id, {}, testFacts()).parameters;
    assert.deepEqual(parameters("ops"), { FunctionName: "ops", Qualifier: undefined });
    assert.deepEqual(parameters("ops:live"), { FunctionName: "ops", Qualifier: "live" });
    assert.deepEqual(parameters(`${arn}:live`), { FunctionName: arn, Qualifier: "live" });
  });
});
