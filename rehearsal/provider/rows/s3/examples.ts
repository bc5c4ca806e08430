/** Examples of S3's rows. */
import type { Example } from "../example.ts";

const name = (made: (name: string) => { bucket?: unknown }) => made("s3-bucket").bucket;

/** All examples of S3. */
export const examples: readonly Example[] = [
  {
    name: "s3-bucket",
    type: "aws:s3/bucket:Bucket",
    inputs: () => ({ bucket: "rehearsal-example-1234567", tags: { kind: "first" } }),
    change: () => ({ tags: { kind: "second" } }),
  },
  {
    name: "s3-log-bucket",
    type: "aws:s3/bucket:Bucket",
    inputs: () => ({ bucket: "rehearsal-example-logs-1234567" }),
  },
  {
    name: "s3-log-bucket-policy",
    type: "aws:s3/bucketPolicy:BucketPolicy",
    needs: ["s3-log-bucket"],
    inputs: (made, { accountId }) => ({
      bucket: made("s3-log-bucket").bucket,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "logging.s3.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: `${made("s3-log-bucket").arn}/*`,
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ],
      }),
    }),
    change: (made) => ({
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: ["s3:PutObject"],
          Resource: `${made("s3-log-bucket").arn}/*`,
        },
      }),
    }),
  },
  {
    name: "s3-versioning",
    type: "aws:s3/bucketVersioning:BucketVersioning",
    stays: "versioning is suspended",
    needs: ["s3-bucket"],
    inputs: (made) => ({ bucket: name(made), versioningConfiguration: { status: "Enabled" } }),
    change: () => ({ versioningConfiguration: { status: "Suspended" } }),
  },
  {
    name: "s3-encryption",
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    stays: "S3 encrypts with its own key (SSE-S3)",
    needs: ["s3-bucket", "kms-key"],
    inputs: (made) => ({
      bucket: name(made),
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: made("kms-key").arn },
          bucketKeyEnabled: true,
        },
      ],
    }),
    change: () => ({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] }),
  },
  {
    name: "s3-public-access-block",
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    needs: ["s3-bucket"],
    inputs: (made) => ({ bucket: name(made), blockPublicAcls: true, blockPublicPolicy: true }),
    change: () => ({ ignorePublicAcls: true, restrictPublicBuckets: true }),
  },
  {
    name: "s3-ownership",
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    needs: ["s3-bucket"],
    inputs: (made) => ({ bucket: name(made), rule: { objectOwnership: "BucketOwnerEnforced" } }),
    change: () => ({ rule: { objectOwnership: "BucketOwnerPreferred" } }),
  },
  {
    name: "s3-lifecycle",
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    needs: ["s3-bucket"],
    inputs: (made) => ({
      bucket: name(made),
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: 365 },
          transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
          noncurrentVersionExpiration: { noncurrentDays: 90 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    }),
    change: () => ({ rules: [{ id: "expire", status: "Disabled", filter: {}, expiration: { days: 30 } }] }),
  },
  {
    name: "s3-logging",
    type: "aws:s3/bucketLogging:BucketLogging",
    needs: ["s3-bucket", "s3-log-bucket", "s3-log-bucket-policy"],
    inputs: (made) => ({ bucket: name(made), targetBucket: made("s3-log-bucket").bucket, targetPrefix: "first/" }),
    change: () => ({ targetPrefix: "second/" }),
  },
];
