import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { policyJson } from "../shared/policy-document.ts";
import { statefulOptions } from "../shared/stateful.ts";
import { type AuditStore, auditNames } from "./audit-store.ts";

/** What a trail is made of. */
export interface AuditTrailArgs {
  /** Where the deployment goes. */
  readonly context: Context;
  /** Where the trail writes, and its key. */
  readonly store: AuditStore;
  /** Days that events stay in CloudWatch Logs, for queries and alarms; one of those that CloudWatch Logs takes. */
  readonly logRetentionDays: number;
}

/**
 * CloudTrail of all regions, reads and writes: encrypted, with digests that show tampering, to the audit bucket and to
 * CloudWatch Logs. Management events of one trail are free; storage is not.
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** ARN of the log group, without ":*". */
  public readonly logGroupArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AuditTrailArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:AuditTrail", name, {}, options);
    const names = auditNames(args.context);
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: names.logGroupName,
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.store.keyArn,
        deletionProtectionEnabled: true,
      },
      { parent: this, ...statefulOptions },
    );
    const delivery = this.createDeliveryRole(name, args, logGroup);
    new aws.cloudtrail.Trail(
      name,
      {
        name: names.trailName,
        s3BucketName: args.store.bucket.bucketName,
        kmsKeyId: args.store.keyArn,
        cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
        cloudWatchLogsRoleArn: delivery.role.arn,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
      },
      // CloudTrail checks both policies when the trail is made.
      { parent: this, ...statefulOptions, dependsOn: [args.store, delivery.policy] },
    );
    this.logGroupArn = logGroup.arn;
    this.registerOutputs({ logGroupArn: this.logGroupArn });
  }

  /**
   * The role by which CloudTrail writes to its log group, and to no other. Its trust has no condition: CloudTrail does not
   * say for which trail or account it takes this role, so that aws:SourceArn or aws:SourceAccount would keep it out. What
   * the role may do is narrow instead. Sources:
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
   * https://github.com/prowler-cloud/prowler/issues/4714
   */
  private createDeliveryRole(name: string, args: AuditTrailArgs, logGroup: aws.cloudwatch.LogGroup) {
    const role = new aws.iam.Role(
      `${name}-delivery`,
      {
        description: "CloudTrail writes events to CloudWatch Logs",
        assumeRolePolicy: policyJson([
          {
            Sid: "TrailAssumes",
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ]),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-delivery-policy`,
      {
        role: role.name,
        policy: logGroup.arn.apply((arn) =>
          policyJson([
            {
              Sid: "WriteEvents",
              Effect: "Allow",
              Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
              Resource: `${arn}:log-stream:${args.context.accountId}_CloudTrail_${args.context.region}*`,
            },
          ]),
        ),
      },
      { parent: this },
    );
    return { role, policy };
  }
}
