import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { accessLogStatement, HardenedBucket } from "../shared/hardened-bucket.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { cloudFrontLogsStatements, distributionsStatement, loadBalancerLogsStatement } from "./bucket-statements.ts";

/** How long the buckets keep what they hold. All figures are days. */
export interface BucketsArgs {
  /** Names, region and account. */
  readonly context: Context;
  /** ARN of the key of objects. The bucket of logs does not take it. */
  readonly keyArn: pulumi.Input<string>;
  /** Days that a replaced or deleted asset or archive can be brought back, at least 1. Default: 30. */
  readonly oldVersionDays?: number | undefined;
  /** Days that logs are kept, at least 1. Shortening it deletes what is older. Default: 365. */
  readonly logRetentionDays?: number | undefined;
  /** Days after which archives move to Glacier Flexible Retrieval, which bills each object for at least 90 days. Default: 30. */
  readonly archiveGlacierDays?: number | undefined;
  /** Days after which archives move to Glacier Deep Archive, which bills for at least 180 days. Later than `archiveGlacierDays`. Default: 180. */
  readonly archiveDeepDays?: number | undefined;
  /** Days that archives are kept, more than `archiveDeepDays`. Default: they stay. */
  readonly archiveRetentionDays?: number | undefined;
}

/**
 * The environment's buckets: `assets` that CloudFront serves, `archives` that move to cheaper classes, and `logs` of both, of load
 * balancers and of CloudFront. All are private, versioned, encrypted and protected.
 *
 * The bucket of logs has no log of its own: it would log its own deliveries without end. It takes S3's own key, because load balancers and S3
 * deliver to no bucket with a customer key as its default.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class Buckets extends pulumi.ComponentResource {
  /** Name of the bucket of assets. */
  public readonly assetsBucketName: pulumi.Output<string>;
  /** ARN of the bucket of assets. */
  public readonly assetsBucketArn: pulumi.Output<string>;
  /** Host name of the bucket of assets, as the origin of a distribution. */
  public readonly assetsBucketRegionalDomainName: pulumi.Output<string>;
  /** Name of the bucket of logs. */
  public readonly logsBucketName: pulumi.Output<string>;
  /** ARN of the bucket of logs. */
  public readonly logsBucketArn: pulumi.Output<string>;
  /** Name of the bucket of archives. */
  public readonly archivesBucketName: pulumi.Output<string>;
  /** ARN of the bucket of archives. */
  public readonly archivesBucketArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: BucketsArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:objects:Buckets", name, {}, options);
    const { context, keyArn } = args;
    const names = {
      assets: limitName(`${name}-assets`, autoNameLimit("bucket")),
      logs: limitName(`${name}-logs`, autoNameLimit("bucket")),
      archives: limitName(`${name}-archives`, autoNameLimit("bucket")),
    };
    const logs = this.createLogs(names.logs, [names.assets, names.archives], args);
    // S3 refuses to log to a bucket whose policy does not let it in yet.
    const logged = { parent: this, dependsOn: [logs] };
    const assets = new HardenedBucket(
      names.assets,
      {
        keyArn,
        oldVersionRetentionDays: args.oldVersionDays ?? 30,
        accessLogBucketName: logs.bucketName,
        statements: (arn) => [distributionsStatement(arn, context.accountId)],
      },
      logged,
    );
    const archives = this.createArchives(names.archives, args, logs.bucketName, logged);
    this.assetsBucketName = assets.bucketName;
    this.assetsBucketArn = assets.arn;
    this.assetsBucketRegionalDomainName = assets.regionalDomainName;
    this.logsBucketName = logs.bucketName;
    this.logsBucketArn = logs.arn;
    this.archivesBucketName = archives.bucketName;
    this.archivesBucketArn = archives.arn;
    this.registerOutputs({
      assetsBucketName: this.assetsBucketName,
      assetsBucketArn: this.assetsBucketArn,
      assetsBucketRegionalDomainName: this.assetsBucketRegionalDomainName,
      logsBucketName: this.logsBucketName,
      logsBucketArn: this.logsBucketArn,
      archivesBucketName: this.archivesBucketName,
      archivesBucketArn: this.archivesBucketArn,
    });
  }

  /** The bucket that takes the logs of all others. */
  private createLogs(name: string, logged: readonly string[], { context, logRetentionDays }: BucketsArgs) {
    const { accountId } = context;
    return new HardenedBucket(
      name,
      {
        retentionDays: logRetentionDays ?? 365,
        statements: (arn) => [
          accessLogStatement(arn, accountId, logged),
          loadBalancerLogsStatement(arn, accountId),
          ...cloudFrontLogsStatements(arn, accountId),
        ],
      },
      { parent: this },
    );
  }

  /** The bucket of what is kept for long and hardly read. */
  private createArchives(
    name: string,
    args: BucketsArgs,
    logsBucketName: pulumi.Output<string>,
    options: pulumi.ComponentResourceOptions,
  ) {
    return new HardenedBucket(
      name,
      {
        keyArn: args.keyArn,
        retentionDays: args.archiveRetentionDays,
        oldVersionRetentionDays: args.oldVersionDays ?? 30,
        transitions: [
          { days: args.archiveGlacierDays ?? 30, storageClass: "GLACIER" },
          { days: args.archiveDeepDays ?? 180, storageClass: "DEEP_ARCHIVE" },
        ],
        accessLogBucketName: logsBucketName,
      },
      options,
    );
  }
}
