/** Each alarm of dev on one metric, as its metric crosses its threshold and comes back. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { type Dev, regions } from "./dev.ts";

const second = 1000;
/** How long a point stays in an alarm's window, in milliseconds: the emulator takes all points of the window together. */
const stay = 8 * second;

/**
 * Alarms on expressions, which the emulator does not evaluate and the catalogue's unit tests do; a sum of alarms; silence of a
 * function, for which the emulator's own count of the calls of all functions stands in the way; and the one that `alarms.ts` lets
 * cross, whose figures are still there.
 */
const others = [
  "function-silence-backup-report",
  "database-connections",
  "load-balancer-error-ratio",
  "cdn-errors",
  "files-throughput",
  "table-read-throttles-incidents",
  "table-write-throttles-incidents",
  "table-system-errors-incidents",
  "site-down",
];

/** Alarms that the same figure fires: the emulator looks at no dimensions. */
interface Alike {
  readonly region: string;
  readonly namespace: string;
  readonly metric: string;
  readonly comparison: string;
  readonly threshold: number;
  readonly windowSeconds: number;
  readonly names: string[];
}

/** Figures at the threshold and just beyond it: the one fires, the other does not. */
function figuresOf({ comparison, threshold }: Alike): { readonly bad: number; readonly good: number } {
  const step = Math.abs(threshold) < 1 && threshold !== 0 ? 0.0001 : 1;
  const figures: Readonly<Record<string, { readonly bad: number; readonly good: number }>> = {
    GreaterThanThreshold: { bad: threshold + step, good: threshold },
    GreaterThanOrEqualToThreshold: { bad: threshold, good: threshold - step },
    LessThanThreshold: { bad: threshold - step, good: threshold },
    LessThanOrEqualToThreshold: { bad: threshold, good: threshold + step },
  };
  const found = figures[comparison];
  assert.ok(found, comparison);
  return found;
}

/** Defines the tests. */
export function crossingTests(dev: Dev): void {
  const all = new Map<string, Alike>();

  const switchActions = async (operation: "DisableAlarmActions" | "EnableAlarmActions") => {
    for (const region of regions) {
      const here = [...all.values()].filter((alike) => alike.region === region).flatMap(({ names }) => names);
      await dev.ask("cloudwatch", operation, { AlarmNames: here }, region);
    }
  };

  before(async () => {
    for (const region of regions) {
      const wanted = { AlarmNames: dev.services.alarmNames, MaxRecords: 100 };
      const { MetricAlarms } = await dev.ask("cloudwatch", "DescribeAlarms", wanted, region);
      for (const alarm of MetricAlarms as Properties[]) {
        if ([undefined, "Invocations", "DatabaseConnections"].includes(alarm.MetricName)) continue;
        const windowSeconds = alarm.Period * alarm.EvaluationPeriods;
        const place = { region, namespace: alarm.Namespace, metric: alarm.MetricName };
        const alike = { ...place, comparison: alarm.ComparisonOperator, threshold: alarm.Threshold, windowSeconds };
        const key = JSON.stringify([alike, alarm.Statistic ?? alarm.ExtendedStatistic]);
        const known: Alike = all.get(key) ?? { ...alike, names: [] };
        known.names.push(alarm.AlarmName);
        all.set(key, known);
      }
    }
    // What is told of alarms is shown by the other tests.
    await switchActions("DisableAlarmActions");
  });
  after(() => switchActions("EnableAlarmActions"));

  /** Puts a figure that leaves the alarm's window soon, tells the states that the alarms get by it, and waits until it has left. */
  async function statesAfter({ region, namespace, metric, windowSeconds, names }: Alike, Value: number) {
    const Timestamp = new Date(Date.now() - windowSeconds * second + stay);
    const MetricData = [{ MetricName: metric, Value, Timestamp }];
    await dev.ask("cloudwatch", "PutMetricData", { Namespace: namespace, MetricData }, region);
    const { MetricAlarms } = await dev.ask("cloudwatch", "DescribeAlarms", { AlarmNames: names }, region);
    await sleep(stay + second / 2);
    return (MetricAlarms as Properties[]).map(({ AlarmName, StateValue }) => `${AlarmName} ${StateValue}`).sort();
  }

  async function cross(alike: Alike): Promise<void> {
    const { bad, good } = figuresOf(alike);
    for (const [figure, state] of [
      [good, "OK"],
      [bad, "ALARM"],
      [good, "OK"],
    ] as const) {
      const expected = alike.names.map((name) => `${name} ${state}`).sort();
      assert.deepEqual(await statesAfter(alike, figure), expected, `${alike.metric} is ${figure}`);
    }
  }

  it("all that are on one metric fire when it crosses their threshold, not at its other side, and recover", async () => {
    const byMetric = Map.groupBy(all.values(), ({ region, namespace, metric }) => `${region} ${namespace} ${metric}`);
    const covered = new Set([...all.values()].flatMap(({ names }) => names));
    assert.deepEqual(
      dev.services.alarmNames
        .filter((name) => !covered.has(name))
        .map((name) => name.replace("acme-dev-", ""))
        .sort(),
      others.toSorted(),
    );
    await Promise.all(
      [...byMetric.values()].map(async (ofMetric) => {
        // What has left a long window was never in a short one; the other way round it would stay.
        for (const alike of ofMetric.toSorted((a, b) => b.windowSeconds - a.windowSeconds)) await cross(alike);
      }),
    );
  });
}
