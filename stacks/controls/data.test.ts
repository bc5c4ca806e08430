import assert from "node:assert/strict";
import { demandOfEvery, everythingMade, list, type Made, makeEverything } from "../../test/all-stacks.ts";
import type { Properties } from "../../test/pulumi-mocks.ts";

/** True for the ARN of a key, which a customer's own is. */
const isKey = (value: unknown) => typeof value === "string" && /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\//.test(value);

/** The part of a bucket that a resource type makes, by the bucket's name. */
const part = (all: readonly Made[], { name }: Made, type: string) =>
  all.find((each) => each.type.endsWith(`:${type}`) && each.parent === name)?.inputs;

const isForLogs = ({ name }: Made) => name.endsWith("-logs");

describe("controls of all buckets, databases, files, backups and logs that foundation and services make", () => {
  before(makeEverything);

  it("S3.2, S3.3, S3.8: every bucket blocks public access in all four ways", async () => {
    await demandOfEvery("s3/bucket:Bucket", (bucket, all) => {
      const block = part(all, bucket, "BucketPublicAccessBlock");
      const ways = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
      return ways.every((way) => block?.[way] === true);
    });
  });

  it("S3.5: every bucket's policy refuses plain HTTP", async () => {
    await demandOfEvery("s3/bucket:Bucket", (bucket, all) =>
      JSON.parse(part(all, bucket, "BucketPolicy")?.policy ?? "{}").Statement?.some(
        ({ Effect, Principal, Action, Resource, Condition }: Properties) =>
          Effect === "Deny" &&
          Principal === "*" &&
          list(Action).includes("s3:*") &&
          list(Resource).length === 2 &&
          Condition?.Bool?.["aws:SecureTransport"] === "false",
      ),
    );
  });

  it("S3.9: every bucket's access is logged, but that of the logs", async () => {
    await demandOfEvery("s3/bucket:Bucket", (bucket, all) => {
      const target = part(all, bucket, "BucketLogging")?.targetBucket;
      return isForLogs(bucket) ? target === undefined : /-objects-logs-/.test(target ?? "");
    });
  });

  it("S3.12, S3.14: every bucket is without ACLs and keeps versions", async () => {
    await demandOfEvery(
      "s3/bucket:Bucket",
      (bucket, all) =>
        part(all, bucket, "BucketOwnershipControls")?.rule.objectOwnership === "BucketOwnerEnforced" &&
        part(all, bucket, "BucketVersioning")?.versioningConfiguration.status === "Enabled",
    );
  });

  it("S3.13: every bucket ends old versions and what was uploaded in part", async () => {
    await demandOfEvery(
      "s3/bucket:Bucket",
      (bucket, all) =>
        part(all, bucket, "BucketLifecycleConfiguration")?.rules.some(
          ({ status, noncurrentVersionExpiration, abortIncompleteMultipartUpload }: Record<string, unknown>) =>
            status === "Enabled" && noncurrentVersionExpiration && abortIncompleteMultipartUpload,
        ) === true,
    );
  });

  it("S3.17: every bucket is encrypted by a customer key, but that of the logs", async () => {
    await demandOfEvery("s3/bucket:Bucket", (bucket, all) => {
      const [rule] = part(all, bucket, "BucketServerSideEncryptionConfiguration")?.rules ?? [];
      const { sseAlgorithm, kmsMasterKeyId } = rule?.applyServerSideEncryptionByDefault ?? {};
      return isForLogs(bucket) ? sseAlgorithm === "AES256" : sseAlgorithm === "aws:kms" && isKey(kmsMasterKeyId);
    });
  });

  it("CloudWatch.16: every log group is kept for a year or longer, in dev too", async () => {
    await demandOfEvery("cloudwatch/logGroup:LogGroup", ({ inputs }) => inputs.retentionInDays >= 365);
  });

  it("encrypts every log group of servers, functions and databases by a customer key", async () => {
    const groups = (await everythingMade()).filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
    const others = groups.filter(({ inputs }) => !isKey(inputs.kmsKeyId)).map(({ name }) => name);
    // What the network and the firewall saw is encrypted by CloudWatch Logs itself.
    assert.deepEqual([...new Set(others.map((name) => name.replace(/^acme-[a-z]+-/, "")))].sort(), [
      "network-flow-logs",
      "site-waf-requests",
    ]);
  });

  it("RDS.9, RDS.36: what every instance exports, also a replica, goes to log groups that are made before it", async () => {
    await demandOfEvery("rds/instance:Instance", ({ inputs }, all) => {
      const groups = all.map((each) => each.inputs.name);
      const exports = inputs.enabledCloudwatchLogsExports as string[];
      return (
        exports.length >= 2 && exports.every((log) => groups.includes(`/aws/rds/instance/${inputs.identifier}/${log}`))
      );
    });
  });

  it("RDS.2, RDS.3, RDS.6, RDS.10, RDS.11, RDS.13, RDS.17, RDS.26: hold for every instance, replicas too", async () => {
    await demandOfEvery("rds/instance:Instance", ({ inputs }) => {
      // A replica has its source's encryption.
      const encrypted =
        inputs.replicateSourceDb !== undefined || (inputs.storageEncrypted === true && isKey(inputs.kmsKeyId));
      return {
        "RDS.2": inputs.publiclyAccessible === false,
        "RDS.3": encrypted,
        "RDS.6": inputs.monitoringInterval > 0,
        "RDS.10": inputs.iamDatabaseAuthenticationEnabled === true,
        "RDS.11": inputs.backupRetentionPeriod >= 7,
        "RDS.13": inputs.autoMinorVersionUpgrade === true,
        "RDS.17": inputs.copyTagsToSnapshot === true,
        "RDS.26": inputs.tags.backup === "daily",
      };
    });
  });

  it("RDS.5, RDS.8: every instance of staging and prod has a standby and deletion protection", async () => {
    await demandOfEvery("rds/instance:Instance", ({ environment, inputs }) =>
      environment === "dev" ? true : inputs.multiAz === true && inputs.deletionProtection === true,
    );
  });

  it("RDS.38, RDS.39: every parameter group, and every proxy, demands TLS", async () => {
    await demandOfEvery("rds/parameterGroup:ParameterGroup", ({ inputs }) =>
      inputs.parameters.some(
        ({ name, value }: Record<string, string>) =>
          (name === "require_secure_transport" && /^(1|ON)$/.test(value ?? "")) ||
          (name === "rds.force_ssl" && value === "1"),
      ),
    );
    await demandOfEvery("rds/proxy:Proxy", ({ inputs }) => inputs.requireTls === true && inputs.debugLogging === false);
  });

  it("RDS.46, EFS.6: databases, proxies and mount targets stand in private subnets", async () => {
    const isPrivate = (ids: readonly string[], all: readonly Made[]) => {
      const template = all.find(({ name, type }) => type.endsWith(":LaunchTemplate") && name.endsWith("-bastion"));
      const group = all.find(({ name, type }) => type.endsWith("autoscaling/group:Group") && name.endsWith("-bastion"));
      const open = group?.inputs.vpcZoneIdentifiers as string[];
      return template !== undefined && open.length > 0 && ids.length > 0 && ids.every((id) => !open.includes(id));
    };
    await demandOfEvery("rds/subnetGroup:SubnetGroup", ({ inputs }, all) => isPrivate(inputs.subnetIds, all));
    await demandOfEvery("rds/proxy:Proxy", ({ inputs }, all) => isPrivate(inputs.vpcSubnetIds, all));
    await demandOfEvery("efs/mountTarget:MountTarget", ({ inputs }, all) => isPrivate([inputs.subnetId], all));
    await demandOfEvery(
      "lambda/function:Function",
      ({ name, inputs }, all) => !name.endsWith("-rotator") || isPrivate(inputs.vpcConfig.subnetIds, all),
    );
  });

  it("EFS.1, EFS.2, EFS.8: every file system is encrypted by a customer key and backed up", async () => {
    await demandOfEvery(
      "efs/fileSystem:FileSystem",
      ({ inputs }) => inputs.encrypted === true && isKey(inputs.kmsKeyId) && inputs.tags.backup === "daily",
    );
  });

  it("Backup.1: every vault is encrypted by a customer key, that of the copies too", async () => {
    await demandOfEvery("backup/vault:Vault", ({ inputs }) => isKey(inputs.kmsKeyArn));
    const vaults = (await everythingMade()).filter(({ type }) => type === "aws:backup/vault:Vault");
    assert.ok(vaults.some(({ inputs }) => inputs.region === "eu-west-1"));
  });

  it("SES.3: every configuration set demands TLS", async () => {
    await demandOfEvery(
      "sesv2/configurationSet:ConfigurationSet",
      ({ inputs }) => inputs.deliveryOptions.tlsPolicy === "REQUIRE",
    );
  });
});
