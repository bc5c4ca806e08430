/** Resource types that the platform keeps in backup plans, in AWS Backup's names. */
export const backupResourceTypes = ["DynamoDB", "EBS", "EC2", "EFS", "RDS", "S3"] as const;

/** One of `backupResourceTypes`. */
export type BackupResourceType = (typeof backupResourceTypes)[number];
