import type { Severity } from "../../../ops-lambdas/slack-alerts/notice.ts";
import { type AlarmId, alarmFacts, type Unit } from "./alarm-ids.ts";

/** How the data points of a period become one figure; `p90` and `p95` are percentiles. */
export type Statistic = "Average" | "Sum" | "Minimum" | "Maximum" | "p90" | "p95";

/** When a figure is beyond the threshold. */
export type Comparison = ">" | ">=" | "<" | "<=";

/**
 * Where a metric is, and so its alarm: `home`, the environment's region, or the code of a region: `us-east-1` for CloudFront, Route 53
 * and CloudFront's certificates, or the region from which SES sends.
 */
export type AlarmRegion = string;

/** What missing data means. `missing`: no answer; `notBreaching`: nothing happened, all is well; `breaching`: silence is the fault. */
export type MissingData = "missing" | "notBreaching" | "breaching";

/**
 * A metric of CloudWatch.
 *
 * @typeParam V values of dimensions: text, or what becomes text later
 */
export interface Metric<V = string> {
  readonly namespace: string;
  readonly name: string;
  /** Values by the dimension's name. Exactly a set that the metric has: CloudWatch adds nothing up. */
  readonly dimensions: Readonly<Record<string, V | string>>;
  readonly statistic: Statistic;
}

/** What an alarm looks at: one metric, or an expression over several, in CloudWatch's metric math. */
export type Watched<V = string> =
  | { readonly metric: Metric<V> }
  | {
      /** The expression; names are the keys of `metrics`. */
      readonly expression: string;
      /** What the expression is, for graphs. */
      readonly label: string;
      /** Ten at most. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html */
      readonly metrics: Readonly<Record<string, Metric<V>>>;
    };

/**
 * An alarm, as data.
 *
 * @typeParam V values of dimensions: text, or what becomes text later
 */
export interface AlarmDefinition<V = string> {
  readonly id: AlarmId;
  /** Which of several subjects of the same kind, in kebab case; ends the alarm's name. Undefined: there is one. */
  readonly subject?: string | undefined;
  readonly watched: Watched<V>;
  readonly comparison: Comparison;
  readonly threshold: { readonly value: number; readonly unit: Unit };
  readonly periodSeconds: number;
  /** Periods that must be beyond the threshold, out of `evaluationPeriods`. */
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly missingData: MissingData;
  readonly severity: Severity;
  readonly region: AlarmRegion;
  /**
   * Whom it tells. `severity`: the topic of its severity, from which it goes to Slack; `path`: the topic of the alert path itself, which
   * does not pass through Slack. Default: `severity`.
   */
  readonly tells?: "severity" | "path";
  /** What it means to a user, in one sentence. */
  readonly meaning: string;
}

/** What a definition says beside what follows from its id. */
export interface AlarmParts<V> {
  readonly subject?: string | undefined;
  readonly watched: Watched<V>;
  readonly comparison: Comparison;
  /** Threshold in the unit of the id. */
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Periods beyond the threshold and periods looked at. Default: [1, 1]. */
  readonly datapoints?: readonly [number, number];
  /** Default: `missing`. */
  readonly missingData?: MissingData;
  /** Default: `home`. */
  readonly region?: AlarmRegion;
  readonly tells?: "severity" | "path";
  readonly meaning: string;
}

/**
 * Makes a definition: unit and severity follow from the id.
 *
 * @param id of the alarm
 * @param parts the rest of it
 */
export function alarm<V>(id: AlarmId, parts: AlarmParts<V>): AlarmDefinition<V> {
  const { unit, severity } = alarmFacts[id];
  const { threshold, datapoints = [1, 1], missingData = "missing", region = "home", ...rest } = parts;
  return {
    id,
    ...rest,
    threshold: { value: threshold, unit },
    datapointsToAlarm: datapoints[0],
    evaluationPeriods: datapoints[1],
    missingData,
    severity,
    region,
  };
}

/** A change of an alarm by the settings. */
export interface AlarmOverride {
  /** Another threshold, in the alarm's unit. */
  readonly threshold?: number | undefined;
  /** Another severity. */
  readonly severity?: Severity | undefined;
  /** `false`: the alarm is not made. */
  readonly enabled?: false | undefined;
  /** Why, for whoever reads the settings later. */
  readonly reason: string;
}
