import * as pulumi from "@pulumi/pulumi";
import { logGroupArn, trailArn } from "../shared/arns.ts";
import type { Context } from "../shared/context.ts";
import { CustomerKey, logsKeyStatement } from "../shared/customer-key.ts";
import { accessLogStatement, HardenedBucket } from "../shared/hardened-bucket.ts";
import { nameLimits } from "../shared/names.ts";
import type { Statement } from "../shared/policy-document.ts";

/** Where the audit store stands, and who writes to it. */
export interface AuditStoreArgs {
  /** Where the deployment goes. */
  readonly context: Context;
  /** Days that audit objects and their access logs are kept. */
  readonly retentionDays: number;
}

/** Names and ARNs of the trail and its log group, which policies need before either is there. */
export interface AuditNames {
  /** Name of the trail. */
  readonly trailName: string;
  /** ARN of the trail, in the context's region and account. */
  readonly trailArn: string;
  /** Name of the trail's log group. */
  readonly logGroupName: string;
  /** Without ":*". */
  readonly logGroupArn: string;
}

/**
 * Gives the trail and its log group their names. A change replaces both.
 *
 * @param context where the deployment goes
 */
export function auditNames(context: Context): AuditNames {
  const { project, environment, region, accountId } = context;
  const trailName = context.name("audit-trail", nameLimits.trail.maxLength);
  const logGroupName = `/${project}/${environment}/audit-trail`;
  return {
    trailName,
    trailArn: trailArn(region, accountId, trailName),
    logGroupName,
    logGroupArn: logGroupArn(region, accountId, logGroupName),
  };
}

/**
 * Where the account's audit records go: one key, one bucket for CloudTrail and Config (each under its own prefix), and one
 * bucket for the access logs of that bucket.
 *
 * The bucket of access logs has no access log of its own: it would log its own log deliveries without end. It takes S3's own
 * key, because S3 delivers access logs to no bucket that encrypts by a KMS key by default.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AuditStore extends pulumi.ComponentResource {
  /** ARN of the key of the bucket, the trail and its log group. */
  public readonly keyArn: pulumi.Output<string>;
  /** The bucket of CloudTrail and Config; what writes there depends on it. */
  public readonly bucket: HardenedBucket;
  /** The bucket of S3's access logs. */
  public readonly accessLogs: HardenedBucket;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AuditStoreArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:AuditStore", name, {}, options);
    const { accountId } = args.context;
    const names = auditNames(args.context);
    const key = new CustomerKey(
      `${name}-key`,
      {
        description: "Audit trail and configuration history",
        accountId,
        statements: auditKeyStatements(args.context),
      },
      { parent: this },
    );
    this.keyArn = key.arn;
    this.accessLogs = new HardenedBucket(
      `${name}-access-logs`,
      {
        retentionDays: args.retentionDays,
        statements: (bucketArn) => [accessLogStatement(bucketArn, accountId, [name])],
      },
      { parent: this },
    );
    this.bucket = new HardenedBucket(
      name,
      {
        retentionDays: args.retentionDays,
        keyArn: key.arn,
        accessLogBucketName: this.accessLogs.bucketName,
        statements: (bucketArn) => auditBucketStatements(bucketArn, accountId, names.trailArn),
      },
      // S3 refuses to log to a bucket whose policy does not let it in yet.
      { parent: this, dependsOn: [this.accessLogs] },
    );
    this.registerOutputs({ keyArn: this.keyArn, bucketName: this.bucket.bucketName });
  }
}

/**
 * Who may use the key of the audit store beside the account.
 * Sources: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html,
 * https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
 *
 * @param context where the deployment goes
 */
export function auditKeyStatements(context: Context): readonly Statement[] {
  const names = auditNames(context);
  return [
    {
      Sid: "TrailEncrypts",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceArn": names.trailArn } },
    },
    {
      Sid: "ConfigEncrypts",
      Effect: "Allow",
      Principal: { Service: "config.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      // Config sends its account with the request, and no ARN that one could name.
      Condition: { StringEquals: { "aws:SourceAccount": context.accountId } },
    },
    logsKeyStatement(context.region, [names.logGroupArn]),
  ];
}

/**
 * Who may write to the audit bucket beside the account.
 * Sources: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html,
 * https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 *
 * @param bucketArn ARN of the bucket
 * @param accountId twelve digits
 * @param trail ARN of the trail
 */
export function auditBucketStatements(bucketArn: string, accountId: string, trail: string): readonly Statement[] {
  const writers = [
    {
      sid: "Trail",
      service: "cloudtrail.amazonaws.com",
      prefix: `AWSLogs/${accountId}`,
      source: { "aws:SourceArn": trail },
      look: ["s3:GetBucketAcl"],
    },
    {
      sid: "Config",
      service: "config.amazonaws.com",
      prefix: `AWSLogs/${accountId}/Config`,
      source: { "aws:SourceAccount": accountId },
      look: ["s3:GetBucketAcl", "s3:ListBucket"],
    },
  ] as const;
  return writers.flatMap(({ sid, service, prefix, source, look }): Statement[] => [
    {
      Sid: `${sid}Looks`,
      Effect: "Allow",
      Principal: { Service: service },
      Action: look,
      Resource: bucketArn,
      Condition: { StringEquals: source },
    },
    {
      Sid: `${sid}Writes`,
      Effect: "Allow",
      Principal: { Service: service },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/${prefix}/*`,
      Condition: { StringEquals: { ...source, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ]);
}
