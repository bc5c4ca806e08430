/** What must hold for an alarm, so that it can fire, recover, and mean what it says: for tests. */
import type { AlarmDefinition, Metric } from "./alarm-definition.ts";
import type { Unit } from "./alarm-ids.ts";
import { awsMetrics, type MetricFacts } from "./aws-metrics.ts";
import { exampleAgentNamespace } from "./test-alarms.ts";

const dayInSeconds = 86_400;

/** The namespace as the list of metrics has it: the agent writes to one of the environment's own. */
const listed = (namespace: string) => (namespace === exampleAgentNamespace ? "CWAgent" : namespace);

/** The metrics of an alarm. */
export function metricsOf({ watched }: AlarmDefinition): readonly Metric[] {
  return "metric" in watched ? [watched.metric] : Object.values(watched.metrics);
}

function factsOf({ namespace, name }: Metric): MetricFacts | undefined {
  return awsMetrics[listed(namespace)]?.metrics[name];
}

function metricProblems(metric: Metric, region: string): string[] {
  const { namespace, name, dimensions } = metric;
  const facts = factsOf(metric);
  if (facts === undefined) return [`${namespace} has no metric ${name}`];
  const got = Object.keys(dimensions).sort().join(", ");
  const home = awsMetrics[listed(namespace)]?.region;
  return [
    ...(facts.dimensions.some((set) => [...set].sort().join(", ") === got)
      ? []
      : [`${name} has no dimensions (${got})`]),
    ...(home === "home" || home === region ? [] : [`${name} is in ${home} only, the alarm is in ${region}`]),
  ];
}

/** Least and greatest thresholds that can mean anything; fewer bytes than a MiB are a percentage or a count. */
const sense: Readonly<Record<Unit, readonly [number, number]>> = {
  percent: [0, 100],
  ratio: [0, 1],
  state: [0, 1],
  bytes: [1024 ** 2, 1e15],
  "bytes/second": [1, 1e12],
  seconds: [0, 7 * dayInSeconds],
  days: [0, 400],
  count: [0, 1e6],
  credits: [0, 1e6],
};

function thresholdProblems(definition: AlarmDefinition): string[] {
  const { value, unit } = definition.threshold;
  const [least, most] = sense[unit];
  const units = metricsOf(definition).map((metric) => factsOf(metric)?.unit);
  const wrongUnit = "metric" in definition.watched && units[0] !== undefined && units[0] !== unit;
  return [
    ...(wrongUnit ? [`the metric is in ${units[0]}, the threshold in ${unit}`] : []),
    ...(value >= least && value <= most ? [] : [`a threshold of ${value} ${unit} means nothing`]),
  ];
}

function silenceProblems(definition: AlarmDefinition): string[] {
  const { watched } = definition;
  const isStuck =
    "metric" in watched
      ? watched.metric.namespace === "AWS/DynamoDB"
      : metricsOf(definition).some(({ namespace }) => namespace === "AWS/DynamoDB") &&
        !watched.expression.includes("FILL(");
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, TreatMissingData
  if (isStuck) return ["CloudWatch ignores DynamoDB's missing data: the alarm would wait for ever"];
  if (definition.missingData !== "missing") return [];
  const rare = metricsOf(definition).find((metric) => factsOf(metric)?.reporting === "event");
  return rare === undefined ? [] : [`${rare.name} comes only with events: the alarm would wait for ever`];
}

function periodProblems(definition: AlarmDefinition): string[] {
  const { periodSeconds, evaluationPeriods, datapointsToAlarm } = definition;
  const longest = periodSeconds < 3600 ? dayInSeconds : 7 * dayInSeconds;
  return [
    ...(periodSeconds % 60 === 0 && periodSeconds > 0 ? [] : [`a period of ${periodSeconds} s`]),
    ...(periodSeconds * evaluationPeriods <= longest ? [] : ["looks back further than CloudWatch lets it"]),
    ...(datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods
      ? []
      : ["needs more periods than it looks at"]),
  ];
}

/**
 * What is wrong with an alarm.
 *
 * @param definition the alarm
 * @returns short sentences; empty when nothing is
 */
export function problemsOf(definition: AlarmDefinition): string[] {
  const { watched, region, meaning } = definition;
  return [
    ...metricsOf(definition).flatMap((metric) => metricProblems(metric, region)),
    ...thresholdProblems(definition),
    ...silenceProblems(definition),
    ...periodProblems(definition),
    ...("metrics" in watched && Object.keys(watched.metrics).length > 10 ? ["more than ten metrics"] : []),
    ...(/^[A-Z][^\n]{20,200}\.$/.test(meaning) ? [] : ["its meaning is no sentence"]),
  ];
}
