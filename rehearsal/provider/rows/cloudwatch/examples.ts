/** Examples of CloudWatch (its logs are in `logs`). */
import type { Example } from "../example.ts";

/** Requests that a load balancer counted, as a query of an alarm. */
function count(id: string, metricName: string) {
  const dimensions = { LoadBalancer: "app/example/0123456789abcdef" };
  return { id, metric: { metricName, namespace: "AWS/ApplicationELB", period: 60, stat: "Sum", dimensions } };
}

/** A dashboard with one graph, in more than one line, which is no drift. */
function body(region: string, title: string): string {
  const metrics = [
    ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "app/example/0123456789abcdef", { stat: "Sum" }],
  ];
  const properties = { title, region, metrics, period: 60 };
  return JSON.stringify({ widgets: [{ type: "metric", x: 0, y: 0, width: 12, height: 6, properties }] }, null, 2);
}

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "cloudwatch-metric-alarm",
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    needs: ["events-topic-policy"],
    inputs: (made) => ({
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
      alarmActions: [made("events-topic-policy").arn],
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
  {
    name: "cloudwatch-composite-alarm",
    type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    needs: ["cloudwatch-metric-alarm", "cloudwatch-expression-alarm", "events-topic-policy"],
    inputs: (made) => ({
      alarmName: "example-composite",
      alarmDescription: "first",
      alarmRule: `ALARM("${made("cloudwatch-metric-alarm").name}")`,
      alarmActions: [made("events-topic-policy").arn],
      actionsSuppressor: { alarm: made("cloudwatch-metric-alarm").name, extensionPeriod: 60, waitPeriod: 60 },
    }),
    change: (made) => ({
      alarmDescription: "second",
      alarmRule: `ALARM(${made("cloudwatch-metric-alarm").name}) OR ALARM(${made("cloudwatch-expression-alarm").name})`,
      alarmActions: [],
      actionsSuppressor: { alarm: made("cloudwatch-metric-alarm").name, extensionPeriod: 120, waitPeriod: 60 },
    }),
  },
  {
    name: "cloudwatch-alarm-mute-rule",
    type: "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
    needs: ["cloudwatch-metric-alarm"],
    inputs: (made) => ({
      name: "example",
      description: "first",
      rule: { schedule: { expression: "cron(0 2 * * SUN)", duration: "PT4H", timezone: "Africa/Johannesburg" } },
      muteTargets: { alarmNames: [made("cloudwatch-metric-alarm").name] },
    }),
    change: () => ({
      description: "second",
      rule: { schedule: { expression: "cron(0 3 * * SAT,SUN)", duration: "P1DT2H", timezone: "UTC" } },
    }),
  },
  {
    name: "cloudwatch-dashboard",
    type: "aws:cloudwatch/dashboard:Dashboard",
    inputs: (_made, { region }) => ({ dashboardName: "example", dashboardBody: body(region, "first") }),
    change: (_made, { region }) => ({ dashboardBody: body(region, "second") }),
  },
];
