import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { CompleteFleetArgs } from "./fleet-args.ts";

/** Requests in a minute below which a share of errors says nothing. */
const fewRequests = 20;

/** One metric of the load balancer, summed up by the minute. */
function count(id: string, metricName: string, dimensions: Record<string, pulumi.Input<string>>) {
  return { id, metric: { namespace: "AWS/ApplicationELB", metricName, dimensions, period: 60, stat: "Sum" } };
}

/** The share of errors among the answers of a minute, in per cent; 0 where there are few. */
function errorShare(arnSuffix: pulumi.Input<string>, dimensions: Record<string, pulumi.Input<string>>) {
  return [
    {
      id: "percent",
      label: "Answers with 5xx, per cent",
      expression:
        `IF(FILL(requests, 0) + FILL(failures, 0) >= ${fewRequests}, ` +
        "100 * (FILL(errors, 0) + FILL(failures, 0)) / (FILL(requests, 0) + FILL(failures, 0)), 0)",
      returnData: true,
    },
    count("errors", "HTTPCode_Target_5XX_Count", dimensions),
    // Where a server hangs up (502), hangs (504) or is missing (503), the load balancer answers itself and counts that for no
    // target group. Of these 502 and 504 are among the requests too: the share comes out at half of what it is, at worst.
    count("failures", "HTTPCode_ELB_5XX_Count", { LoadBalancer: arnSuffix }),
    count("requests", "RequestCount", dimensions),
  ];
}

/**
 * Makes the alarms that stop an instance refresh, and tell the topic at any time: too many answers with 5xx, and targets that
 * stay unhealthy for longer than a new instance may take.
 * Metrics: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 *
 * @returns the alarms' names
 */
export function createReleaseAlarms(
  name: string,
  args: CompleteFleetArgs,
  parent: pulumi.Resource,
): pulumi.Output<string>[] {
  const { arnSuffix, targetGroupArnSuffix } = args.loadBalancer;
  const dimensions = { LoadBalancer: arnSuffix, TargetGroup: targetGroupArnSuffix };
  const actions = { alarmActions: [args.alarmTopicArn], okActions: [args.alarmTopicArn] };
  const common = { ...actions, comparisonOperator: "GreaterThanOrEqualToThreshold", treatMissingData: "notBreaching" };
  const errors = new aws.cloudwatch.MetricAlarm(
    limitName(`${name}-errors`, autoNameLimit("alarm")),
    {
      ...common,
      alarmDescription: `${args.releaseErrorPercent} per cent of the answers of ${name} are errors (5xx), in 2 of 3 minutes`,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      threshold: args.releaseErrorPercent,
      metricQueries: errorShare(arnSuffix, dimensions),
    },
    { parent },
  );
  const minutes = Math.ceil((args.healthCheckGraceSeconds + args.warmupSeconds) / 60);
  const unhealthy = new aws.cloudwatch.MetricAlarm(
    limitName(`${name}-unhealthy`, autoNameLimit("alarm")),
    {
      ...common,
      alarmDescription: `A target of ${name} has been unhealthy for ${minutes} minutes`,
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions,
      // Each node of the load balancer counts for itself: the least of them hides a target that only one finds unhealthy.
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: minutes,
      threshold: 1,
    },
    { parent },
  );
  return [errors.name, unhealthy.name];
}

/** Makes the policies that keep requests and processor at their targets, and the changes of size at fixed times. */
export function createScaling(
  name: string,
  args: CompleteFleetArgs,
  autoscalingGroupName: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const { arnSuffix, targetGroupArnSuffix } = args.loadBalancer;
  const targets = {
    cpu: { metric: { predefinedMetricType: "ASGAverageCPUUtilization" }, targetValue: args.cpuPercent },
    requests: {
      metric: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: pulumi.interpolate`${arnSuffix}/${targetGroupArnSuffix}`,
      },
      targetValue: args.requestsPerMinute,
    },
  };
  for (const [suffix, { metric, targetValue }] of Object.entries(targets)) {
    new aws.autoscaling.Policy(
      limitName(`${name}-${suffix}`, autoNameLimit("autoScalingGroup")),
      {
        autoscalingGroupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: { predefinedMetricSpecification: metric, targetValue },
      },
      { parent },
    );
  }
  for (const change of args.schedule) {
    const fullName = `${name}-${change.name}`;
    new aws.autoscaling.Schedule(
      fullName,
      {
        autoscalingGroupName,
        scheduledActionName: fullName,
        recurrence: change.recurrence,
        timeZone: args.scheduleTimeZone,
        minSize: change.minInstances,
        // -1: as it is.
        maxSize: -1,
        desiredCapacity: change.desiredInstances ?? -1,
      },
      { parent },
    );
  }
}
