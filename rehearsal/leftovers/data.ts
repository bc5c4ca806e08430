/** What keeps data: databases, file systems, buckets, and their backups. */
import { byCall, type Listing } from "./listing.ts";

/** The listings of this part. */
export const data: readonly Listing[] = [
  byCall("backup plan", "backup/plan:Plan", "backup", "ListBackupPlans", "BackupPlansList", "BackupPlanId"),
  byCall("backup vault", "backup/vault:Vault", "backup", "ListBackupVaults", "BackupVaultList", "BackupVaultName"),
  byCall("file system", "efs/fileSystem:FileSystem", "efs", "DescribeFileSystems", "FileSystems", "FileSystemId"),
  byCall(
    "database instance",
    "rds/instance:Instance",
    "rds",
    "DescribeDBInstances",
    "DBInstances",
    "DBInstanceIdentifier",
  ),
  byCall(
    "database subnet group",
    "rds/subnetGroup:SubnetGroup",
    "rds",
    "DescribeDBSubnetGroups",
    "DBSubnetGroups",
    "DBSubnetGroupName",
  ),
  byCall(
    "database parameter group",
    "rds/parameterGroup:ParameterGroup",
    "rds",
    "DescribeDBParameterGroups",
    "DBParameterGroups",
    "DBParameterGroupName",
  ),
  byCall("database proxy", "rds/proxy:Proxy", "rds", "DescribeDBProxies", "DBProxies", "DBProxyName"),
  byCall("table", "dynamodb/table:Table", "dynamodb", "ListTables", "TableNames", "TableName"),
  byCall("bucket", "s3/bucket:Bucket", "s3", "ListBuckets", "Buckets", "Name"),
];
