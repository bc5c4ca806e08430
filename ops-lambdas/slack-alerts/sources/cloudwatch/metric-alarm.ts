/** Alarms on a metric, on an expression over metrics, and on an anomaly detector's band. */
import type { Fact, Link, Notice } from "../../notice.ts";
import type { About, Owner, Source } from "../source.ts";
import { type Alarm, alarmOf } from "./alarm.ts";
import { graphOf } from "./graph.ts";
import { logGroupsUrl, logGroupUrl } from "./links.ts";
import { compared, isBand, type Metric } from "./metrics.ts";
import { alarmNotice, readAlarm, stateOf, told } from "./notice.ts";
import { type Reason, readReason } from "./reason.ts";
import { shown } from "./units.ts";

/** Takes every alarm that is no composite one. */
export const metricAlarm: Source = {
  name: "metric-alarm",
  matches: (envelope) => alarmOf(envelope) !== undefined,
  understand: (envelope, about): Notice => {
    const read = readAlarm(envelope);
    const { alarm, description } = read;
    const reason = readReason(alarm.reason);
    const { summary, facts } = told(stateOf(alarm), {
      why: whyOf(alarm, reason),
      meaning: description.meaning,
      // Missing data is another fault than a crossed threshold.
      isWhyFirst: reason.hasNoData,
    });
    return alarmNotice(read, envelope, about, {
      source: "metric-alarm",
      summary,
      facts: [...facts, ...valueFacts(alarm, reason), ...metricFacts(alarm)],
      links: logLinks(alarm, about),
      graph: graphOf(alarm, reason),
    });
  },
};

/** The reason in a sentence; CloudWatch's own where it is in no known form. */
function whyOf(alarm: Alarm, reason: Reason): string {
  const { missing, hasNoData, values, comparison } = reason;
  if (hasNoData) return noData(alarm, missing);
  const name = compared(alarm.metrics)?.name;
  const [latest] = values;
  if (latest === undefined || comparison === undefined) return alarm.reason;
  const lacking =
    missing === undefined ? "" : ` ${missing.periods} more never came and count as ${counted(missing.treatedAs)}.`;
  const count = reason.datapoints === undefined ? "" : ` in ${reason.datapoints} datapoints`;
  return `Value ${shown(latest, name)}, ${limit(reason, name)}${count}.${lacking}`;
}

/** "not over the limit of 5": how the value stands to the threshold. */
function limit({ comparison, threshold, lower, upper }: Reason, name: string | undefined): string {
  const edges = [lower, upper].filter((edge) => edge !== undefined).map((edge) => shown(edge, name));
  const words: Readonly<Record<string, string>> = {
    ">": "above",
    "≥": "at or above",
    "<": "below",
    "≤": "at or below",
    outside: "outside",
  };
  const word = words[comparison ?? ""] ?? "against";
  if (threshold !== undefined) return `${word} the threshold ${shown(threshold, name)}`;
  return edges.length === 0 ? `${word} the threshold` : `${word} the expected ${edges.join(" to ")}`;
}

/** The sentence for data that never came. */
function noData(alarm: Alarm, missing: Reason["missing"]): string {
  const since = missing === undefined ? "" : ` for ${missing.periods} ${missing.periods === 1 ? "period" : "periods"}`;
  if (missing?.treatedAs === undefined) return `No data${since}: nobody can tell whether it is well.`;
  const treated = `which counts as ${counted(missing.treatedAs)}`;
  return alarm.state === "ALARM"
    ? `No data${since}, ${treated}. No threshold was crossed.`
    : `No data${since}, ${treated}.`;
}

/** How missing data counts, in words. */
function counted(treatedAs: string | undefined): string {
  if (treatedAs === "Breaching") return "a fault";
  return treatedAs === "NonBreaching" ? "well" : (treatedAs ?? "unknown");
}

/** The values before the latest one, which the summary tells. */
function valueFacts(alarm: Alarm, reason: Reason): readonly Fact[] {
  const name = compared(alarm.metrics)?.name;
  const values = reason.values.slice(0, 5).map((value) => shown(value, name));
  return values.length < 2 ? [] : [{ label: "Last values", value: values.join(" ← ") }];
}

/** The metric, or the expression with its metrics. */
function metricFacts(alarm: Alarm): readonly Fact[] {
  const main = compared(alarm.metrics);
  if (main === undefined) return [];
  const expressions = alarm.metrics.filter((metric) => metric.expression !== undefined);
  if (expressions.length === 0) return [{ label: "Metric", value: described(main) }];
  const sources = alarm.metrics.filter((metric) => metric.expression === undefined);
  const isBandOnly = expressions.every(isBand);
  return [
    ...expressions.map((metric) => ({
      label: isBand(metric) ? "Band" : (metric.label ?? "Expression"),
      value: [metric.id, metric.expression].filter((part) => part !== undefined).join(" = "),
    })),
    ...(sources.length === 0
      ? []
      : [
          {
            label: isBandOnly && sources.length === 1 ? "Metric" : "Metrics",
            value: listed(sources),
          },
        ]),
  ];
}

/** Metrics in lines; what they have in common is told once. */
function listed(all: readonly Metric[]): string {
  const [first] = all;
  const rest = (metric: Metric) => described({ ...metric, name: undefined });
  if (first === undefined || all.length === 1 || all.some((metric) => rest(metric) !== rest(first))) {
    return all.map(named).join("\n");
  }
  return [...all.map(({ id, name }) => [id, name].filter((part) => part !== undefined).join(": ")), rest(first)].join(
    "\n",
  );
}

/** A metric with the name that its expression uses. */
function named(metric: Metric): string {
  return metric.id === undefined ? described(metric) : `${metric.id}: ${described(metric)}`;
}

/** "AWS/EC2 CPUUtilization, Average over 5 min, InstanceId i-0123". */
function described(metric: Metric): string {
  const period = metric.periodSeconds === undefined ? "" : ` over ${duration(metric.periodSeconds)}`;
  const parts = [
    [metric.namespace, metric.name].filter((part) => part !== undefined).join(" "),
    `${metric.statistic ?? ""}${period}`.trim(),
    ...metric.dimensions.map(([name, value]) => `${name} ${value}`),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** A period in its largest whole unit. */
function duration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Addresses of the logs of a thing. */
type LogsOf = (thing: string, region: string | undefined, owner: Owner | undefined) => readonly string[];

/**
 * Logs that a service names after the thing that the metric is of, by the dimension that names it. A database has a log group for each of
 * its logs, which differ by the engine, and that is not known here: the link is to the list of them all.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
const logs: Readonly<Record<string, readonly [dimension: string, of: LogsOf]>> = {
  "AWS/Lambda": [
    "FunctionName",
    (name, region, owner) =>
      (isOwn(name, owner) ? ownLogGroups(name, owner) : [`/aws/lambda/${name}`]).map((one) => logGroupUrl(region, one)),
  ],
  "AWS/CodeBuild": ["ProjectName", (name, region) => [logGroupUrl(region, `/aws/codebuild/${name}`)]],
  "AWS/RDS": ["DBInstanceIdentifier", (id, region) => [logGroupsUrl(region, `/aws/rds/instance/${id}/`)]],
};

/** Links to the logs of the metric's thing, where they can be known. */
function logLinks({ region, metrics }: Alarm, { owner }: About): readonly Link[] {
  const urls = metrics.flatMap(({ namespace = "", dimensions }) => {
    const [dimension, of] = (Object.hasOwn(logs, namespace) ? logs[namespace] : undefined) ?? [];
    const thing = dimensions.find(([name]) => name === dimension)?.[1];
    return of === undefined || thing === undefined ? [] : of(thing, region, owner);
  });
  return [...new Set(urls)].map((url) => ({ label: "Logs", url }));
}

/** Whether a name is that of something of the platform's own: with what Pulumi puts at its end. */
function isOwn(name: string, owner: Owner | undefined): owner is Owner {
  return owner !== undefined && name.startsWith(`${owner.project}-${owner.environment}-`) && /-[0-9a-f]{7}$/.test(name);
}

/**
 * The platform's functions write to log groups of its own (components/operations/ops-function.ts), named as the function without Pulumi's end.
 * A function's name that was cut ends with a hash before that, and does not tell its log group.
 */
function ownLogGroups(functionName: string, { project, environment }: Owner): readonly string[] {
  const name = functionName.replace(/-[0-9a-f]{7}$/, "");
  return /-[0-9a-f]{8}$/.test(name) ? [] : [`/${project}/${environment}/lambda/${name}`];
}
