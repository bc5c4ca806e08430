import assert from "node:assert/strict";
import { agentConfiguration } from "../../web/user-data-agent.ts";
import { type AlarmDefinition, alarm } from "./alarm-definition.ts";
import { type AlarmId, alarmFacts, alarmIds, compositeIds, defaultSeverity, isAlarmId } from "./alarm-ids.ts";
import { awsMetrics } from "./aws-metrics.ts";
import { exampleAlarms, exampleComposites } from "./test-alarms.ts";
import { metricsOf, problemsOf } from "./test-rules.ts";

/** The first alarm of an id among the examples. */
function of(id: AlarmId): AlarmDefinition {
  const found = exampleAlarms.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

describe("the catalogue of alarms", () => {
  it("has an example of every id, and no other", () => {
    assert.deepEqual([...new Set(exampleAlarms.map(({ id }) => id))].sort(), [...alarmIds].sort());
    assert.deepEqual(exampleComposites.map(({ id }) => id).sort(), [...compositeIds].sort());
    assert.ok(alarmIds.every((id) => /^[a-z]+(-[a-z]+)*$/.test(id)));
  });

  it("gives every alarm a name of its own", () => {
    const names = exampleAlarms.map(({ id, subject }) => `${id}-${subject}`);
    assert.deepEqual(names.length, new Set(names).size);
  });

  for (const definition of exampleAlarms) {
    it(`compares ${definition.id} ${definition.subject ?? ""} with what AWS has`, () => {
      assert.deepEqual(problemsOf(definition), []);
      const { unit, severity } = alarmFacts[definition.id];
      assert.deepEqual([definition.threshold.unit, definition.severity], [unit, severity]);
    });
  }

  it("compares every metric that is listed, and lists a source of each namespace", () => {
    const used = new Set(exampleAlarms.flatMap(metricsOf).map(({ name }) => name));
    const known = Object.values(awsMetrics).flatMap(({ metrics }) => Object.keys(metrics));
    assert.deepEqual(
      known.filter((name) => !used.has(name)),
      [],
    );
    for (const { source } of Object.values(awsMetrics)) assert.match(source, /\.(html|ts)$/);
  });

  it("knows the ids of alarms, and which of them page", () => {
    assert.deepEqual(["database-cpu", "site-down", "site-up"].map(isAlarmId), [true, true, false]);
    assert.equal(defaultSeverity("database-cpu"), "warning");
    assert.equal(defaultSeverity("site-down"), "critical");
  });

  it("sums up alarms that there are, of one region", () => {
    for (const { id, members, region, meaning } of exampleComposites) {
      const found = members.map((member) =>
        exampleAlarms.find((each) => each.id === member.id && each.subject === member.subject),
      );
      assert.deepEqual(
        found.map((each) => each?.region),
        members.map(() => region),
        id,
      );
      assert.match(meaning, /\.$/);
    }
  });
});

describe("the catalogue's rules", () => {
  const cpu = of("database-cpu");
  const memory = of("database-memory");
  const cdn = of("cdn-errors");
  const metric = {
    namespace: "AWS/Lambda",
    name: "Errors",
    dimensions: { FunctionName: "f" },
    statistic: "Sum",
  } as const;

  for (const [mistake, definition, told] of [
    [
      "a percentage for bytes",
      { ...memory, threshold: { value: 10, unit: "percent" } },
      /in bytes, the threshold in percent/,
    ],
    ["ten bytes", { ...memory, threshold: { value: 10, unit: "bytes" } }, /10 bytes means nothing/],
    [
      "five for a ratio",
      { ...of("load-balancer-error-ratio"), threshold: { value: 5, unit: "ratio" } },
      /5 ratio means nothing/,
    ],
    [
      "a dimension that the metric does not have",
      { ...cpu, watched: { metric: { ...metricsOf(cpu)[0], dimensions: { DBClusterIdentifier: "d" } } } },
      /no dimensions \(DBClusterIdentifier\)/,
    ],
    [
      "a dimension too few",
      { ...of("vpn-tunnel"), watched: { metric: { ...metricsOf(of("vpn-tunnel"))[0], dimensions: { VpnId: "v" } } } },
      /no dimensions \(VpnId\)/,
    ],
    ["CloudFront at home", { ...cdn, region: "home" }, /us-east-1 only, the alarm is in home/],
    ["Route 53 at home", { ...of("health-check"), region: "af-south-1" }, /us-east-1 only/],
    [
      "an answer that never comes",
      { ...of("function-throttles"), missingData: "missing", watched: { metric } },
      /would wait for ever/,
    ],
    [
      "DynamoDB's own metric, whose missing data CloudWatch ignores",
      {
        ...of("table-read-throttles"),
        watched: {
          metric: { ...metric, namespace: "AWS/DynamoDB", name: "ReadThrottleEvents", dimensions: { TableName: "t" } },
        },
      },
      /ignores DynamoDB's missing data/,
    ],
    ["more than a day of minutes", { ...cpu, evaluationPeriods: 1441 }, /further than CloudWatch/],
    ["four of three", { ...cpu, evaluationPeriods: 4 }, /more periods than it looks at/],
  ] as const) {
    it(`find ${mistake}`, () => {
      const problems = problemsOf(definition as unknown as AlarmDefinition);
      assert.ok(problems.length > 0);
      for (const problem of problems) assert.match(problem, told);
    });
  }

  it("make an alarm's unit and severity follow from its id", () => {
    const parts = {
      comparison: ">",
      threshold: 1,
      periodSeconds: 60,
      meaning: "It is there.",
      watched: { metric },
    } as const;
    assert.deepEqual(alarm("function-errors", parts), {
      id: "function-errors",
      watched: { metric },
      comparison: ">",
      threshold: { value: 1, unit: "count" },
      periodSeconds: 60,
      datapointsToAlarm: 1,
      evaluationPeriods: 1,
      missingData: "missing",
      severity: "warning",
      region: "home",
      meaning: "It is there.",
    });
    assert.equal(alarm("cdn-errors", parts).severity, "critical");
  });
});

describe("the CloudWatch agent", () => {
  it("writes what the alarms of instances compare, under the group's name", () => {
    const agent = JSON.parse(agentConfiguration({ metricNamespace: "acme/prod/web", logGroupName: "logs" })).metrics;
    assert.deepEqual(agent.aggregation_dimensions, [["AutoScalingGroupName"]]);
    for (const [id, kind] of [
      ["instance-memory", "mem"],
      ["instance-disk", "disk"],
    ] as const) {
      const [metric] = metricsOf(of(id));
      assert.equal(metric?.namespace, agent.namespace);
      const published = agent.metrics_collected[kind].measurement.map((name: string) => `${kind}_${name}`);
      assert.deepEqual(published, [metric?.name]);
      assert.deepEqual(Object.keys(metric?.dimensions ?? {}), ["AutoScalingGroupName"]);
    }
  });
});
