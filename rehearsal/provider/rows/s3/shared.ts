/** What all rows of S3 share: names of types, a rule for the bucket that a setting belongs to. */
import type { Properties, Rule } from "../../row.ts";

/** Type token of buckets. */
export const bucketType = "aws:s3/bucket:Bucket";
/** Type token of bucket policies. */
export const bucketPolicyType = "aws:s3/bucketPolicy:BucketPolicy";
/** Type token of a bucket's default encryption. */
export const bucketEncryptionType =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
/** Type token of a bucket's public access block. */
export const publicAccessBlockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
/** Type token of the account's public access block. */
export const accountPublicAccessBlockType = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

/** Error codes that mean the bucket itself is gone. */
export const bucketGone = ["NoSuchBucket", "NotFound", "404"] as const;

/** What a bucket's own settings have in common: they need the bucket, and another bucket is another setting. */
export const ofBucket = {
  replaceOn: ["bucket", "expectedBucketOwner"],
  identify: (inputs: Properties) => String(inputs.bucket),
} as const;

/** The ARN of a bucket, or of keys in it. */
export function bucketArn(bucket: string, key?: string): string {
  return key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
}

/** A rule whose bucket must be there. */
export function bucketExists(property: string): Rule {
  return {
    source: "S3 API, error codes: NoSuchBucket",
    when: "creation",
    check: (inputs, world) => {
      const bucket = inputs[property];
      if (typeof bucket !== "string" || world.find(bucketType, bucket)) return undefined;
      return `${property} names the bucket ${bucket}, which does not exist: take the name from the bucket's output "bucket", so that it is made first`;
    },
  };
}
