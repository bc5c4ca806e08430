/** Looks at prod's database, files, backups and buckets. */
import assert from "node:assert/strict";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { type Production, record, zones } from "./production.ts";

function databaseTests(prod: Production): void {
  it("RDS.2, RDS.3, RDS.5, RDS.8: the database has a standby, is private, encrypted with its key and kept from deletion", async () => {
    const database = await prod.database();
    assert.equal(database.MultiAZ, true);
    assert.equal(database.PubliclyAccessible, false);
    assert.deepEqual([database.StorageEncrypted, database.KmsKeyId], [true, prod.foundation.keyArns.database]);
    assert.equal(database.DeletionProtection, true);
    const { Subnets } = database.DBSubnetGroup;
    assert.deepEqual(Subnets.map(({ SubnetIdentifier }: Properties) => SubnetIdentifier).sort(), prod.privateSubnets);
    assert.deepEqual(
      database.VpcSecurityGroups.map(({ VpcSecurityGroupId }: Properties) => VpcSecurityGroupId),
      [prod.foundation.database.securityGroupId],
    );
  });

  it("RDS.6, RDS.10, RDS.11, RDS.13, RDS.17: it is watched, signs in by IAM, and is backed up for 35 days with its tags", async () => {
    const database = await prod.database();
    assert.ok(database.MonitoringInterval > 0);
    assert.equal(database.IAMDatabaseAuthenticationEnabled, true);
    assert.deepEqual([database.BackupRetentionPeriod, database.PreferredBackupWindow], [35, "22:00-23:00"]);
    assert.equal(database.AutoMinorVersionUpgrade, true);
    assert.equal(database.CopyTagsToSnapshot, true);
    assert.equal(record(database.TagList).backup, "daily");
    assert.deepEqual([database.AllocatedStorage, database.MaxAllocatedStorage], [100, 1000]);
  });

  it("its parameters take only connections with TLS", async () => {
    const { DBParameterGroups } = await prod.database();
    const { DBParameterGroupName } = DBParameterGroups[0];
    const { Parameters } = await prod.ask("rds", "DescribeDBParameters", { DBParameterGroupName, Source: "user" });
    const values = Object.fromEntries(Parameters.map((each: Properties) => [each.ParameterName, each.ParameterValue]));
    assert.equal(values.require_secure_transport, "1");
  });

  it("RDS.9, RDS.20, RDS.21, RDS.22 (only recorded): logs are exported, and events of instance, parameters and groups are told", () => {
    const [instance] = prod.recorded("aws:rds/instance:Instance");
    assert.deepEqual(instance?.enabledCloudwatchLogsExports.toSorted(), ["audit", "error", "general", "slowquery"]);
    const subscriptions = prod.recorded("aws:rds/eventSubscription:EventSubscription");
    assert.deepEqual(subscriptions.map(({ sourceType }) => sourceType).sort(), [
      "db-instance",
      "db-parameter-group",
      "db-security-group",
    ]);
    for (const { snsTopic } of subscriptions) assert.equal(snsTopic, prod.foundation.databaseEventsTopicArn);
  });
}

function filesTests(prod: Production): void {
  const fileSystem = () => ({ FileSystemId: prod.foundation.files.fileSystemId });

  it("EFS.1, EFS.8: files are encrypted with their key, and tagged for the backup", async () => {
    const { FileSystems } = await prod.ask("efs", "DescribeFileSystems", fileSystem());
    const { Encrypted, KmsKeyId, ThroughputMode, Tags } = FileSystems[0];
    assert.deepEqual([Encrypted, KmsKeyId, ThroughputMode], [true, prod.foundation.keyArns.files, "elastic"]);
    assert.equal(record(Tags).backup, "daily");
  });

  it("EFS.6: a mount target in the private subnet of each zone", async () => {
    const { MountTargets } = await prod.ask("efs", "DescribeMountTargets", fileSystem());
    assert.deepEqual(MountTargets.map((each: Properties) => each.AvailabilityZoneName).sort(), zones);
    assert.deepEqual(MountTargets.map((each: Properties) => each.SubnetId).sort(), prod.privateSubnets);
    for (const { MountTargetId } of MountTargets) {
      const { SecurityGroups } = await prod.ask("efs", "DescribeMountTargetSecurityGroups", { MountTargetId });
      assert.deepEqual(SecurityGroups, [prod.foundation.files.securityGroupId]);
    }
  });

  it("EFS.3, EFS.4: a policy that demands TLS, and an access point with a root and a user of its own", async () => {
    const { Policy } = await prod.ask("efs", "DescribeFileSystemPolicy", fileSystem());
    const denied = JSON.parse(Policy).Statement.filter(({ Effect }: Properties) => Effect === "Deny");
    const conditions = denied.map(({ Condition }: Properties) => JSON.stringify(Condition));
    assert.ok(conditions.includes('{"Bool":{"aws:SecureTransport":"false"}}'), Policy);
    const { AccessPoints } = await prod.ask("efs", "DescribeAccessPoints", fileSystem());
    assert.deepEqual(
      AccessPoints.map(({ AccessPointId }: Properties) => AccessPointId),
      [prod.foundation.files.accessPointIds.web],
    );
    const [{ PosixUser, RootDirectory }] = AccessPoints;
    assert.deepEqual([PosixUser.Uid > 0, PosixUser.Gid > 0, RootDirectory.Path], [true, true, "/web"]);
  });

  it("automatic backups, and files that nobody reads move to cheaper classes", async () => {
    const { BackupPolicy } = await prod.ask("efs", "DescribeBackupPolicy", fileSystem());
    assert.equal(BackupPolicy.Status, "ENABLED");
    const { LifecyclePolicies } = await prod.ask("efs", "DescribeLifecycleConfiguration", fileSystem());
    const rules = Object.assign({}, ...LifecyclePolicies);
    assert.deepEqual([rules.TransitionToIA, rules.TransitionToArchive], ["AFTER_30_DAYS", "AFTER_90_DAYS"]);
  });
}

function backupTests(prod: Production): void {
  it("Backup.1: a vault with its key, and one daily plan that keeps 35 days in it", async () => {
    const { BackupVaultList } = await prod.ask("backup", "ListBackupVaults");
    const { backupVaultName, keyArns } = prod.foundation;
    assert.deepEqual(
      BackupVaultList.map(({ BackupVaultName, EncryptionKeyArn }: Properties) => [BackupVaultName, EncryptionKeyArn]),
      [[backupVaultName, keyArns.backup]],
    );
    const { BackupPlansList } = await prod.ask("backup", "ListBackupPlans");
    assert.equal(BackupPlansList.length, 1);
    const { BackupPlanId } = BackupPlansList[0];
    const { BackupPlan } = await prod.ask("backup", "GetBackupPlan", { BackupPlanId });
    const rules = BackupPlan.Rules.map((rule: Properties) => [
      rule.TargetBackupVaultName,
      rule.ScheduleExpression,
      rule.ScheduleExpressionTimezone,
      rule.Lifecycle.DeleteAfterDays,
    ]);
    assert.deepEqual(rules, [[backupVaultName, "cron(0 5 * * ? *)", "Africa/Johannesburg", 35]]);
  });

  it("selects by tag what belongs to this environment", async () => {
    const { BackupPlansList } = await prod.ask("backup", "ListBackupPlans");
    const { BackupPlanId } = BackupPlansList[0];
    const { BackupSelectionsList } = await prod.ask("backup", "ListBackupSelections", { BackupPlanId });
    assert.equal(BackupSelectionsList.length, 1);
    const { SelectionId } = BackupSelectionsList[0];
    const { BackupSelection } = await prod.ask("backup", "GetBackupSelection", { BackupPlanId, SelectionId });
    assert.equal(BackupSelection.IamRoleArn, prod.foundation.backupRoleArn);
    assert.deepEqual(BackupSelection.Conditions.StringEquals, [
      { ConditionKey: "aws:ResourceTag/backup", ConditionValue: "daily" },
      { ConditionKey: "aws:ResourceTag/project", ConditionValue: "acme" },
      { ConditionKey: "aws:ResourceTag/environment", ConditionValue: "prod" },
    ]);
  });

  it("restores of database and files are tried every week, the vault has a policy and tells its events (only recorded)", () => {
    const selections = prod.recorded("aws:backup/restoreTestingSelection:RestoreTestingSelection");
    assert.deepEqual(selections.map(({ protectedResourceType }) => protectedResourceType).sort(), ["EFS", "RDS"]);
    assert.equal(prod.recorded("aws:backup/restoreTestingPlan:RestoreTestingPlan").length, 1);
    assert.equal(prod.recorded("aws:backup/vaultPolicy:VaultPolicy").length, 1);
    const [notifications] = prod.recorded("aws:backup/vaultNotifications:VaultNotifications");
    assert.equal(notifications?.snsTopicArn, prod.foundation.backupEventsTopicArn);
  });
}

function bucketTests(prod: Production): void {
  it("S3.2, S3.3, S3.5, S3.8, S3.12, S3.13, S3.14, S3.17: each bucket is versioned, encrypted, blocked, without ACLs, TLS only, and forgets old versions", async () => {
    const { archives, assets, logs } = prod.foundation.buckets;
    for (const { name: Bucket } of [archives, assets, logs]) {
      const ask = (operation: string) => prod.ask("s3", operation, { Bucket });
      assert.equal((await ask("GetBucketVersioning")).Status, "Enabled", Bucket);
      const { ServerSideEncryptionConfiguration } = await ask("GetBucketEncryption");
      const { SSEAlgorithm, KMSMasterKeyID } =
        ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault;
      const expected = Bucket === logs.name ? ["AES256", undefined] : ["aws:kms", prod.foundation.keyArns.objects];
      assert.deepEqual([SSEAlgorithm, KMSMasterKeyID], expected, Bucket);
      const { PublicAccessBlockConfiguration } = await ask("GetPublicAccessBlock");
      assert.deepEqual(Object.values(PublicAccessBlockConfiguration), [true, true, true, true], Bucket);
      const { OwnershipControls } = await ask("GetBucketOwnershipControls");
      assert.deepEqual(OwnershipControls.Rules, [{ ObjectOwnership: "BucketOwnerEnforced" }], Bucket);
      const { Rules } = await ask("GetBucketLifecycleConfiguration");
      assert.ok(Rules[0].NoncurrentVersionExpiration.NoncurrentDays > 0, Bucket);
      const { Statement } = JSON.parse((await ask("GetBucketPolicy")).Policy);
      const withoutTls = Statement.find(({ Effect, Action }: Properties) => Effect === "Deny" && Action === "s3:*");
      assert.deepEqual(withoutTls?.Condition, { Bool: { "aws:SecureTransport": "false" } }, Bucket);
    }
  });

  it("S3.9: accesses to assets and archives are logged into the logs bucket", async () => {
    const { archives, assets, logs } = prod.foundation.buckets;
    for (const { name: Bucket } of [archives, assets]) {
      const { LoggingEnabled } = await prod.ask("s3", "GetBucketLogging", { Bucket });
      assert.equal(LoggingEnabled?.TargetBucket, logs.name, Bucket);
    }
  });
}

/** Defines the tests. */
export function dataTests(prod: Production): void {
  databaseTests(prod);
  filesTests(prod);
  backupTests(prod);
  bucketTests(prod);
}
