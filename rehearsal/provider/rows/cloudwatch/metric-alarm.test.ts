import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { metricAlarm } from "./metric-alarm.ts";

const queries = (...more: object[]) => ({
  metricName: undefined,
  namespace: undefined,
  period: undefined,
  statistic: undefined,
  metricQueries: [{ id: "result", expression: "errors * 2", returnData: true }, ...more],
});
const errors = { id: "errors", metric: { metricName: "Errors", namespace: "Test", period: 60, stat: "Sum" } };

/** An alarm on `errors` and one expression about it. */
const mathOf = (expression: string, withErrors = true, ...more: object[]) => ({
  ...queries(),
  metricQueries: [{ id: "result", expression, returnData: true }, ...(withErrors ? [errors] : []), ...more],
});
const anomaly = (changes: object) => ({
  ...queries(),
  threshold: undefined,
  comparisonOperator: "GreaterThanUpperThreshold",
  thresholdMetricId: "band",
  metricQueries: [
    { id: "band", expression: "ANOMALY_DETECTION_BAND(m1, 2)", returnData: true },
    { ...errors, id: "m1", returnData: true },
  ],
  ...changes,
});
const topic = "arn:aws:sns:eu-west-1:123456789012:alerts";
const watched = (Service: string, Condition: object = {}, properties: object = {}) =>
  testWorld(
    ["aws:sns/topic:Topic", topic, properties],
    ["aws:kms/key:Key", "k", { policy: { Statement: [] } }],
    [
      "aws:sns/topicPolicy:TopicPolicy",
      topic,
      {
        policy: {
          Statement: { Effect: "Allow", Principal: { Service }, Action: "sns:Publish", Resource: topic, Condition },
        },
      },
    ],
  );

describeRules(
  metricAlarm,
  {
    name: "errors",
    metricName: "Errors",
    namespace: "Test",
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 3,
    threshold: 1,
    comparisonOperator: "GreaterThanThreshold",
  },
  [
    ["a percentile", { statistic: undefined, extendedStatistic: "p95" }, undefined],
    ["two statistics", { extendedStatistic: "p95" }, /needs one of statistic and extendedStatistic/],
    ["no metric", { metricName: undefined }, /has no metricName: give it, or metricQueries/],
    ["an expression", queries(errors), undefined],
    ["an expression beside a metric", { ...queries(errors), metricName: "Errors" }, /metricQueries and metricName/],
    ["queries that are not known yet", { ...queries(), metricQueries: unknown }, undefined],
    ["two results", queries({ ...errors, returnData: true }), /2 queries with returnData/],
    ["a query with a bad id", queries({ ...errors, id: "Errors" }), /id Errors: begin with a small letter/],
    ["a query of nothing", queries({ id: "errors" }), /query errors needs one of metric and expression/],
    ["more points than periods", { datapointsToAlarm: 4 }, /datapointsToAlarm is 4 of 3 periods/],
    ["no period", { evaluationPeriods: 0 }, /evaluationPeriods is 0/],
    ["90 seconds", { period: 90 }, /period is 90 seconds/],
    ["an unknown comparison", { comparisonOperator: ">" }, /comparisonOperator is >: give/],
    ["an unknown treatment", { treatMissingData: "fine" }, /treatMissingData is fine: give missing/],
    [
      "what is missing of DynamoDB for well",
      { namespace: "AWS/DynamoDB", treatMissingData: "notBreaching" },
      /treatMissingData is notBreaching, which CloudWatch does not heed for AWS\/DynamoDB/,
    ],
    [
      "what is missing of DynamoDB for nothing new",
      { namespace: "AWS/DynamoDB", treatMissingData: "ignore" },
      undefined,
    ],
    ["an action that is no ARN", { alarmActions: ["topic"] }, /action topic is no ARN/],
    ["two queries of one id", queries(errors, errors), /two queries with the id errors/],
    ["a query that nothing uses", queries(errors, { ...errors, id: "idle" }), /nothing uses the alarm's query idle/],
    ["an expression of nothing", queries(), /query result uses errors, and there is no query with that id/],
    [
      "functions, texts and constants",
      mathOf('FILL(METRICS("err"), 0) + IF(SUM(errors) > 1.5e3, 1, PERIOD(errors))'),
      undefined,
    ],
    ["an expression that uses itself", mathOf("errors + result"), /query result uses itself/],
    ["a query in SQL", mathOf('SELECT AVG(latency) FROM "Test"', false), undefined],
    [
      "eleven metrics",
      mathOf('SUM(METRICS("m"))', false, ...Array.from({ length: 11 }, (_, index) => ({ ...errors, id: `m${index}` }))),
      /name 11 metrics: AWS takes at most 10/,
    ],
    [
      "an odd period in a query",
      mathOf("m1", false, { ...errors, id: "m1", metric: { ...errors.metric, period: 90 } }),
      /period is 90 seconds/,
    ],
    [
      "an unknown stat in a query",
      mathOf("m1", false, { ...errors, id: "m1", metric: { ...errors.metric, stat: "p200" } }),
      /stat of the alarm's query m1 is p200/,
    ],
    ["a day", { period: 300, evaluationPeriods: 288 }, undefined],
    ["more than a day", { period: 300, evaluationPeriods: 289 }, /looks back 86700 seconds .*at most 86400/],
    ["a week of hours", { period: 3600, evaluationPeriods: 168 }, undefined],
    ["more than a week", { period: 86_400, evaluationPeriods: 8 }, /looks back 691200 seconds .*at most 604800/],
    ["a trimmed mean", { statistic: undefined, extendedStatistic: "TM(10%:90%)" }, undefined],
    ["a percentile of 101", { statistic: undefined, extendedStatistic: "p101" }, /extendedStatistic is p101/],
    ["no threshold", { threshold: undefined }, /has no threshold: give it, or thresholdMetricId/],
    ["an anomaly", anomaly({}), undefined],
    ["an anomaly with a threshold", anomaly({ threshold: 1 }), /has threshold and thresholdMetricId/],
    ["an anomaly of no band", anomaly({ thresholdMetricId: "m1" }), /must be the id of a query with ANOMALY_DETECTION/],
    [
      "an anomaly by a plain comparison",
      anomaly({ comparisonOperator: "GreaterThanThreshold" }),
      /has thresholdMetricId and compares by GreaterThanThreshold/,
    ],
    ["a band without its id", { comparisonOperator: "GreaterThanUpperThreshold" }, /give thresholdMetricId/],
    ["a long description", { alarmDescription: "d".repeat(1025) }, /1025 characters: AWS takes at most 1024/],
    ["a topic that lets alarms in", { alarmActions: [topic] }, undefined, watched("cloudwatch.amazonaws.com")],
    [
      "a topic that does not",
      { okActions: [topic] },
      /does not let cloudwatch.amazonaws.com publish/,
      watched("events.amazonaws.com"),
    ],
    [
      "a topic that lets in the alarms of another account",
      { alarmActions: [topic] },
      /does not let cloudwatch.amazonaws.com publish/,
      watched("cloudwatch.amazonaws.com", { StringEquals: { "aws:SourceAccount": "999999999999" } }),
    ],
    [
      "a topic under a key that alarms may not use",
      { alarmActions: [topic] },
      /key k of the topic .* do kms:GenerateDataKey, kms:Decrypt/,
      watched("cloudwatch.amazonaws.com", {}, { kmsMasterKeyId: "k" }),
    ],
    ["a topic that is not there", { alarmActions: [topic] }, /topic .* does not exist/],
    [
      "six actions",
      { okActions: Array.from({ length: 6 }, () => "arn:aws:sns:x") },
      /6 okActions: AWS takes at most 5/,
    ],
  ],
);

describe("a metric alarm", () => {
  it("sends dimensions and queries as AWS's lists, and says of each query whether it is the result", () => {
    const dimensions = { LoadBalancer: "app/web/1" };
    const inputs = { name: "errors", ...queries({ ...errors, metric: { ...errors.metric, dimensions } }), dimensions };
    const { parameters } = metricAlarm.create.call(inputs, testFacts({ tags: { owner: "platform" } }));
    assert.deepEqual(parameters, {
      AlarmName: "errors",
      Dimensions: [{ Name: "LoadBalancer", Value: "app/web/1" }],
      Metrics: [
        { Id: "result", Expression: "errors * 2", ReturnData: true },
        {
          Id: "errors",
          ReturnData: false,
          MetricStat: {
            Metric: {
              MetricName: "Errors",
              Namespace: "Test",
              Dimensions: [{ Name: "LoadBalancer", Value: "app/web/1" }],
            },
            Period: 60,
            Stat: "Sum",
          },
        },
      ],
      Tags: [{ Key: "owner", Value: "platform" }],
    });
  });

  it("acts on standard topics of its own region only", () => {
    const check = (arn: string) =>
      metricAlarm.rules?.map((rule) => rule.check({ alarmActions: [arn] }, testWorld(), testFacts())).join(" ") ?? "";
    assert.match(check(topic.replace("eu-west-1", "us-east-1")), /is in us-east-1: give a topic in eu-west-1/);
    assert.match(check(`${topic}.fifo`), /is a FIFO topic: alarms publish to standard topics only/);
  });
});
