import assert from "node:assert/strict";
import { keeping, kept, policyOf, testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { accountKeyStatement, logsKeyStatement } from "../shared/customer-key.ts";
import { denyWithoutTls } from "../shared/policy-document.ts";
import { AuditStore } from "./audit-store.ts";
import { AuditTrail } from "./audit-trail.ts";

const account = testContext.accountId;
const trailArn = `arn:aws:cloudtrail:af-south-1:${account}:trail/acme-account-audit-trail`;
const logGroupArn = `arn:aws:logs:af-south-1:${account}:log-group:/acme/account/audit-trail`;

/** Makes the store and the trail. */
function make(): Promise<Collected> {
  return collect(() => {
    const store = new AuditStore("acme-account-audit", { context: testContext, retentionDays: 400 });
    const trail = new AuditTrail("acme-account-audit-trail", { context: testContext, store, logRetentionDays: 90 });
    return {
      bucket: store.bucket.bucketName,
      accessLogs: store.accessLogs.bucketName,
      keyArn: store.keyArn,
      logGroupArn: trail.logGroupArn,
    };
  });
}

describe("the audit store and trail", () => {
  let collected: Collected;
  before(async () => {
    collected = await make();
  });

  it("CloudTrail.1, .2, .4, .5: all regions, encrypted, validated, to CloudWatch Logs", () => {
    const trail = collected.only("aws:cloudtrail/trail:Trail");
    const { cloudWatchLogsRoleArn, ...inputs } = trail.inputs;
    // Without selectors a trail records management events, reads and writes.
    assert.deepEqual(inputs, {
      name: "acme-account-audit-trail",
      s3BucketName: collected.outputs.bucket,
      kmsKeyId: collected.outputs.keyArn,
      cloudWatchLogsGroupArn: `${logGroupArn}:*`,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
    });
    assert.match(cloudWatchLogsRoleArn, /:role\/acme-account-audit-trail-delivery-/);
    assert.deepEqual(keeping(trail), kept);
    for (const name of ["acme-account-audit-policy", "acme-account-audit-trail-delivery-policy"]) {
      assert.ok(trail.options.dependsOn?.includes(name), `the trail waits for ${name}`);
    }
  });

  it("CloudWatch.16: keeps the events for the time that was set, encrypted and protected", () => {
    const logGroup = collected.only("aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual(logGroup.inputs, {
      name: "/acme/account/audit-trail",
      retentionInDays: 90,
      kmsKeyId: collected.outputs.keyArn,
      deletionProtectionEnabled: true,
    });
    assert.deepEqual(keeping(logGroup), kept);
  });

  it("delivers by a role that CloudTrail takes without conditions, to the trail's own streams only", () => {
    assert.deepEqual(policyOf(collected.only("aws:iam/role:Role"), "assumeRolePolicy").Statement, [
      {
        Sid: "TrailAssumes",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    assert.deepEqual(policyOf(collected.only("aws:iam/rolePolicy:RolePolicy")).Statement, [
      {
        Sid: "WriteEvents",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${logGroupArn}:log-stream:${account}_CloudTrail_af-south-1*`,
      },
    ]);
  });

  it("KMS.5: the key serves the account, this trail, Config and the log group", () => {
    assert.deepEqual(policyOf(collected.only("aws:kms/key:Key")).Statement, [
      accountKeyStatement(account),
      {
        Sid: "TrailEncrypts",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceArn": trailArn } },
      },
      {
        Sid: "ConfigEncrypts",
        Effect: "Allow",
        Principal: { Service: "config.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
      logsKeyStatement("af-south-1", [logGroupArn]),
    ]);
  });

  it("S3.6: the audit bucket takes this trail's and this account's Config's files, each under its prefix", () => {
    const arn = `arn:aws:s3:::${collected.outputs.bucket}`;
    const statement = (sid: string, service: string, action: unknown, resource: string, condition: object) => ({
      Sid: sid,
      Effect: "Allow",
      Principal: { Service: service },
      Action: action,
      Resource: resource,
      Condition: { StringEquals: condition },
    });
    const trail = { "aws:SourceArn": trailArn };
    const config = { "aws:SourceAccount": account };
    const owned = { "s3:x-amz-acl": "bucket-owner-full-control" };
    const files = `${arn}/AWSLogs/${account}`;
    assert.deepEqual(
      policyOf(collected.only("aws:s3/bucketPolicy:BucketPolicy", "acme-account-audit-policy")).Statement,
      [
        denyWithoutTls("s3:*", [arn, `${arn}/*`]),
        statement("TrailLooks", "cloudtrail.amazonaws.com", ["s3:GetBucketAcl"], arn, trail),
        statement("TrailWrites", "cloudtrail.amazonaws.com", "s3:PutObject", `${files}/*`, { ...trail, ...owned }),
        statement("ConfigLooks", "config.amazonaws.com", ["s3:GetBucketAcl", "s3:ListBucket"], arn, config),
        statement("ConfigWrites", "config.amazonaws.com", "s3:PutObject", `${files}/Config/*`, { ...config, ...owned }),
      ],
    );
  });

  it("S3.9: the audit bucket's access is logged to a bucket that only S3 writes to and that logs nothing itself", () => {
    const { accessLogs } = collected.outputs;
    assert.deepEqual(collected.only("aws:s3/bucketLogging:BucketLogging").inputs, {
      bucket: collected.outputs.bucket,
      targetBucket: accessLogs,
      targetPrefix: "acme-account-audit/",
    });
    const policy = collected.only("aws:s3/bucketPolicy:BucketPolicy", "acme-account-audit-access-logs-policy");
    assert.deepEqual(policyOf(policy).Statement.slice(1), [
      {
        Sid: "AccessLogsAreDelivered",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: [`arn:aws:s3:::${accessLogs}/acme-account-audit/*`],
        Condition: {
          ArnLike: { "aws:SourceArn": ["arn:aws:s3:::acme-account-audit-*"] },
          StringEquals: { "aws:SourceAccount": account },
        },
      },
    ]);
  });

  it("S3.17: the audit bucket is encrypted by the key, that of access logs by S3's own, as S3 demands", () => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    const algorithm = (name: string) => collected.only(type, name).inputs.rules[0].applyServerSideEncryptionByDefault;
    assert.deepEqual(algorithm("acme-account-audit-encryption"), {
      sseAlgorithm: "aws:kms",
      kmsMasterKeyId: collected.outputs.keyArn,
    });
    assert.deepEqual(algorithm("acme-account-audit-access-logs-encryption"), { sseAlgorithm: "AES256" });
  });
});
