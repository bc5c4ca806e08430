/** Row of CloudWatch's metric alarms. */
import { isUnknown, type Properties, type Row } from "../../row.ts";
import { camel, pascal, tagList, tagRecord } from "../helpers.ts";
import { metricAlarmRules } from "./metric-alarm-rules.ts";
import { cloudwatch, liveActions, metricAlarmType, tagCalls } from "./shared.ts";

function dimensionList(dimensions: unknown): Properties[] | undefined {
  if (dimensions === undefined || dimensions === null || isUnknown(dimensions)) return undefined;
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function metricQuery(given: Properties): Properties {
  const { metric } = given;
  return {
    ...pascal(given, "id", "accountId", "expression", "label", "period"),
    // The real provider always says whether the query's result is the alarm's value.
    ReturnData: given.returnData ?? false,
    ...(metric === undefined
      ? {}
      : {
          MetricStat: {
            Metric: {
              ...pascal(metric, "metricName", "namespace"),
              ...(metric.dimensions === undefined ? {} : { Dimensions: dimensionList(metric.dimensions) }),
            },
            ...pascal(metric, "period", "stat", "unit"),
          },
        }),
  };
}

/** What PutMetricAlarm takes; it sets the whole alarm. */
function parameters(inputs: Properties): Properties {
  const dimensions = dimensionList(inputs.dimensions);
  return {
    AlarmName: inputs.name,
    ...pascal(inputs, "actionsEnabled", "alarmDescription", "alarmActions", "insufficientDataActions"),
    ...(inputs.okActions === undefined ? {} : { OKActions: inputs.okActions }),
    ...pascal(inputs, "comparisonOperator", "datapointsToAlarm", "evaluationPeriods", "extendedStatistic"),
    ...pascal(inputs, "metricName", "namespace", "period", "statistic", "threshold", "thresholdMetricId"),
    ...pascal(inputs, "treatMissingData", "unit"),
    ...(dimensions === undefined ? {} : { Dimensions: dimensions }),
    ...(inputs.evaluateLowSampleCountPercentiles === undefined
      ? {}
      : { EvaluateLowSampleCountPercentile: inputs.evaluateLowSampleCountPercentiles }),
    ...(Array.isArray(inputs.metricQueries) ? { Metrics: inputs.metricQueries.map(metricQuery) } : {}),
  };
}

/** What the emulator keeps of alarms of one metric, and, of those with an expression, all but the metric. */
function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const alarm = answer.MetricAlarms?.[0];
  if (!alarm) return undefined;
  const single = state.metricQueries === undefined;
  const names = ["EvaluationPeriods", "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData"];
  const ofMetric = [
    "MetricName",
    "Namespace",
    "Period",
    ...(state.extendedStatistic ? ["ExtendedStatistic"] : ["Statistic"]),
  ];
  return {
    arn: alarm.AlarmArn,
    name: alarm.AlarmName,
    actionsEnabled: alarm.ActionsEnabled,
    ...camel(alarm, ...names, ...(single ? ofMetric : [])),
    ...(alarm.AlarmDescription ? { alarmDescription: alarm.AlarmDescription } : {}),
    ...(single && state.dimensions !== undefined
      ? { dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }: Properties) => [Name, Value])) }
      : {}),
    ...liveActions(alarm, state),
    ...(answer.Tags === undefined ? {} : { tagsAll: tagRecord(answer.Tags) }),
  };
}

/** Type `aws:cloudwatch/metricAlarm:MetricAlarm`. */
export const metricAlarm: Row = {
  type: metricAlarmType,
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: [],
  replaceOn: ["name"],
  defaults: { actionsEnabled: true, treatMissingData: "missing" },
  // Alarms on an expression lose their queries in the emulator.
  kept: ["metricQueries", "insufficientDataActions", "unit", "evaluateLowSampleCountPercentiles", "thresholdMetricId"],
  identify: (inputs) => String(inputs.name),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("cloudwatch", `alarm:${id}`) }),
  create: {
    call: (inputs, facts) => cloudwatch("PutMetricAlarm", { ...parameters(inputs), Tags: tagList(facts.tags) }),
  },
  read: {
    call: (id) => cloudwatch("DescribeAlarms", { AlarmNames: [id] }),
    also: (_id, _state, _facts, { MetricAlarms }) =>
      MetricAlarms?.[0] ? [cloudwatch("ListTagsForResource", { ResourceARN: MetricAlarms[0].AlarmArn })] : [],
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: ["ResourceNotFound", "ResourceNotFoundException"],
  },
  update: (id, inputs, previous, facts) => [
    cloudwatch("PutMetricAlarm", parameters(inputs)),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [cloudwatch("DeleteAlarms", { AlarmNames: [id] }, ["ResourceNotFound"])],
  rules: metricAlarmRules,
};
