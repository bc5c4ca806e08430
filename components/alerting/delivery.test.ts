import assert from "node:assert/strict";
import { readIntakeSettings, readSenderSettings } from "../../ops-lambdas/slack-alerts/settings.ts";
import type { Collected } from "../../test/pulumi-mocks.ts";
import { alertPathArgs, boundary, buildAlertPath, otherKeyArns, table } from "./alert-path-test-args.ts";

const functionType = "aws:lambda/function:Function";

describe("the functions of the alert path", function () {
  // The first run bundles the functions.
  this.timeout(60_000);
  let path: Collected;
  before(async () => {
    path = await buildAlertPath();
  });

  const queue = (name: string) => path.only("aws:sqs/queue:Queue", `acme-dev-alerts-${name}`);
  const variable = (by: string, from = path) =>
    from.only(functionType, `acme-dev-alerts-${by}`).inputs.environment.variables;
  const mapping = (by: string) =>
    path.only("aws:lambda/eventSourceMapping:EventSourceMapping", `acme-dev-alerts-${by}-mapping`);

  it("are told where things are, in a form that they take, and no secret", () => {
    assert.deepEqual(Object.keys(variable("intake")), ["ALERTING"]);
    const { topicArns, fallbackTopicArns, alertsQueueUrl, deadLetterUrls, secretArns } = path.outputs;
    const topics = Object.values<Record<string, string>>(topicArns).flatMap((bySeverity) =>
      Object.entries(bySeverity).map(([severity, arn]) => [arn, severity]),
    );
    const whereabouts = { project: "acme", environment: "dev", region: "af-south-1", tableName: table.name };
    const { dials } = alertPathArgs;
    const intake = readIntakeSettings(variable("intake").ALERTING);
    assert.equal(readSenderSettings(variable("sender").ALERTING).outboxUrl, intake.outboxUrl);
    assert.equal(topics.length, 9);
    assert.match(intake.outboxUrl, /acme-dev-alerts-outbox-[0-9a-f]{7}\.fifo$/);
    assert.deepEqual(JSON.parse(variable("intake").ALERTING), {
      ...whereabouts,
      outboxUrl: intake.outboxUrl,
      alertsQueueUrl,
      topics: Object.fromEntries(topics),
      routes: dials.routes,
      mutes: [],
      limits: dials.limits,
      runbookBaseUrl: dials.runbookBaseUrl,
    });
    assert.deepEqual(JSON.parse(variable("sender").ALERTING), {
      ...whereabouts,
      outboxUrl: intake.outboxUrl,
      secretArns,
      fallbackTopicArn: fallbackTopicArns["af-south-1"],
      deadLetterUrl: deadLetterUrls.outbox,
      graphs: { bucketName: "acme-dev-objects-logs-1234567" },
    });
  });

  it("are told of quiet hours, mutes and the dashboard where there are some", async () => {
    const quietHours = { from: "22:00", to: "06:00", timeZone: "Africa/Johannesburg" };
    const mutes = [{ name: "patches", schedule: "cron(0 2 * * SUN)", timeZone: "Etc/UTC", durationMinutes: 60 }];
    const dashboardUrl = "https://af-south-1.console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/acme-dev";
    const reason = "agreed with Ada on the 3rd of May";
    const dials = { ...alertPathArgs.dials, quietHours, mutes: mutes.map((mute) => ({ ...mute, reason })) };
    const told = readIntakeSettings(variable("intake", await buildAlertPath({ dials, dashboardUrl })).ALERTING);
    assert.deepEqual([told.quietHours, told.mutes, told.dashboardUrl], [quietHours, mutes, dashboardUrl]);
  });

  it("read their queue as it asks: failed messages alone come again, and one message of a group at a time", () => {
    const expected = [
      ["intake", "queue", 10, 5],
      ["sender", "outbox", 1, 4],
    ] as const;
    for (const [by, from, batchSize, maximumConcurrency] of expected) {
      const { inputs, options } = mapping(by);
      assert.match(inputs.eventSourceArn, new RegExp(`:acme-dev-alerts-${from}-[0-9a-f]{7}`));
      assert.match(inputs.functionName, new RegExp(`^acme-dev-alerts-${by}-[0-9a-f]{7}$`));
      const { eventSourceArn, functionName, ...rest } = inputs;
      assert.deepEqual(rest, {
        batchSize,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency },
      });
      assert.ok(options.dependsOn?.includes(`acme-dev-alerts-${by}-rights`), JSON.stringify(options.dependsOn));
    }
  });

  it("the intake alone may call itself: its timers pass through its own queue, more often than Lambda lets loops do", () => {
    const { inputs } = path.only("aws:lambda/functionRecursionConfig:FunctionRecursionConfig");
    const { functionName, ...rest } = inputs;
    assert.match(functionName, /^acme-dev-alerts-intake-[0-9a-f]{7}$/);
    assert.deepEqual(rest, { recursiveLoop: "Allow" });
  });

  it("all routes are posted at once", async () => {
    const names = ["a", "b", "c", "d"];
    const routes = names.map((name) => ({ name, severities: ["critical", "warning", "info"] as const }));
    const many = await buildAlertPath({ dials: { ...alertPathArgs.dials, routes } });
    const sender = many.only("aws:lambda/eventSourceMapping:EventSourceMapping", "acme-dev-alerts-sender-mapping");
    assert.equal(sender.inputs.scalingConfig.maximumConcurrency, 8);
  });

  it("Lambda.2, Lambda.3 (waiver), Lambda.7: are hardened, end before their queues lose patience, and reserve nothing", () => {
    for (const [by, seconds, from] of [
      ["intake", 30, "queue"],
      ["sender", 60, "outbox"],
    ] as const) {
      const { inputs } = path.only(functionType, `acme-dev-alerts-${by}`);
      assert.deepEqual([inputs.runtime, inputs.architectures], ["nodejs24.x", ["arm64"]]);
      assert.deepEqual([inputs.timeout, inputs.memorySize, inputs.tracingConfig], [seconds, 512, { mode: "Active" }]);
      assert.equal(inputs.reservedConcurrentExecutions, undefined);
      // Lambda refuses a mapping whose queue shows a message again before the function has ended.
      assert.ok(queue(from).inputs.visibilityTimeoutSeconds >= 2 * seconds);
      const log = path.only("aws:cloudwatch/logGroup:LogGroup", `acme-dev-alerts-${by}-log`).inputs;
      assert.deepEqual([log.kmsKeyId, log.retentionInDays], [otherKeyArns.logs, 365]);
    }
    for (const { name, inputs } of path.ofType("aws:iam/role:Role")) {
      assert.equal(inputs.permissionsBoundary, boundary, name);
      assert.match(name, /^acme-dev-/);
    }
  });
});
