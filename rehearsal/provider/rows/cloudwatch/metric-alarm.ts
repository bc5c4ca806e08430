/** Row of CloudWatch's metric alarms. */
import { type Call, isUnknown, type Properties, type Row, type Rule } from "../../row.ts";
import { camel, pascal, tagChanges, tagList, tagRecord } from "../helpers.ts";
import { number, orderAsWanted, text, texts } from "../known.ts";

function cloudwatch(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "cloudwatch", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

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
  const actions = {
    alarmActions: "AlarmActions",
    okActions: "OKActions",
    insufficientDataActions: "InsufficientDataActions",
  };
  return {
    arn: alarm.AlarmArn,
    name: alarm.AlarmName,
    actionsEnabled: alarm.ActionsEnabled,
    ...camel(alarm, ...names, ...(single ? ofMetric : [])),
    ...(alarm.AlarmDescription ? { alarmDescription: alarm.AlarmDescription } : {}),
    ...(single && state.dimensions !== undefined
      ? { dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }: Properties) => [Name, Value])) }
      : {}),
    ...Object.fromEntries(
      Object.entries(actions)
        .filter(([name]) => state[name] !== undefined)
        .map(([name, member]) => [name, orderAsWanted(alarm[member] ?? [], state[name])]),
    ),
    ...(answer.Tags === undefined ? {} : { tagsAll: tagRecord(answer.Tags) }),
  };
}

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

function queriesProblem({ metricQueries }: Properties): string | undefined {
  if (!Array.isArray(metricQueries)) return undefined;
  const known = metricQueries.filter((query) => !isUnknown(query)) as Properties[];
  if (known.length > 20) return `the alarm has ${known.length} metricQueries: the provider takes at most 20`;
  const badId = known.find(({ id }) => text(id) !== undefined && !/^[a-z][A-Za-z0-9_]*$/.test(id));
  if (badId) return `the alarm's query has the id ${badId.id}: begin with a small letter, then letters, digits and _`;
  const both = known.find(({ metric, expression }) => (metric === undefined) === (expression === undefined));
  if (both) return `the alarm's query ${both.id} needs one of metric and expression`;
  const results = known.filter(({ returnData }) => returnData === true).length;
  return results === 1 ? undefined : `the alarm has ${results} queries with returnData: exactly one gives its value`;
}

function periodsProblem({ evaluationPeriods, datapointsToAlarm, period }: Properties): string | undefined {
  const [periods, points, seconds] = [number(evaluationPeriods), number(datapointsToAlarm), number(period)];
  if (periods !== undefined && periods < 1) return `the alarm's evaluationPeriods is ${periods}: give 1 or more`;
  if (points !== undefined && periods !== undefined && (points < 1 || points > periods)) {
    return `the alarm's datapointsToAlarm is ${points} of ${periods} periods: give 1 to ${periods}`;
  }
  return seconds !== undefined && ![10, 20, 30].includes(seconds) && (seconds < 60 || seconds % 60 !== 0)
    ? `the alarm's period is ${seconds} seconds: give 10, 20, 30 or a multiple of 60`
    : undefined;
}

const choices: Readonly<Record<string, readonly string[]>> = {
  comparisonOperator: [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
  ],
  statistic: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"],
  treatMissingData: ["missing", "ignore", "breaching", "notBreaching"],
};

const rules: readonly Rule[] = [
  { source: "terraform-provider-aws, aws_cloudwatch_metric_alarm: metric_query or one metric", check: metricProblem },
  { source: "CloudWatch API, MetricDataQuery", check: queriesProblem },
  { source: "CloudWatch API, PutMetricAlarm, EvaluationPeriods, DatapointsToAlarm, Period", check: periodsProblem },
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
    source: "CloudWatch API, PutMetricAlarm, AlarmActions: at most five ARNs for each state",
    check: (inputs) => {
      const lists = ["alarmActions", "okActions", "insufficientDataActions"];
      const long = lists.find((name) => Array.isArray(inputs[name]) && inputs[name].length > 5);
      if (long) return `the alarm has ${inputs[long].length} ${long}: AWS takes at most 5`;
      const wrong = lists.flatMap((name) => texts(inputs[name])).find((arn) => !arn.startsWith("arn:"));
      return wrong && `the alarm's action ${wrong} is no ARN: give the ARN of a topic or policy`;
    },
  },
];

/** Type `aws:cloudwatch/metricAlarm:MetricAlarm`. */
export const metricAlarm: Row = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
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
  update: (id, inputs, previous, facts) => {
    const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
    const ResourceARN = previous.arn ?? facts.arn("cloudwatch", `alarm:${id}`);
    return [
      cloudwatch("PutMetricAlarm", parameters(inputs)),
      ...(removed.length > 0 ? [cloudwatch("UntagResource", { ResourceARN, TagKeys: removed })] : []),
      ...(Object.keys(set).length > 0 ? [cloudwatch("TagResource", { ResourceARN, Tags: tagList(set) })] : []),
    ];
  },
  delete: (id) => [cloudwatch("DeleteAlarms", { AlarmNames: [id] }, ["ResourceNotFound"])],
  rules,
};
