/** What CloudWatch and the real provider refuse of alarms on metrics. */
import { isUnknown, type Properties, type Rule } from "../../row.ts";
import { number, text } from "../known.ts";
import { expressionProblem } from "./metric-math.ts";
import { actionRules } from "./shared.ts";

/** Percentiles, trimmed and winsorized means and their like (CloudWatch User Guide, "CloudWatch statistics definitions"). */
const extendedStatistic =
  /^((p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,10})?|100)|IQM|(TM|WM|TC|TS)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)|PR\((\d+(\.\d+)?)?:(\d+(\.\d+)?)?\))$/;

const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/** Comparisons with the band of an anomaly detector, in place of a threshold. */
const bandOperators = [
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];

const choices: Readonly<Record<string, readonly string[]>> = {
  comparisonOperator: [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    ...bandOperators,
  ],
  statistic: statistics,
  treatMissingData: ["missing", "ignore", "breaching", "notBreaching"],
  evaluateLowSampleCountPercentiles: ["evaluate", "ignore"],
};

function metricProblem(inputs: Properties): string | undefined {
  if (inputs.metricQueries !== undefined) {
    const single = ["metricName", "namespace", "period", "statistic", "extendedStatistic", "dimensions", "unit"];
    const wrong = single.find((name) => inputs[name] !== undefined);
    return wrong && `the alarm has metricQueries and ${wrong}: give one metric or queries`;
  }
  const missing = ["metricName", "namespace", "period", "comparisonOperator", "evaluationPeriods"].find(
    (name) => inputs[name] === undefined,
  );
  if (missing) return `the alarm has no ${missing}: give it, or metricQueries`;
  return (inputs.statistic === undefined) === (inputs.extendedStatistic === undefined)
    ? "the alarm needs one of statistic and extendedStatistic"
    : undefined;
}

function knownQueries({ metricQueries }: Properties): readonly Properties[] | undefined {
  if (!Array.isArray(metricQueries)) return undefined;
  return metricQueries.filter((query) => !isUnknown(query)) as Properties[];
}

function queriesProblem(inputs: Properties): string | undefined {
  const known = knownQueries(inputs);
  if (!known) return undefined;
  if (known.length > 20) return `the alarm has ${known.length} metricQueries: the provider takes at most 20`;
  const metrics = known.filter(({ metric }) => metric !== undefined).length;
  if (metrics > 10) return `the alarm's metricQueries name ${metrics} metrics: AWS takes at most 10`;
  const expressions = known.length - metrics;
  if (expressions > 10) return `the alarm's metricQueries have ${expressions} expressions: AWS takes at most 10`;
  const badId = known.find(({ id }) => text(id) !== undefined && !/^[a-z][A-Za-z0-9_]*$/.test(id));
  if (badId) return `the alarm's query has the id ${badId.id}: begin with a small letter, then letters, digits and _`;
  const ids = known.map(({ id }) => text(id)).filter((id) => id !== undefined);
  const twin = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twin) return `the alarm has two queries with the id ${twin}: give each its own`;
  const both = known.find(({ metric, expression }) => (metric === undefined) === (expression === undefined));
  if (both) return `the alarm's query ${both.id} needs one of metric and expression`;
  // An alarm on an anomaly gives two: the metric, and the band that stands for the threshold.
  const results = known.filter(({ id, returnData }) => returnData === true && id !== inputs.thresholdMetricId).length;
  return results === 1 ? undefined : `the alarm has ${results} queries with returnData: exactly one gives its value`;
}

function bandProblem(inputs: Properties): string | undefined {
  const { threshold, thresholdMetricId, comparisonOperator } = inputs;
  const isBand = bandOperators.includes(comparisonOperator);
  if (thresholdMetricId === undefined) {
    if (isBand) return `the alarm compares by ${comparisonOperator}: give thresholdMetricId, the id of a band`;
    return threshold === undefined ? "the alarm has no threshold: give it, or thresholdMetricId" : undefined;
  }
  if (threshold !== undefined) return "the alarm has threshold and thresholdMetricId: give one";
  if (text(comparisonOperator) !== undefined && !isBand) {
    return `the alarm has thresholdMetricId and compares by ${comparisonOperator}: give ${bandOperators.join(", ")}`;
  }
  const band = knownQueries(inputs)?.find(({ id }) => id === thresholdMetricId);
  if (typeof thresholdMetricId !== "string" || (band && /ANOMALY_DETECTION_BAND\(/.test(band.expression ?? "")))
    return undefined;
  return `the alarm's thresholdMetricId is ${thresholdMetricId}: it must be the id of a query with ANOMALY_DETECTION_BAND`;
}

function isPeriod(seconds: number): boolean {
  return [10, 20, 30].includes(seconds) || (seconds >= 60 && seconds % 60 === 0);
}

function periodsProblem(inputs: Properties): string | undefined {
  const { evaluationPeriods, datapointsToAlarm, period } = inputs;
  const [periods, points] = [number(evaluationPeriods), number(datapointsToAlarm)];
  if (periods !== undefined && periods < 1) return `the alarm's evaluationPeriods is ${periods}: give 1 or more`;
  if (points !== undefined && periods !== undefined && (points < 1 || points > periods)) {
    return `the alarm's datapointsToAlarm is ${points} of ${periods} periods: give 1 to ${periods}`;
  }
  const queries = knownQueries(inputs) ?? [];
  const given = [period, ...queries.flatMap((query) => [query.period, query.metric?.period])];
  const lengths = given.map(number).filter((seconds) => seconds !== undefined);
  const wrong = lengths.find((seconds) => !isPeriod(seconds));
  if (wrong !== undefined) return `the alarm's period is ${wrong} seconds: give 10, 20, 30 or a multiple of 60`;
  const longest = Math.max(0, ...lengths);
  const allowed = longest < 3600 ? 86_400 : 604_800;
  const total = longest * (periods ?? 1);
  return total > allowed
    ? `the alarm looks back ${total} seconds (${periods} periods of ${longest}): AWS takes at most ${allowed}`
    : undefined;
}

function statisticProblem(inputs: Properties): string | undefined {
  const own = text(inputs.extendedStatistic);
  if (own !== undefined && !extendedStatistic.test(own)) {
    return `the alarm's extendedStatistic is ${own}: give p99, tm90, IQM or their like`;
  }
  const wrong = (knownQueries(inputs) ?? []).find(({ metric }) => {
    const stat = text(metric?.stat);
    return stat !== undefined && !statistics.includes(stat) && !extendedStatistic.test(stat);
  });
  return (
    wrong &&
    `the stat of the alarm's query ${wrong.id} is ${wrong.metric.stat}: give ${statistics.join(", ")}, or p99, tm90, IQM or their like`
  );
}

function lengthProblem({ name, alarmDescription, dimensions }: Properties): string | undefined {
  const [title, description] = [text(name), text(alarmDescription)];
  if (title !== undefined && (title.length < 1 || title.length > 255)) {
    return `the alarm's name has ${title.length} characters: allowed are 1 to 255`;
  }
  if (description !== undefined && description.length > 1024) {
    return `the alarm's alarmDescription has ${description.length} characters: AWS takes at most 1024`;
  }
  const count = isUnknown(dimensions) ? 0 : Object.keys(dimensions ?? {}).length;
  return count > 30 ? `the alarm's metric has ${count} dimensions: AWS takes at most 30` : undefined;
}

/** What DynamoDB does not report leaves an alarm as it is: it stays in ALARM, or waits for ever. */
function stuckProblem(inputs: Properties): string | undefined {
  const { namespace, treatMissingData } = inputs;
  const given = text(treatMissingData) ?? "missing";
  if (namespace !== "AWS/DynamoDB" || given === "ignore" || isUnknown(treatMissingData)) return undefined;
  return (
    `the alarm's treatMissingData is ${given}, which CloudWatch does not heed for AWS/DynamoDB: without data the alarm stays as it is; ` +
    "take metricQueries with FILL(m, 0), or ignore"
  );
}

/** The rules of alarms on metrics. */
export const metricAlarmRules: readonly Rule[] = [
  { source: "terraform-provider-aws, aws_cloudwatch_metric_alarm: metric_query or one metric", check: metricProblem },
  {
    source: "CloudWatch API, MetricDataQuery: 20 queries, 10 metrics and 10 expressions of them, one with ReturnData",
    check: queriesProblem,
  },
  {
    source: "CloudWatch User Guide, Using math expressions with CloudWatch metrics: ids of other queries",
    check: (inputs) => {
      const known = knownQueries(inputs);
      return known && expressionProblem(known, text(inputs.thresholdMetricId));
    },
  },
  { source: "CloudWatch API, PutMetricAlarm, Threshold, ThresholdMetricId, ComparisonOperator", check: bandProblem },
  { source: "CloudWatch API, PutMetricAlarm, EvaluationPeriods, DatapointsToAlarm, Period", check: periodsProblem },
  { source: "CloudWatch API, PutMetricAlarm, ExtendedStatistic; MetricStat, Stat", check: statisticProblem },
  { source: "CloudWatch API, PutMetricAlarm, AlarmName, AlarmDescription, Dimensions", check: lengthProblem },
  {
    source: "terraform-provider-aws, aws_cloudwatch_metric_alarm: allowed values",
    check: (inputs) => {
      const wrong = Object.entries(choices).find(([name, values]) => {
        const value = text(inputs[name]);
        return value !== undefined && !values.includes(value);
      });
      return wrong && `the alarm's ${wrong[0]} is ${inputs[wrong[0]]}: give ${wrong[1].join(", ")}`;
    },
  },
  {
    source:
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: TreatMissingData, AWS/DynamoDB",
    check: stuckProblem,
  },
  ...actionRules,
];
