import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { metricAlarm } from "./metric-alarm.ts";

const queries = (...more: object[]) => ({
  metricName: undefined,
  namespace: undefined,
  period: undefined,
  statistic: undefined,
  metricQueries: [{ id: "result", expression: "errors * 2", returnData: true }, ...more],
});
const errors = { id: "errors", metric: { metricName: "Errors", namespace: "Test", period: 60, stat: "Sum" } };

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
    ["an action that is no ARN", { alarmActions: ["topic"] }, /action topic is no ARN/],
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
});
