/** The metrics of an alarm, the same for each envelope's way of writing them. */
import { list, number, record, text } from "../read.ts";

/** A metric, or an expression over others. */
export interface Metric {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly expression?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  /** As the API writes it: "Average", "p90". */
  readonly statistic?: string | undefined;
  readonly periodSeconds?: number | undefined;
  /** Whether it is what the alarm looks at. */
  readonly isReturned: boolean;
}

/** Metrics in either writing: `metricStat` (EventBridge, Lambda) and `MetricStat` (SNS). */
export function metrics(value: unknown): readonly Metric[] {
  return list(value).flatMap((element) => {
    const member = lowerCased(element);
    const stat = lowerCased(member.metricStat);
    const metric = lowerCased(stat.metric);
    const name = text(metric.name) ?? text(metric.metricName);
    const expression = text(member.expression);
    if (name === undefined && expression === undefined) return [];
    return [
      {
        id: text(member.id),
        label: text(member.label),
        expression,
        namespace: text(metric.namespace),
        name,
        dimensions: dimensions(metric.dimensions),
        statistic: statistic(stat.stat),
        periodSeconds: number(stat.period) ?? number(member.period),
        isReturned: member.returnData !== false,
      },
    ];
  });
}

/** The one metric of an alarm without expression, as SNS writes it. */
export function metricOfTrigger(trigger: Readonly<Record<string, unknown>>): readonly Metric[] {
  const name = text(trigger.MetricName);
  if (name === undefined) return [];
  return [
    {
      namespace: text(trigger.Namespace),
      name,
      dimensions: dimensions(trigger.Dimensions),
      statistic: statistic(trigger.Statistic) ?? statistic(trigger.ExtendedStatistic),
      periodSeconds: number(trigger.Period),
      isReturned: true,
    },
  ];
}

/** The metric that the alarm compares: the returned one that is no band, else the first. */
export function compared(all: readonly Metric[]): Metric | undefined {
  return all.find((metric) => metric.isReturned && !isBand(metric)) ?? all[0];
}

/** Whether it is the band of an anomaly detector. */
export function isBand(metric: Metric): boolean {
  return /ANOMALY_DETECTION_BAND/i.test(metric.expression ?? "");
}

/** An object's members under names that begin with a small letter. */
function lowerCased(value: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries(record(value));
  return Object.fromEntries(entries.map(([key, member]) => [key.slice(0, 1).toLowerCase() + key.slice(1), member]));
}

/** Sorted by name, because the envelopes order them differently. SNS writes a list, EventBridge an object. */
function dimensions(value: unknown): readonly (readonly [string, string])[] {
  const pairs = Array.isArray(value)
    ? value.map((element) => lowerCased(element)).map(({ name, value: of }) => [text(name), text(of)] as const)
    : Object.entries(record(value)).map(([name, of]) => [text(name), text(of)] as const);
  return pairs
    .filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** SNS writes "AVERAGE", the API "Average". */
const statistics: Readonly<Record<string, string>> = {
  average: "Average",
  sum: "Sum",
  minimum: "Minimum",
  maximum: "Maximum",
  samplecount: "SampleCount",
  sample_count: "SampleCount",
};

/** A statistic as the API writes it. */
function statistic(value: unknown): string | undefined {
  const written = text(value);
  const known = written?.toLowerCase() ?? "";
  return Object.hasOwn(statistics, known) ? statistics[known] : written;
}
