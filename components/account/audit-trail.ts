import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { statefulOptions } from "../shared/stateful.ts";
import type { AuditStore } from "./audit-store.ts";
import { policyJson } from "./policy-document.ts";

/** What a trail is made of. */
export interface AuditTrailArgs {
  readonly accountId: string;
  readonly region: string;
  /** Name of the trail. A change replaces it. */
  readonly trailName: string;
  /** Name of the trail's log group. A change replaces it, and what it holds is lost. */
  readonly logGroupName: string;
  /** Where the trail writes, and its key. */
  readonly store: AuditStore;
  /** Days that events stay in CloudWatch Logs, for queries and alarms; one of those that CloudWatch Logs takes. */
  readonly logRetentionDays: number;
}

/** ARN of a trail, which policies need before the trail is there. */
export function trailArn(region: string, accountId: string, trailName: string): string {
  return `arn:aws:cloudtrail:${region}:${accountId}:trail/${trailName}`;
}

/** ARN of a log group without ":*", which key policies need before the log group is there. */
export function logGroupArn(region: string, accountId: string, logGroupName: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}`;
}

/**
 * CloudTrail of all regions, reads and writes: encrypted, with digests that show tampering, to the audit bucket and to
 * CloudWatch Logs. Management events of one trail are free; storage is not.
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** ARN of the log group, without ":*". */
  public readonly logGroupArn: pulumi.Output<string>;

  constructor(name: string, args: AuditTrailArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:AuditTrail", name, {}, options);
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: args.logGroupName,
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
        name: args.trailName,
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

  /** The role by which CloudTrail writes to its log group, and to no other. */
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
            Condition: { StringEquals: { "aws:SourceArn": trailArn(args.region, args.accountId, args.trailName) } },
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
              Resource: `${arn}:log-stream:${args.accountId}_CloudTrail_${args.region}*`,
            },
          ]),
        ),
      },
      { parent: this },
    );
    return { role, policy };
  }
}
