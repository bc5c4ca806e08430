/** Examples of CloudWatch (its logs are in `logs`). */
import type { Example } from "../example.ts";

/** Requests that a load balancer counted, as a query of an alarm. */
function count(id: string, metricName: string) {
  const dimensions = { LoadBalancer: "app/example/0123456789abcdef" };
  return { id, metric: { metricName, namespace: "AWS/ApplicationELB", period: 60, stat: "Sum", dimensions } };
}

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "cloudwatch-metric-alarm",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    inputs: (_made, { accountId, region }) => ({
      name: "example",
      alarmDescription: "An example",
      metricName: "CPUUtilization",
      namespace: "AWS/EC2",
      statistic: "Average",
      period: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      threshold: 80,
      comparisonOperator: "GreaterThanThreshold",
      dimensions: { AutoScalingGroupName: "example" },
      alarmActions: [`arn:aws:sns:${region}:${accountId}:example`],
      treatMissingData: "notBreaching",
      tags: { Name: "example" },
    }),
    change: () => ({ threshold: 90, alarmActions: [], dimensions: { AutoScalingGroupName: "other" } }),
  },
  {
    name: "cloudwatch-expression-alarm",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    inputs: () => ({
      name: "example-expression",
      evaluationPeriods: 3,
      threshold: 5,
      comparisonOperator: "GreaterThanThreshold",
      metricQueries: [
        { id: "percent", expression: "100 * errors / requests", label: "Errors", returnData: true },
        count("errors", "HTTPCode_Target_5XX_Count"),
        count("requests", "RequestCount"),
      ],
    }),
    change: () => ({
      threshold: 10,
      metricQueries: [
        { id: "percent", expression: "errors / requests", label: "Errors", returnData: true },
        count("errors", "HTTPCode_Target_5XX_Count"),
        count("requests", "RequestCount"),
      ],
    }),
  },
];
