import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import type { MuteSetting } from "./alarm-mutes.ts";
import { Alarms, type AlarmsArgs } from "./alarms.ts";
import type { AlarmOverride } from "./catalogue/alarm-definition.ts";
import { exampleAlarms, exampleComposites } from "./catalogue/test-alarms.ts";

const context = createContext({
  project: "acme",
  environment: "prod",
  region: "af-south-1",
  accountId: "111122223333",
  owner: "platform-team",
  costCenter: "cc-1042",
  repository: "acme/platform",
});
const reason = "agreed with Ada on the 3rd of May";
const regions = ["af-south-1", "us-east-1", "eu-west-1"];
const topic = (region: string, kind: string) => `arn:aws:sns:${region}:111122223333:alerts-${kind}`;
const topicsIn = (region: string) => ({
  critical: topic(region, "critical"),
  warning: topic(region, "warning"),
  info: topic(region, "info"),
});
const defaults: AlarmsArgs = {
  context,
  topicArns: Object.fromEntries(regions.map((region) => [region, topicsIn(region)])),
  pathTopicArns: Object.fromEntries(regions.map((region) => [region, topic(region, "path")])),
  definitions: exampleAlarms,
  composites: exampleComposites,
  runbookBaseUrl: "https://github.com/acme/platform/blob/main/docs/runbooks",
};
const metricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const compositeAlarm = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const muteRule = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule";

/** What a program with these arguments registers; `alarm` gives the inputs of an alarm by the end of its name. */
async function register(args: AlarmsArgs) {
  const collected = await collect(() => new Alarms("acme-prod-alarms", args));
  const alarm = (id: string) => collected.only(metricAlarm, `acme-prod-${id}`).inputs;
  const sum = (id: string) => collected.only(compositeAlarm, `acme-prod-${id}`).inputs;
  return { ...collected, alarm, sum };
}

/** The whole catalogue, made once. */
let whole: ReturnType<typeof register> | undefined;
function madeWhole() {
  whole ??= register(defaults);
  return whole;
}

/** Few of the alarms, so that tests take little time: those that are changed, summed up or muted. */
const few = exampleAlarms.filter(({ id }) => /^(database-cpu$|load-balancer-[eh]|health|cdn|certificate|vpn)/.test(id));
const made = (change: Partial<AlarmsArgs>) => register({ ...defaults, definitions: few, ...change });
const overridden = (alarms: Record<string, Omit<AlarmOverride, "reason">>) =>
  made({ overrides: Object.fromEntries(Object.entries(alarms).map(([id, change]) => [id, { ...change, reason }])) });

describe("the alarms of an environment", function () {
  // The whole catalogue is registered.
  this.timeout(20_000);

  it("are each definition and each sum, once", async () => {
    const { ofType, outputs } = await madeWhole();
    assert.equal(ofType(metricAlarm).length, exampleAlarms.length);
    assert.equal(ofType(compositeAlarm).length, 3);
    assert.equal(ofType(muteRule).length, 0);
    assert.equal(outputs.alarmNames.length, exampleAlarms.length + 3);
  });

  it("on one metric have all that CloudWatch needs", async () => {
    const { alarm } = await madeWhole();
    assert.deepEqual(alarm("database-cpu"), {
      name: "acme-prod-database-cpu",
      alarmDescription:
        "The database is at the end of its processor, so pages become slow.\n" +
        "Runbook: https://github.com/acme/platform/blob/main/docs/runbooks/database-cpu.md\nSeverity: warning",
      namespace: "AWS/RDS",
      metricName: "CPUUtilization",
      dimensions: { DBInstanceIdentifier: "acme-prod-database" },
      period: 60,
      statistic: "Average",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 90,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "missing",
      alarmActions: [topic("af-south-1", "warning")],
      okActions: [topic("af-south-1", "warning")],
    });
    assert.equal(alarm("load-balancer-latency").extendedStatistic, "p95");
    assert.equal(alarm("load-balancer-latency").statistic, undefined);
  });

  it("on an expression give each metric the period, and one result", async () => {
    const { alarm } = await madeWhole();
    const { metricQueries, period, region, ...others } = alarm("cdn-errors");
    assert.deepEqual([period, region, others.metricName], [undefined, "us-east-1", undefined]);
    const dimensions = { DistributionId: "E0123456789ABC", Region: "Global" };
    assert.deepEqual(metricQueries, [
      {
        id: "result",
        expression: "IF(requests >= 50, rate, 0)",
        label: "Share of answers with 5xx, per cent",
        returnData: true,
      },
      {
        id: "requests",
        metric: { namespace: "AWS/CloudFront", metricName: "Requests", dimensions, period: 60, stat: "Sum" },
      },
      {
        id: "rate",
        metric: { namespace: "AWS/CloudFront", metricName: "5xxErrorRate", dimensions, period: 60, stat: "Average" },
      },
    ]);
  });

  it("tell topics of their own region only, and the path's own never those of Slack", async () => {
    const { ofType } = await madeWhole();
    for (const { name, inputs } of [...ofType(metricAlarm), ...ofType(compositeAlarm)]) {
      const region = inputs.region ?? "af-south-1";
      const told = [...inputs.alarmActions, ...inputs.okActions, ...(inputs.insufficientDataActions ?? [])];
      for (const arn of told) assert.equal(arn.split(":")[3], region, name);
      const kind = inputs.alarmActions[0].split("alerts-")[1];
      const severity = /^Severity: (.+)$/m.exec(inputs.alarmDescription)?.[1];
      assert.equal(kind, name.includes("alert-path") ? "path" : severity, name);
      assert.ok(name.length <= 255 && inputs.alarmDescription.length <= 1024);
    }
  });

  it("tell of silence where it may hide something that pages", async () => {
    const { ofType, alarm } = await madeWhole();
    const silent = ofType(metricAlarm).filter(({ inputs }) => inputs.insufficientDataActions !== undefined);
    assert.deepEqual(
      silent.map(({ name }) => name.slice("acme-prod-".length)).sort(),
      ["broker-memory-node-1", "database-storage-full", "database-storage-full-replica-1", "health-check"].sort(),
    );
    // The sum that pages in its place looks at ALARM only.
    assert.deepEqual(alarm("health-check").insufficientDataActions, [topic("us-east-1", "warning")]);
  });

  it("name their runbook, since the settings can make each of them page", async () => {
    const { alarm, ofType } = await madeWhole();
    assert.equal(
      alarm("database-storage-full").alarmDescription,
      "The database's disk is nearly full; when it is, the database stops and with it the site.\n" +
        "Runbook: https://github.com/acme/platform/blob/main/docs/runbooks/database-storage-full.md\nSeverity: critical",
    );
    for (const { name, inputs } of [...ofType(metricAlarm), ...ofType(compositeAlarm)]) {
      const [, id = "none"] = /\nRunbook: \S+\/([a-z-]+)\.md\nSeverity: \w+$/.exec(inputs.alarmDescription) ?? [];
      assert.ok(name.startsWith(`acme-prod-${id}`), name);
    }
  });
});

describe("alarms that the settings change", () => {
  it("have another threshold and another severity, in all subjects", async () => {
    const { alarm } = await overridden({ "database-cpu": { threshold: 95, severity: "info" } });
    for (const id of ["database-cpu", "database-cpu-replica-1"]) {
      assert.equal(alarm(id).threshold, 95);
      assert.deepEqual(alarm(id).alarmActions, [topic("af-south-1", "info")]);
      assert.match(alarm(id).alarmDescription, /\nSeverity: info$/);
    }
  });

  it("page with their runbook when the settings say so", async () => {
    const { alarm } = await overridden({ "database-cpu": { severity: "critical" } });
    assert.match(alarm("database-cpu").alarmActions[0], /alerts-critical$/);
    assert.match(alarm("database-cpu").alarmDescription, /\nRunbook: \S+\/database-cpu\.md\nSeverity: critical$/);
  });

  it("page when the settings say so, beside a sum of theirs that pages", async () => {
    const { alarm } = await overridden({ "load-balancer-healthy-hosts": { severity: "critical" } });
    assert.match(alarm("load-balancer-healthy-hosts").alarmActions[0], /alerts-critical$/);
    assert.match(alarm("load-balancer-error-ratio").alarmActions[0], /alerts-warning$/);
  });

  it("are not made when they are switched off", async () => {
    const { ofType } = await overridden({ "database-cpu": { enabled: false }, "vpn-down": { enabled: false } });
    const names = [...ofType(metricAlarm), ...ofType(compositeAlarm)].map(({ name }) => name);
    assert.equal(names.length, few.length - 2 + 2);
    assert.ok(!names.some((name) => name.includes("database-cpu") && !name.includes("credits")));
  });
});

describe("sums of alarms", () => {
  it("page in the place of their members", async () => {
    const { alarm, sum } = await madeWhole();
    assert.deepEqual(sum("site-down"), {
      alarmName: "acme-prod-site-down",
      alarmDescription:
        "The site is down or answers with errors, as its load balancer sees it.\n" +
        "Runbook: https://github.com/acme/platform/blob/main/docs/runbooks/site-down.md\nSeverity: critical",
      alarmRule: 'ALARM("acme-prod-load-balancer-healthy-hosts") OR ALARM("acme-prod-load-balancer-error-ratio")',
      alarmActions: [topic("af-south-1", "critical")],
      okActions: [topic("af-south-1", "critical")],
    });
    assert.equal(sum("site-unreachable").region, "us-east-1");
    for (const id of ["load-balancer-healthy-hosts", "load-balancer-error-ratio", "health-check", "cdn-errors"]) {
      assert.match(alarm(id).alarmActions[0], /alerts-warning$/, id);
      assert.match(alarm(id).alarmDescription, /Runbook: .+\nSeverity: warning$/);
    }
  });

  it("of both tunnels need both", async () => {
    const { sum } = await madeWhole();
    const rule = 'ALARM("acme-prod-vpn-tunnel-office-1") AND ALARM("acme-prod-vpn-tunnel-office-2")';
    assert.equal(sum("vpn-down-office").alarmRule, rule);
  });

  it("leave the page to their members when they do not page, or are not made", async () => {
    for (const change of [{ severity: "info" }, { enabled: false }] as const) {
      const { alarm } = await overridden({ "site-down": change });
      assert.match(alarm("load-balancer-error-ratio").alarmActions[0], /alerts-critical$/);
    }
    const { alarm, ofType } = await overridden({ "cdn-errors": { enabled: false } });
    assert.ok(!ofType(compositeAlarm).some(({ name }) => name.endsWith("site-unreachable")));
    assert.match(alarm("health-check").alarmActions[0], /alerts-critical$/);
  });

  it("are made after their members, and go before them", async () => {
    const { only } = await madeWhole();
    const { dependsOn } = only(compositeAlarm, "acme-prod-site-down").options;
    assert.deepEqual(dependsOn, ["acme-prod-load-balancer-error-ratio", "acme-prod-load-balancer-healthy-hosts"]);
  });
});

describe("times of maintenance", () => {
  const mute: MuteSetting = {
    name: "upgrade",
    schedule: "cron(0 2 * * SUN)",
    timeZone: "Africa/Johannesburg",
    durationMinutes: 90,
    alarms: ["database-cpu", "certificate-expiry"],
    reason,
  };

  it("keep CloudWatch from telling, in each region", async () => {
    const { ofType, only, outputs } = await made({ mutes: [mute] });
    const rule = (name: string, alarmNames: string[], more = {}) => ({
      name,
      description: reason,
      rule: { schedule: { expression: mute.schedule, duration: "PT90M", timezone: mute.timeZone } },
      muteTargets: { alarmNames },
      ...more,
    });
    const database = ["acme-prod-database-cpu", "acme-prod-database-cpu-replica-1"];
    assert.deepEqual(
      ofType(muteRule)
        .map(({ inputs }) => inputs)
        .toSorted((one, other) => one.name.length - other.name.length),
      [
        rule("acme-prod-alarms-mute-upgrade", database),
        rule("acme-prod-alarms-mute-upgrade-us-east-1", ["acme-prod-certificate-expiry-cdn"], { region: "us-east-1" }),
      ],
    );
    assert.deepEqual(only(muteRule, "acme-prod-alarms-mute-upgrade").options.dependsOn, database);
    assert.deepEqual(outputs.mutes, [{ ...mute, alarms: ["acme-prod-certificate-expiry-cdn", ...database] }]);
  });

  it("without alarms are the intake's alone, and those of no alarm are nobody's", async () => {
    const { alarms: _alarms, ...everything } = mute;
    const { ofType, outputs } = await made({ mutes: [everything, { ...mute, alarms: ["site-up"] }] });
    assert.equal(ofType(muteRule).length, 0);
    assert.deepEqual(outputs.mutes, [everything]);
  });
});

describe("alarms that would tell nobody", function () {
  this.timeout(20_000);

  it("are refused, all at once, before anything is made", async () => {
    const twice = exampleAlarms.filter(({ id }) => id === "mail-bounce-rate");
    const { "eu-west-1": _none, ...topicArns } = defaults.topicArns;
    await assert.rejects(made({ topicArns, definitions: [...twice, ...twice], composites: [] }), (error: Error) => {
      assert.match(error.message, /The alarms are refused:/);
      assert.match(error.message, /acme-prod-mail-bounce-rate in eu-west-1: got two alarms of that name/);
      assert.match(error.message, /there are no topics in eu-west-1, .+ allowed are alarms in af-south-1, us-east-1/);
      return true;
    });
  });

  it("are refused where the path has no topic, or a sum is over regions", async () => {
    const { "us-east-1": _none, ...pathTopicArns } = defaults.pathTopicArns;
    await assert.rejects(
      made({ pathTopicArns, definitions: exampleAlarms }),
      /alert-path-dead-letters-undelivered-us-east-1: there are no topics in us-east-1/,
    );
    const composites = exampleComposites.map((composite) => ({ ...composite, region: "home" }));
    await assert.rejects(
      made({ composites }),
      /acme-prod-site-unreachable: CloudWatch sums up alarms of one region only/,
    );
  });
});
