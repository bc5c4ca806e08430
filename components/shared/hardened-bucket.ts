import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { denyWithoutTls, policyJson, type Statement } from "./policy-document.ts";
import { statefulOptions } from "./stateful.ts";

/** What a hardened bucket is made of. */
export interface HardenedBucketArgs {
  /** Days after which an object goes, and a version that is no longer the current one goes too. At least 1. */
  readonly retentionDays: number;
  /** Key that encrypts new objects. Default: none, which means S3's own key (SSE-S3). */
  readonly keyArn?: pulumi.Input<string>;
  /** Bucket that takes the server access logs. Default: none; only right for such a bucket itself. */
  readonly accessLogBucketName?: pulumi.Input<string>;
  /** Who may use the bucket beside the account's IAM policies, from the bucket's ARN. Default: nobody. */
  readonly statements?: (bucketArn: string) => readonly Statement[];
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

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: HardenedBucketArgs, options?: pulumi.ComponentResourceOptions) {
    // The component began in another folder; what was deployed under that name stays what it is.
    const aliases = [{ type: "platform:account:HardenedBucket" }];
    super("platform:shared:HardenedBucket", name, {}, pulumi.mergeOptions(options, { aliases }));
    const bucket = new aws.s3.Bucket(name, { forceDestroy: false }, { parent: this, ...statefulOptions });
    this.arn = bucket.arn;
    this.bucketName = bucket.bucket;
    this.close(name, bucket, args);
    this.keep(name, bucket, args);
    this.registerOutputs({ arn: this.arn, bucketName: this.bucketName });
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

  /** How objects are kept, and for how long. */
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
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket: bucket.bucket,
        rules: [
          {
            id: "expire",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days: args.retentionDays },
            noncurrentVersionExpiration: { noncurrentDays: args.retentionDays },
            abortIncompleteMultipartUpload: { daysAfterInitiation: unfinishedUploadDays },
          },
        ],
      },
      // Rules about old versions are refused until versioning is on.
      { parent: this, dependsOn: [versioning] },
    );
    if (args.accessLogBucketName === undefined) return;
    new aws.s3.BucketLogging(
      `${name}-logging`,
      { bucket: bucket.bucket, targetBucket: args.accessLogBucketName, targetPrefix: `${name}/` },
      { parent: this },
    );
  }
}
