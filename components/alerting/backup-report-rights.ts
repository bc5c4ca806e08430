/** What the backup report's function may do: it reads what there is and what AWS Backup did, and tells it. */
import type { Context } from "../shared/context.ts";
import type { Statement } from "../shared/policy-document.ts";

/** What the report reads and tells to. */
export interface BackupReportPlaces {
  readonly context: Context;
  readonly vaultName: string;
  /** ARNs of the topics that it publishes to. */
  readonly topics: readonly string[];
  /** ARN of the queue that takes calls that failed. */
  readonly undelivered: string;
  /** ARN of the key of topics and queue. */
  readonly messagesKey: string;
}

/**
 * The rights of the report's function. Where a statement stands on `*`, AWS gives its actions no resources:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonresourcegrouptaggingapi.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 *
 * @param places what it reads and tells to
 */
export function backupReportRights(places: BackupReportPlaces): readonly Statement[] {
  const { region, accountId } = places.context;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  return [
    {
      Sid: "ListsJobs",
      Effect: "Allow",
      Action: ["backup:ListBackupJobs", "backup:ListCopyJobs", "backup:ListRestoreJobs"],
      Resource: "*",
    },
    {
      Sid: "ListsRecoveryPoints",
      Effect: "Allow",
      Action: "backup:ListRecoveryPointsByBackupVault",
      Resource: arn("backup", `backup-vault:${places.vaultName}`),
    },
    { Sid: "FindsWhatIsTagged", Effect: "Allow", Action: "tag:GetResources", Resource: "*" },
    {
      Sid: "SeesMachines",
      Effect: "Allow",
      Action: ["ec2:DescribeInstances", "ec2:DescribeVolumes"],
      Resource: "*",
    },
    {
      Sid: "SeesDatabases",
      Effect: "Allow",
      Action: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
      // Asked with filters, RDS looks at the right on all of them.
      Resource: [arn("rds", "cluster:*"), arn("rds", "db:*")],
    },
    {
      Sid: "SeesFileSystems",
      Effect: "Allow",
      Action: "elasticfilesystem:DescribeFileSystems",
      Resource: arn("elasticfilesystem", "file-system/*"),
    },
    { Sid: "SeesTables", Effect: "Allow", Action: "dynamodb:DescribeTable", Resource: arn("dynamodb", "table/*") },
    { Sid: "Tells", Effect: "Allow", Action: "sns:Publish", Resource: places.topics },
    { Sid: "KeepsWhatFailed", Effect: "Allow", Action: "sqs:SendMessage", Resource: places.undelivered },
    {
      Sid: "UsesTheKeyOfMessages",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: places.messagesKey,
    },
  ];
}
