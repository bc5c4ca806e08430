/** How what is stateful is backed up: the guard rails that demand it, or why there is none. For tests. */
import type { StatefulTypeToken } from "../components/shared/stateful.ts";

/** Controls that demand a backup, or why nothing does. */
type BackupRule = { readonly demandedBy: readonly string[] } | { readonly notDemanded: string };

/** One for each stateful type: a new type is not compiled until it is decided. */
export const backupRules: Readonly<Record<StatefulTypeToken, BackupRule>> = {
  "aws:backup/vault:Vault": { notDemanded: "It holds the backups. Settings copy them to a vault in another region." },
  "aws:dynamodb/table:Table": { demandedBy: ["DynamoDB.2", "DynamoDB.4", "platform.backup-plan"] },
  "aws:ecr/repository:Repository": { notDemanded: "AWS Backup takes no images. They are built from commits." },
  "aws:efs/fileSystem:FileSystem": { demandedBy: ["EFS.2", "EFS.7", "platform.backup-plan"] },
  "aws:kms/key:Key": {
    notDemanded: "Nobody can copy a key of KMS. It waits thirty days before it is deleted (KMS.3).",
  },
  "aws:mq/broker:Broker": { notDemanded: "AWS Backup takes no brokers, and no stack makes one." },
  "aws:rds/instance:Instance": { demandedBy: ["RDS.11", "RDS.26", "platform.backup-plan"] },
  "aws:route53/zone:Zone": { notDemanded: "AWS Backup takes no zones. Their records are made by the stacks." },
  // The versions of a bucket bring back what was overwritten or deleted; the daily plan takes no buckets.
  "aws:s3/bucket:Bucket": { demandedBy: ["S3.14"] },
  "aws:secretsmanager/secret:Secret": {
    notDemanded:
      "AWS Backup takes no secrets. A deleted one can be brought back for thirty days (platform.secret-key).",
  },
};
