import { metricDimensions, metricNames, metricNamespace } from "../../../ops-lambdas/slack-alerts/metric-names.ts";
import type { Unit } from "./alarm-ids.ts";

/**
 * When there are data points. `always`: as long as the thing exists; `traffic`: while somebody uses it; `event`: only when something
 * happens, so that an alarm that waits for an answer would wait for ever.
 */
export type Reporting = "always" | "traffic" | "event";

/** What AWS says of a metric. */
export interface MetricFacts {
  readonly unit: Unit;
  /** The sets of dimensions under which it can be found, the names sorted. */
  readonly dimensions: readonly (readonly string[])[];
  readonly reporting: Reporting;
}

/** The metrics of a namespace. */
export interface NamespaceFacts {
  /** `home`: in the region of the thing; `us-east-1`: there only. */
  readonly region: "home" | "us-east-1";
  /** The page of AWS's documentation, under https://docs.aws.amazon.com/ unless it is in this repository. */
  readonly source: string;
  readonly metrics: Readonly<Record<string, MetricFacts>>;
}

/** Metrics of the same kind. */
function all(names: readonly string[], unit: Unit, reporting: Reporting, ...dimensions: readonly string[][]) {
  return Object.fromEntries(names.map((name): [string, MetricFacts] => [name, { unit, reporting, dimensions }]));
}

const balancer = ["LoadBalancer"];
const targets = ["LoadBalancer", "TargetGroup"];
const group = ["AutoScalingGroupName"];
const instance = ["DBInstanceIdentifier"];
const service = ["ClusterName", "ServiceName"];
const { environment, service: pathService, route } = metricDimensions;

/**
 * The metrics that alarms compare, as AWS documents them; tests compare the catalogue with it. Add a metric with its source before its
 * alarm. Dimension sets that no alarm needs are left out.
 */
export const awsMetrics: Readonly<Record<string, NamespaceFacts>> = {
  "AWS/ApplicationELB": {
    region: "home",
    source: "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html",
    metrics: {
      ...all(["RequestCount", "HTTPCode_Target_5XX_Count"], "count", "event", balancer, targets),
      ...all(["TargetConnectionErrorCount"], "count", "event", balancer, targets),
      ...all(["HTTPCode_ELB_5XX_Count", "RejectedConnectionCount"], "count", "event", balancer),
      ...all(["TargetResponseTime"], "seconds", "traffic", balancer, targets),
      // While targets are registered.
      ...all(["HealthyHostCount", "UnHealthyHostCount"], "count", "traffic", targets),
    },
  },
  "AWS/EC2": {
    region: "home",
    source: "AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html",
    metrics: {
      ...all(["CPUUtilization"], "percent", "traffic", group, ["InstanceId"]),
      ...all(["StatusCheckFailed"], "count", "traffic", group, ["InstanceId"]),
      ...all(["CPUSurplusCreditsCharged"], "credits", "event", group, ["InstanceId"]),
    },
  },
  CWAgent: {
    region: "home",
    source: "AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html",
    metrics: all(["mem_used_percent", "disk_used_percent"], "percent", "traffic", group),
  },
  "AWS/RDS": {
    region: "home",
    source: "AmazonRDS/latest/UserGuide/rds-metrics.html",
    metrics: {
      ...all(["CPUUtilization", "BurstBalance"], "percent", "always", instance),
      ...all(["FreeableMemory", "FreeStorageSpace", "SwapUsage"], "bytes", "always", instance),
      ...all(["DatabaseConnections", "DiskQueueDepth", "DBLoad"], "count", "always", instance),
      ...all(["ReadLatency", "WriteLatency", "ReplicaLag"], "seconds", "always", instance),
      ...all(["CPUCreditBalance"], "credits", "always", instance),
    },
  },
  "AWS/EFS": {
    region: "home",
    source: "efs/latest/ug/efs-metrics.html",
    metrics: {
      ...all(["BurstCreditBalance", "MeteredIOBytes"], "bytes", "always", ["FileSystemId"]),
      ...all(["PermittedThroughput"], "bytes/second", "always", ["FileSystemId"]),
      ...all(["PercentIOLimit"], "percent", "always", ["FileSystemId"]),
    },
  },
  "AWS/CloudFront": {
    region: "us-east-1",
    source: "AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html",
    metrics: {
      ...all(["Requests"], "count", "event", ["DistributionId", "Region"]),
      ...all(["5xxErrorRate"], "percent", "event", ["DistributionId", "Region"]),
    },
  },
  "AWS/Route53": {
    region: "us-east-1",
    source: "Route53/latest/DeveloperGuide/monitoring-cloudwatch.html",
    metrics: all(["HealthCheckStatus"], "state", "always", ["HealthCheckId"]),
  },
  "AWS/ECS": {
    region: "home",
    source: "AmazonECS/latest/developerguide/available-metrics.html",
    metrics: all(["CPUUtilization", "MemoryUtilization"], "percent", "traffic", service, ["ClusterName"]),
  },
  "ECS/ContainerInsights": {
    region: "home",
    source: "AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html",
    metrics: all(["RunningTaskCount"], "count", "always", service),
  },
  "AWS/SQS": {
    region: "home",
    source: "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
    metrics: {
      ...all(["ApproximateAgeOfOldestMessage"], "seconds", "event", ["QueueName"]),
      ...all(["ApproximateNumberOfMessagesVisible"], "count", "event", ["QueueName"]),
    },
  },
  "AWS/SNS": {
    region: "home",
    source: "sns/latest/dg/sns-monitoring-using-cloudwatch.html",
    metrics: all(["NumberOfNotificationsFailed"], "count", "event", ["TopicName"]),
  },
  "AWS/DynamoDB": {
    region: "home",
    source: "amazondynamodb/latest/developerguide/metrics-dimensions.html",
    metrics: {
      ...all(["ReadThrottleEvents", "WriteThrottleEvents"], "count", "event", ["TableName"]),
      ...all(["SystemErrors"], "count", "event", ["Operation", "TableName"]),
    },
  },
  "AWS/Lambda": {
    region: "home",
    source: "lambda/latest/dg/monitoring-metrics-types.html",
    metrics: all(["Errors", "Invocations", "Throttles"], "count", "event", ["FunctionName"]),
  },
  "AWS/NATGateway": {
    region: "home",
    source: "vpc/latest/userguide/metrics-dimensions-nat-gateway.html",
    metrics: all(["ErrorPortAllocation", "PacketsDropCount"], "count", "event", ["NatGatewayId"]),
  },
  "AWS/SES": {
    region: "home",
    source: "ses/latest/dg/reputationdashboard-cloudwatch-alarm.html",
    metrics: all(["Reputation.BounceRate", "Reputation.ComplaintRate"], "ratio", "event", []),
  },
  "AWS/AmazonMQ": {
    region: "home",
    source: "amazon-mq/latest/developer-guide/rabbitmq-logging-monitoring.html",
    metrics: all(["RabbitMQMemUsed", "RabbitMQMemLimit"], "bytes", "always", ["Broker", "Node"]),
  },
  "AWS/VPN": {
    region: "home",
    source: "vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html",
    metrics: all(["TunnelState"], "state", "always", ["TunnelIpAddress", "VpnId"]),
  },
  "AWS/DMS": {
    region: "home",
    source: "dms/latest/userguide/CHAP_Monitoring.html",
    metrics: all(["CDCLatencySource", "CDCLatencyTarget"], "seconds", "event", [
      "ReplicationInstanceIdentifier",
      "ReplicationTaskIdentifier",
    ]),
  },
  "AWS/CertificateManager": {
    region: "home",
    source: "acm/latest/userguide/cloudwatch-metrics.html",
    metrics: all(["DaysToExpiry"], "days", "always", ["CertificateArn"]),
  },
  [metricNamespace]: {
    region: "home",
    source: "ops-lambdas/slack-alerts/metric-names.ts",
    metrics: {
      ...all([metricNames.failedRecords, metricNames.postFailures, metricNames.unstored], "count", "event", [
        environment,
        pathService,
      ]),
      ...all([metricNames.heartbeats], "count", "event", [environment, route, pathService]),
    },
  },
};
