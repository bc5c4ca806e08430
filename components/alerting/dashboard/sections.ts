/** What an environment's dashboard shows: from the visitor to the machines, then what watches them. */
import {
  metricDimensions,
  metricNames,
  metricNamespace,
  metricServices,
} from "../../../ops-lambdas/slack-alerts/metric-names.ts";
import type { Graph, Line, Section } from "./layout.ts";

/** Region of CloudFront's metrics and of the bill. */
const globalRegion = "us-east-1";

/** What there is to show, in plain values. */
export interface DashboardSubjects {
  /** "<project>-<environment>", the value of the alert path's dimension. */
  readonly environment: string;
  /** Home region. */
  readonly region: string;
  readonly loadBalancer: { readonly arnSuffix: string; readonly targetGroupArnSuffix: string };
  /** Id of the CloudFront distribution; undefined without a CDN. */
  readonly distributionId?: string | undefined;
  readonly autoScalingGroupName: string;
  /** Namespace of the CloudWatch agent's metrics. */
  readonly agentNamespace: string;
  /** Identifiers of the database and its read replicas. */
  readonly databaseIdentifiers: readonly string[];
  readonly fileSystemId: string;
  /** Region from which mail is sent; undefined without mail. */
  readonly mailRegion?: string | undefined;
  readonly backupVaultName: string;
  /** Names of the alert path's queues whose messages wait for something. */
  readonly queueNames: readonly string[];
  /** Its dead-letter queues: SNS and EventBridge keep what they could not deliver in the region where that happened. */
  readonly deadLetterQueues: readonly { readonly name: string; readonly region: string }[];
}

/** Makes the lines of one resource: its namespace and dimensions are given once. */
function linesOf(namespace: string, dimensions: Readonly<Record<string, string>>) {
  return (metric: string, statistic: string, label: string, more: Pick<Line, "isRight" | "region"> = {}): Line => ({
    namespace,
    metric,
    dimensions,
    statistic,
    label,
    ...more,
  });
}

/**
 * The sections of an environment's dashboard. What the environment does not have is left out.
 *
 * @param subjects what there is to show
 */
export function dashboardSections(subjects: DashboardSubjects): readonly Section[] {
  return [
    { title: "Visitors", graphs: visitors(subjects) },
    { title: "Web servers", graphs: webServers(subjects) },
    { title: "Database", graphs: database(subjects) },
    { title: "Files and backups", graphs: filesAndBackups(subjects) },
    { title: "Mail", graphs: mail(subjects) },
    { title: "Alert path and cost", graphs: alertPathAndCost(subjects) },
  ];
}

function visitors({ region, loadBalancer, distributionId }: DashboardSubjects): readonly Graph[] {
  const balancer = linesOf("AWS/ApplicationELB", { LoadBalancer: loadBalancer.arnSuffix });
  const traffic = {
    title: "Requests at the load balancer",
    region,
    lines: [
      balancer("RequestCount", "Sum", "requests"),
      balancer("ActiveConnectionCount", "Sum", "connections", { isRight: true }),
    ],
  };
  const errors = {
    title: "Errors",
    region,
    lines: [
      balancer("HTTPCode_Target_5XX_Count", "Sum", "5xx of the servers"),
      balancer("HTTPCode_ELB_5XX_Count", "Sum", "5xx of the load balancer"),
      balancer("HTTPCode_Target_4XX_Count", "Sum", "4xx", { isRight: true }),
    ],
  };
  const latency = {
    title: "Time to answer",
    region,
    unit: "seconds",
    lines: ["p50", "p95", "p99"].map((statistic) => balancer("TargetResponseTime", statistic, statistic)),
  };
  if (distributionId === undefined) return [traffic, errors, latency];
  const cdn = linesOf("AWS/CloudFront", { DistributionId: distributionId, Region: "Global" });
  const edge = {
    title: "CloudFront",
    region: globalRegion,
    periodSeconds: 300,
    lines: [
      cdn("Requests", "Sum", "requests"),
      cdn("5xxErrorRate", "Average", "5xx, per cent", { isRight: true }),
      cdn("4xxErrorRate", "Average", "4xx, per cent", { isRight: true }),
    ],
  };
  return [traffic, errors, latency, edge];
}

function webServers(subjects: DashboardSubjects): readonly Graph[] {
  const { region, loadBalancer, autoScalingGroupName: AutoScalingGroupName, agentNamespace } = subjects;
  const targets = linesOf("AWS/ApplicationELB", {
    LoadBalancer: loadBalancer.arnSuffix,
    TargetGroup: loadBalancer.targetGroupArnSuffix,
  });
  const instances = linesOf("AWS/EC2", { AutoScalingGroupName });
  const agent = linesOf(agentNamespace, { AutoScalingGroupName });
  return [
    {
      title: "Targets",
      region,
      lines: [targets("HealthyHostCount", "Minimum", "healthy"), targets("UnHealthyHostCount", "Maximum", "unhealthy")],
    },
    {
      title: "Processor, memory, disk",
      region,
      unit: "per cent",
      periodSeconds: 300,
      lines: [
        instances("CPUUtilization", "Average", "processor"),
        agent("mem_used_percent", "Average", "memory"),
        agent("disk_used_percent", "Average", "disk"),
      ],
    },
    {
      title: "Requests for each server",
      region,
      lines: [targets("RequestCountPerTarget", "Sum", "requests a minute")],
    },
  ];
}

function database({ region, databaseIdentifiers }: DashboardSubjects): readonly Graph[] {
  const each = (metric: string, statistic: string, what: string, more?: Pick<Line, "isRight">) =>
    databaseIdentifiers.map((DBInstanceIdentifier) =>
      linesOf("AWS/RDS", { DBInstanceIdentifier })(metric, statistic, `${what} ${DBInstanceIdentifier}`, more),
    );
  return [
    {
      title: "Processor and connections",
      region,
      unit: "per cent",
      lines: [
        ...each("CPUUtilization", "Average", "processor"),
        ...each("DatabaseConnections", "Average", "connections", { isRight: true }),
      ],
    },
    {
      title: "Free memory and storage",
      region,
      unit: "bytes",
      lines: [
        ...each("FreeableMemory", "Average", "memory"),
        ...each("FreeStorageSpace", "Average", "storage", { isRight: true }),
      ],
    },
    {
      title: "Latency",
      region,
      unit: "seconds",
      lines: [...each("ReadLatency", "p90", "read"), ...each("WriteLatency", "p90", "write")],
    },
    {
      title: "Queue of the disk, lag of replicas",
      region,
      lines: [
        ...each("DiskQueueDepth", "Average", "waiting"),
        ...each("ReplicaLag", "Average", "seconds behind", { isRight: true }).slice(1),
      ],
    },
  ];
}

function filesAndBackups({
  region,
  fileSystemId: FileSystemId,
  backupVaultName: BackupVaultName,
}: DashboardSubjects): readonly Graph[] {
  const files = linesOf("AWS/EFS", { FileSystemId });
  const vault = linesOf("AWS/Backup", { BackupVaultName });
  return [
    {
      title: "Throughput of the files",
      region,
      unit: "bytes",
      lines: [
        files("MeteredIOBytes", "Sum", "metered, a minute"),
        files("PermittedThroughput", "Minimum", "permitted, a second", { isRight: true }),
      ],
    },
    {
      title: "Clients and limit of the files",
      region,
      lines: [
        files("ClientConnections", "Sum", "clients"),
        files("PercentIOLimit", "Maximum", "of the limit, per cent", { isRight: true }),
      ],
    },
    {
      title: "Backup jobs",
      region,
      periodSeconds: 3600,
      lines: [
        vault("NumberOfBackupJobsCompleted", "Sum", "completed"),
        vault("NumberOfBackupJobsFailed", "Sum", "failed"),
        vault("NumberOfRecoveryPointsCompleted", "Sum", "recovery points made"),
      ],
    },
  ];
}

function mail({ mailRegion }: DashboardSubjects): readonly Graph[] {
  if (mailRegion === undefined) return [];
  const account = linesOf("AWS/SES", {});
  return [
    {
      title: "Mails of the account and region",
      region: mailRegion,
      periodSeconds: 300,
      lines: [
        account("Send", "Sum", "sent"),
        account("Delivery", "Sum", "delivered"),
        account("Bounce", "Sum", "bounced", { isRight: true }),
      ],
    },
    {
      title: "Reputation",
      region: mailRegion,
      periodSeconds: 3600,
      unit: "share of the mails",
      lines: [
        account("Reputation.BounceRate", "Maximum", "bounces (page at 0.05)"),
        account("Reputation.ComplaintRate", "Maximum", "complaints (page at 0.001)"),
      ],
    },
  ];
}

function alertPathAndCost({ environment, region, queueNames, deadLetterQueues }: DashboardSubjects): readonly Graph[] {
  const of = (service: string) =>
    linesOf(metricNamespace, { [metricDimensions.environment]: environment, [metricDimensions.service]: service });
  const [intake, sender] = [of(metricServices.intake), of(metricServices.sender)];
  const queue = (QueueName: string) => linesOf("AWS/SQS", { QueueName });
  return [
    {
      title: "Alerts",
      region,
      periodSeconds: 300,
      lines: [
        intake(metricNames.received, "Sum", "received"),
        intake(metricNames.counted, "Sum", "told in a digest"),
        sender(metricNames.posts, "Sum", "posted"),
        sender(metricNames.fallbackMails, "Sum", "mailed instead"),
        sender(metricNames.postFailures, "Sum", "refused by Slack"),
      ],
    },
    {
      title: "Alerts that wait",
      region,
      unit: "seconds",
      lines: queueNames.map((name) => queue(name)("ApproximateAgeOfOldestMessage", "Maximum", name)),
    },
    {
      title: "Alerts that went nowhere",
      region,
      lines: deadLetterQueues.map(({ name, region: place }) =>
        queue(name)("ApproximateNumberOfMessagesVisible", "Maximum", name, { region: place }),
      ),
    },
    {
      title: "Cost of the account this month (needs billing alerts)",
      region: globalRegion,
      periodSeconds: 21_600,
      unit: "US dollars",
      lines: [linesOf("AWS/Billing", { Currency: "USD" })("EstimatedCharges", "Maximum", "estimated")],
    },
  ];
}
