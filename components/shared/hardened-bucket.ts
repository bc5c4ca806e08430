import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyWithoutTls, policyJson, type Statement } from "./policy-document.ts";
import { statefulOptions } from "./stateful.ts";

/** When objects move to a cheaper storage class. */
export interface ClassTransition {
  /** Days after an object's creation, later than that of the transition before. */
  readonly days: number;
  /** The class: GLACIER is Glacier Flexible Retrieval, read after minutes to hours; DEEP_ARCHIVE is read after hours to two days. */
  readonly storageClass: "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE";
}

/** What a hardened bucket is made of. */
export interface HardenedBucketArgs {
  /** Days after which an object goes, at least 1. Shortening it deletes what is older. Default: objects stay. */
  readonly retentionDays?: number | undefined;
  /** Days after which a version that is no longer the current one goes, at least 1. Default: as `retentionDays`; one of the two is needed. */
  readonly oldVersionRetentionDays?: number | undefined;
  /** The cheaper classes that objects move to, in the order of their days. Reading back costs by the amount. Default: none. */
  readonly transitions?: readonly ClassTransition[];
  /** Key that encrypts new objects. Default: none, which means S3's own key (SSE-S3). */
  readonly keyArn?: pulumi.Input<string>;
  /** Bucket that takes the server access logs. Default: none; only right for such a bucket itself. */
  readonly accessLogBucketName?: pulumi.Input<string>;
  /** Who may use the bucket beside the account's IAM policies, from the bucket's ARN. Default: nobody. */
  readonly statements?: (bucketArn: string) => readonly Statement[];
}

/**
 * Lets S3 deliver the access logs of buckets of this account to another bucket, each below its own prefix: the bucket's logical name.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 *
 * @param bucketArn ARN of the bucket that takes the logs
 * @param accountId twelve digits
 * @param names logical names of the buckets that are logged
 */
export function accessLogStatement(bucketArn: string, accountId: string, names: readonly string[]): Statement {
  const [resources, sources] = [
    names.map((name) => `${bucketArn}/${name}/*`),
    names.map((name) => `arn:aws:s3:::${name}-*`),
  ];
  return {
    Sid: "AccessLogsAreDelivered",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: resources,
    Condition: { ArnLike: { "aws:SourceArn": sources }, StringEquals: { "aws:SourceAccount": accountId } },
  };
}

/** Days after which the parts of an upload that was never finished go. */
const unfinishedUploadDays = 7;

/**
 * A private, versioned, encrypted bucket: no public access, no ACLs, TLS only, a lifecycle, access logs. It is protected, and
 * it cannot be deleted while it holds objects.
 */
export class HardenedBucket extends pulumi.ComponentResource {
  /** ARN of the bucket. */
  public readonly arn: pulumi.Output<string>;
  /** Name of the bucket, with Pulumi's suffix. To wait for the bucket's policy, depend on the component. */
  public readonly bucketName: pulumi.Output<string>;
  /** Host name by which CloudFront reaches the bucket. */
  public readonly regionalDomainName: pulumi.Output<string>;

  /**
   * @param name prefix of the children's names, from the context; with Pulumi's suffix it is the bucket's name
   * @throws pulumi.ResourceError when neither retention is given
   */
  constructor(name: string, args: HardenedBucketArgs, options?: pulumi.ComponentResourceOptions) {
    // The component began in another folder; what was deployed under that name stays what it is.
    const aliases = [{ type: "platform:account:HardenedBucket" }];
    super("platform:shared:HardenedBucket", name, {}, pulumi.mergeOptions(options, { aliases }));
    const oldVersionDays = args.oldVersionRetentionDays ?? args.retentionDays;
    if (oldVersionDays === undefined) {
      const problem = `The bucket ${name} has neither retentionDays nor oldVersionRetentionDays; old versions would stay forever. Give one.`;
      throw new pulumi.ResourceError(problem, this, true);
    }
    const bucket = new aws.s3.Bucket(name, { forceDestroy: false }, { parent: this, ...statefulOptions });
    this.arn = bucket.arn;
    this.bucketName = bucket.bucket;
    this.regionalDomainName = bucket.bucketRegionalDomainName;
    this.close(name, bucket, args);
    this.keep(name, bucket, args);
    this.expire(name, bucket, args, oldVersionDays);
    this.registerOutputs({ arn: this.arn, bucketName: this.bucketName, regionalDomainName: this.regionalDomainName });
  }

  /** Who may reach the bucket, and how. */
  private close(name: string, bucket: aws.s3.Bucket, args: HardenedBucketArgs): void {
    const block = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this },
    );
    const policy = bucket.arn.apply((arn) =>
      policyJson([denyWithoutTls("s3:*", [arn, `${arn}/*`]), ...(args.statements?.(arn) ?? [])]),
    );
    // S3 takes one change of a bucket's access settings at a time and answers the second with a conflict.
    new aws.s3.BucketPolicy(`${name}-policy`, { bucket: bucket.bucket, policy }, { parent: this, dependsOn: [block] });
  }

  /** How objects are encrypted, and who accessed them. */
  private keep(name: string, bucket: aws.s3.Bucket, args: HardenedBucketArgs): void {
    const encryption =
      args.keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.keyArn },
            bucketKeyEnabled: true,
          };
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      { bucket: bucket.bucket, rules: [encryption] },
      { parent: this },
    );
    if (args.accessLogBucketName === undefined) return;
    new aws.s3.BucketLogging(
      `${name}-logging`,
      { bucket: bucket.bucket, targetBucket: args.accessLogBucketName, targetPrefix: `${name}/` },
      { parent: this },
    );
  }

  /** How many versions are kept, where, and for how long. */
  private expire(name: string, bucket: aws.s3.Bucket, args: HardenedBucketArgs, oldVersionDays: number): void {
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    const { retentionDays, transitions = [] } = args;
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket: bucket.bucket,
        rules: [
          {
            id: "expire",
            status: "Enabled",
            filter: { prefix: "" },
            // A mark of deletion that no version stands behind any more is only in the way.
            expiration: retentionDays === undefined ? { expiredObjectDeleteMarker: true } : { days: retentionDays },
            ...(transitions.length > 0 && { transitions: transitions.map((transition) => ({ ...transition })) }),
            noncurrentVersionExpiration: { noncurrentDays: oldVersionDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: unfinishedUploadDays },
          },
        ],
      },
      // Rules about old versions are refused until versioning is on.
      { parent: this, dependsOn: [versioning] },
    );
  }
}
