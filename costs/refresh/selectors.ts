/** Which row of AWS's price list is the price of which item of the table. */
import type { ListRow } from "./csv.ts";

/** How an item is found. */
export interface Selector {
  /** AWS's code of the service, which names its price list. */
  readonly offer: string;
  /** End of the usage type, behind the region's prefix: `AFS1-NatGateway-Hours` in af-south-1, `NatGateway-Hours` in us-east-1. */
  readonly usageType: string;
  /** The operation; missing where the usage type says enough. */
  readonly operation?: string;
  /** Other columns and what they must be. */
  readonly columns?: ListRow;
  /** How many of the list's units the table's unit is, e.g. 1,000,000 requests. Default: 1. */
  readonly units?: number;
}

const million = 1_000_000;

/** Items with a row of their own; servers and databases follow from their names. */
const selectors: Readonly<Record<string, Selector>> = {
  "ebs/gp3": { offer: "AmazonEC2", usageType: "EBS:VolumeUsage.gp3" },
  "ec2/nat-gateway": { offer: "AmazonEC2", usageType: "NatGateway-Hours", operation: "NatGateway" },
  "ec2/nat-gateway-data": { offer: "AmazonEC2", usageType: "NatGateway-Bytes", operation: "NatGateway" },
  "ec2/transfer-out": { offer: "AWSDataTransfer", usageType: "DataTransfer-Out-Bytes" },
  "vpc/public-ipv4": { offer: "AmazonVPC", usageType: "PublicIPv4:InUseAddress" },
  "vpc/interface-endpoint": { offer: "AmazonVPC", usageType: "VpcEndpoint-Hours", operation: "VpcEndpoint" },
  "vpc/interface-endpoint-data": { offer: "AmazonVPC", usageType: "VpcEndpoint-Bytes", operation: "VpcEndpoint" },
  "lb/alb": { offer: "AWSELB", usageType: "LoadBalancerUsage", operation: "LoadBalancing:Application" },
  "lb/alb-lcu": { offer: "AWSELB", usageType: "LCUUsage", operation: "LoadBalancing:Application" },
  "rds/gp3-storage-single-az": {
    offer: "AmazonRDS",
    usageType: "RDS:GP3-Storage",
    columns: { "Database Engine": "MySQL" },
  },
  "rds/gp3-storage-multi-az": {
    offer: "AmazonRDS",
    usageType: "RDS:Multi-AZ-GP3-Storage",
    columns: { "Database Engine": "MySQL" },
  },
  "rds/proxy": { offer: "AmazonRDS", usageType: "RDS:ProxyUsage" },
  "s3/standard": { offer: "AmazonS3", usageType: "TimedStorage-ByteHrs" },
  "s3/writes": { offer: "AmazonS3", usageType: "Requests-Tier1", units: 1000 },
  "s3/reads": { offer: "AmazonS3", usageType: "Requests-Tier2", units: 1000 },
  "efs/standard": { offer: "AmazonEFS", usageType: "TimedStorage-ByteHrs" },
  // https://docs.aws.amazon.com/efs/latest/ug/metered-sizes.html: reads and writes have one usage type and two prices.
  "efs/elastic-read": { offer: "AmazonEFS", usageType: "ETDataAccess-Bytes", columns: { "Access Type": "Read" } },
  "efs/elastic-write": { offer: "AmazonEFS", usageType: "ETDataAccess-Bytes", columns: { "Access Type": "Write" } },
  "backup/warm-storage": { offer: "AWSBackup", usageType: "WarmStorage-ByteHrs-EFS" },
  "dynamodb/writes": { offer: "AmazonDynamoDB", usageType: "WriteRequestUnits", units: million },
  "dynamodb/reads": { offer: "AmazonDynamoDB", usageType: "ReadRequestUnits", units: million },
  "dynamodb/storage": { offer: "AmazonDynamoDB", usageType: "TimedStorage-ByteHrs" },
  "dynamodb/point-in-time-recovery": { offer: "AmazonDynamoDB", usageType: "TimedPITRStorage-ByteHrs" },
  "kms/key": { offer: "awskms", usageType: "KMS-Keys" },
  "kms/requests": { offer: "awskms", usageType: "KMS-Requests", units: 10_000 },
  "secretsmanager/secret": { offer: "AWSSecretsManager", usageType: "AWSSecretsManager-Secrets" },
  "secretsmanager/requests": { offer: "AWSSecretsManager", usageType: "AWSSecretsManagerAPIRequest", units: 10_000 },
  "cloudwatch/alarm": { offer: "AmazonCloudWatch", usageType: "CW:AlarmMonitorUsage" },
  "cloudwatch/alarm-high-resolution": { offer: "AmazonCloudWatch", usageType: "CW:HighResAlarmMonitorUsage" },
  "cloudwatch/composite-alarm": { offer: "AmazonCloudWatch", usageType: "CW:CompositeAlarmMonitorUsage" },
  "cloudwatch/metric": { offer: "AmazonCloudWatch", usageType: "CW:MetricMonitorUsage" },
  "cloudwatch/logs-ingested": { offer: "AmazonCloudWatch", usageType: "DataProcessing-Bytes" },
  "cloudwatch/logs-stored": { offer: "AmazonCloudWatch", usageType: "TimedStorage-ByteHrs" },
  "sns/requests": { offer: "AmazonSNS", usageType: "Requests-Tier1", units: million },
  "sns/emails": { offer: "AmazonSNS", usageType: "DeliveryAttempts-SMTP", units: 100_000 },
  "sqs/requests": { offer: "AWSQueueService", usageType: "Requests-Tier1", units: million },
  "sqs/fifo-requests": { offer: "AWSQueueService", usageType: "Requests-FIFO-Tier1", units: million },
  "lambda/requests": { offer: "AWSLambda", usageType: "Request-ARM", units: million },
  "lambda/duration-arm64": { offer: "AWSLambda", usageType: "Lambda-GB-Second-ARM" },
  "lambda/duration-x86": { offer: "AWSLambda", usageType: "Lambda-GB-Second" },
  "ses/mails": { offer: "AmazonSES", usageType: "Recipients", units: 1000 },
};

const engines: Readonly<Record<string, string>> = { mysql: "MySQL", postgres: "PostgreSQL", mariadb: "MariaDB" };

/**
 * How an item is found in AWS's price list.
 *
 * @returns undefined for an item that is looked up by hand, as those of services with one price everywhere
 */
export function selectorOf(item: string): Selector | undefined {
  const server = /^ec2\/([a-z0-9-]+\.[a-z0-9-]+)$/.exec(item)?.[1];
  if (server !== undefined) {
    const columns = {
      "Operating System": "Linux",
      Tenancy: "Shared",
      "Pre Installed S/W": "NA",
      CapacityStatus: "Used",
    };
    return { offer: "AmazonEC2", usageType: `BoxUsage:${server}`, columns };
  }
  const [, engine, type, zones] = /^rds\/([a-z]+)-(db\.[a-z0-9.]+)-(multi-az|single-az)$/.exec(item) ?? [];
  if (engine !== undefined && engines[engine] !== undefined) {
    // RDS writes xl for xlarge: InstanceUsage:db.t3.2xl. EC2 does not.
    const size = type?.replace(/xlarge$/, "xl");
    const usageType = `${zones === "multi-az" ? "Multi-AZUsage" : "InstanceUsage"}:${size}`;
    return { offer: "AmazonRDS", usageType, columns: { "Database Engine": engines[engine] } };
  }
  return selectors[item];
}

/** Items that a region's table can be given. */
export const knownItems: readonly string[] = Object.keys(selectors);

/**
 * Whether a row is the on-demand price of the first unit in US dollars, and above 0: the free part has rows of its own.
 *
 * @param row of the price list
 */
export function matches({ usageType, operation, columns = {} }: Selector, row: ListRow): boolean {
  // The prefix of a region: AFS1-, EU-, USE2-; us-east-1 has none.
  const bare = row.usageType?.replace(/^(?:[A-Z]{2,4}\d?-)(?=.)/, "");
  return (
    (row.usageType === usageType || bare === usageType) &&
    (operation === undefined || row.operation === operation) &&
    Object.entries(columns).every(([column, value]) => row[column] === value) &&
    row.TermType === "OnDemand" &&
    row.Currency === "USD" &&
    Number(row.PricePerUnit) > 0
  );
}
