/** Resource types that the platform keeps in backup plans, in AWS Backup's names. */
export const backupResourceTypes = ["DynamoDB", "EBS", "EC2", "EFS", "RDS", "S3"] as const;

/**
 * The other resource types that AWS Backup names in a region's settings. Regions differ: AWS refuses a type that a region
 * does not have, so that these cannot be set, and tells the region's own ones at each reading.
 * Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html and
 * https://github.com/hashicorp/terraform-provider-aws/issues/30881
 */
export const otherBackupResourceTypes = [
  "Aurora",
  "Aurora DSQL",
  "CloudFormation",
  "DSQL",
  "DocumentDB",
  "EKS",
  "FSx",
  "Neptune",
  "Redshift",
  "Redshift Serverless",
  "SAP HANA on Amazon EC2",
  "Storage Gateway",
  "Timestream",
  "VirtualMachine",
] as const;

/** One of `backupResourceTypes`. */
export type BackupResourceType = (typeof backupResourceTypes)[number];
