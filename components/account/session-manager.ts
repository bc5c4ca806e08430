import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logGroupArn } from "../shared/arns.ts";
import type { Context } from "../shared/context.ts";
import { CustomerKey, logsKeyStatement } from "../shared/customer-key.ts";
import { statefulOptions } from "../shared/stateful.ts";

/** What Session Manager's preferences are made of. */
export interface SessionManagerArgs {
  /** Where the deployment goes. */
  readonly context: Context;
  /** Days that session logs are kept; one of those that CloudWatch Logs takes. */
  readonly logRetentionDays: number;
  /** Minutes without input after which a session ends, 1 to 60. */
  readonly idleTimeoutMinutes: number;
}

/**
 * Session Manager's preferences of the region: sessions are encrypted by a customer key, streamed to an encrypted log group
 * (without it no session starts), end when idle, and run as `ssm-user`. A singleton under AWS's fixed document name; where
 * somebody opened the console's preferences before, the document exists and is imported first (`pulumi import`).
 */
export class SessionManager extends pulumi.ComponentResource {
  /** ARN of the key of sessions and their logs. */
  public readonly keyArn: pulumi.Output<string>;
  /** ARN of the log group, without ":*". */
  public readonly logGroupArn: pulumi.Output<string>;
  /** Name of the log group. */
  public readonly logGroupName: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: SessionManagerArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:SessionManager", name, {}, options);
    const { project, environment, region, accountId } = args.context;
    const logGroupName = `/${project}/${environment}/session-manager`;
    const key = new CustomerKey(
      `${name}-key`,
      {
        description: "Session Manager sessions and their logs",
        accountId,
        statements: [logsKeyStatement(region, [logGroupArn(region, accountId, logGroupName)])],
      },
      { parent: this },
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: logGroupName,
        retentionInDays: args.logRetentionDays,
        kmsKeyId: key.arn,
        deletionProtectionEnabled: true,
      },
      { parent: this, ...statefulOptions },
    );
    new aws.ssm.Document(
      `${name}-preferences`,
      {
        name: "SSM-SessionManagerRunShell",
        documentType: "Session",
        documentFormat: "JSON",
        content: pulumi
          .all([logGroup.name, key.arn])
          .apply(([group, keyArn]) => sessionPreferences(group, keyArn, args.idleTimeoutMinutes)),
      },
      { parent: this },
    );
    this.keyArn = key.arn;
    this.logGroupArn = logGroup.arn;
    this.logGroupName = logGroup.name;
    this.registerOutputs({ keyArn: this.keyArn, logGroupArn: this.logGroupArn, logGroupName: this.logGroupName });
  }
}

/**
 * Writes the preferences document.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 *
 * @param logGroupName log group that takes what is typed and shown
 * @param keyArn key of the session's data
 * @param idleTimeoutMinutes 1 to 60
 */
export function sessionPreferences(logGroupName: string, keyArn: string, idleTimeoutMinutes: number): string {
  return JSON.stringify({
    schemaVersion: "1.0",
    description: "Preferences of Session Manager in this region",
    sessionType: "Standard_Stream",
    inputs: {
      s3BucketName: "",
      s3KeyPrefix: "",
      s3EncryptionEnabled: true,
      cloudWatchLogGroupName: logGroupName,
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: keyArn,
      // The document takes text, not a number.
      idleSessionTimeout: String(idleTimeoutMinutes),
      runAsEnabled: false,
      runAsDefaultUser: "",
    },
  });
}
