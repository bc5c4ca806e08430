import assert from "node:assert/strict";
import type { Collected } from "../../test/pulumi-mocks.ts";
import { boundary, buildAlertPath, eventRules, messageKeyArns } from "./alert-path-test-args.ts";

const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";

describe("what is sent to the topics by itself", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  const undelivered = (end: string) =>
    JSON.parse(path.only("aws:sqs/queuePolicy:QueuePolicy", `acme-dev-alerts-undelivered${end}-policy`).inputs.policy)
      .Statement[0].Resource;

  it("rules catch events where they happen", () => {
    assert.deepEqual(
      path.ofType(rule).map(({ name, inputs }) => [name, inputs]),
      [
        [
          "acme-dev-alerts-backup-job-failed",
          { description: "A backup failed", eventPattern: JSON.stringify(eventRules[0].pattern) },
        ],
        [
          "acme-dev-alerts-health-global",
          {
            description: "AWS tells of trouble",
            eventPattern: JSON.stringify(eventRules[1].pattern),
            region: "us-east-1",
          },
        ],
      ],
    );
  });

  it("events go as they are to the topic of their severity in their region, for an hour, and are kept if they cannot", () => {
    const { topicArns } = path.outputs;
    const common = {
      targetId: "alerts",
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
    };
    const made = path.ofType(target).map(({ inputs }) => {
      const { rule: ruleName, ...rest } = inputs;
      assert.match(ruleName, /^acme-dev-alerts-(backup-job-failed|health-global)-[0-9a-f]{7}$/);
      return rest;
    });
    assert.deepEqual(made, [
      { ...common, arn: topicArns["af-south-1"].critical, deadLetterConfig: { arn: undelivered("") } },
      {
        ...common,
        arn: topicArns["us-east-1"].warning,
        deadLetterConfig: { arn: undelivered("-us-east-1") },
        region: "us-east-1",
      },
    ]);
  });

  it("a sign of life goes to the topic of information every day, and is kept if it cannot", () => {
    const { name, inputs, options } = path.only("aws:scheduler/schedule:Schedule");
    assert.equal(name, "acme-dev-alerts-heartbeat");
    const { target: aim, ...rest } = inputs;
    assert.deepEqual(rest, {
      description: "Daily sign of life of the alert path",
      scheduleExpression: "cron(0 6 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
    });
    const { input, roleArn, ...others } = aim;
    assert.match(roleArn, /role\/acme-dev-alerts-heartbeat-[0-9a-f]{7}$/);
    assert.deepEqual(others, {
      arn: path.outputs.topicArns["af-south-1"].info,
      deadLetterConfig: { arn: undelivered("") },
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
    });
    const event = JSON.parse(input);
    assert.deepEqual(
      [event.source, event.time, event.id],
      ["platform.heartbeat", "<aws.scheduler.scheduled-time>", "<aws.scheduler.execution-id>"],
    );
    assert.ok(options.dependsOn?.includes("acme-dev-alerts-heartbeat-rights"));
  });

  it("KMS.2: the schedule's role publishes there and keeps what failed, for this account's schedules only", () => {
    const role = path.only("aws:iam/role:Role", "acme-dev-alerts-heartbeat").inputs;
    assert.equal(role.permissionsBoundary, boundary);
    assert.deepEqual(JSON.parse(role.assumeRolePolicy).Statement, [
      {
        Sid: "SchedulerSends",
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "aws:SourceArn": "arn:aws:scheduler:af-south-1:111122223333:schedule-group/default",
          },
        },
      },
    ]);
    const { policy } = path.only("aws:iam/rolePolicy:RolePolicy", "acme-dev-alerts-heartbeat-rights").inputs;
    assert.deepEqual(JSON.parse(policy).Statement, [
      {
        Sid: "Calls",
        Effect: "Allow",
        Action: "sns:Publish",
        Resource: path.outputs.topicArns["af-south-1"].info,
      },
      { Sid: "KeepsWhatFailed", Effect: "Allow", Action: "sqs:SendMessage", Resource: undelivered("") },
      {
        Sid: "Encrypts",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: messageKeyArns["af-south-1"],
      },
    ]);
  });
});
