import assert from "node:assert/strict";
import { keeping, kept, policyOf } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { accessLogStatement, HardenedBucket, type HardenedBucketArgs } from "./hardened-bucket.ts";

const keyArn = "arn:aws:kms:af-south-1:123456789012:key/11111111-2222-4333-8444-555555555555";

/** Makes a bucket. */
function make(change: Partial<HardenedBucketArgs> = {}): Promise<Collected> {
  return collect(() => {
    const bucket = new HardenedBucket("acme-account-test", {
      retentionDays: 400,
      keyArn,
      accessLogBucketName: "acme-logs",
      ...change,
    });
    return { arn: bucket.arn, bucketName: bucket.bucketName };
  });
}

describe("a hardened bucket", () => {
  let collected: Collected;
  let bucket: string;
  before(async () => {
    collected = await make();
    bucket = String(collected.outputs.bucketName);
  });

  it("is kept, and is not deleted with what it holds", () => {
    const { inputs } = collected.only("aws:s3/bucket:Bucket");
    assert.deepEqual(inputs, { forceDestroy: false });
    assert.deepEqual(keeping(collected.only("aws:s3/bucket:Bucket")), kept);
  });

  it("S3.2, S3.3, S3.8: blocks all public access", () => {
    assert.deepEqual(collected.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs, {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("S3.12: has no ACLs", () => {
    assert.deepEqual(collected.only("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs, {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  });

  it("S3.5, S3.6: takes TLS only, and no other account", () => {
    const resource = collected.only("aws:s3/bucketPolicy:BucketPolicy");
    const arn = `arn:aws:s3:::${bucket}`;
    assert.deepEqual(policyOf(resource), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    assert.ok(resource.options.dependsOn?.includes("acme-account-test-public-access"));
  });

  it("S3.9: logs access to the other bucket", () => {
    assert.deepEqual(collected.only("aws:s3/bucketLogging:BucketLogging").inputs, {
      bucket,
      targetBucket: "acme-logs",
      targetPrefix: "acme-account-test/",
    });
  });

  it("S3.13, S3.14: keeps versions, and lets go of objects and versions after the retention", () => {
    assert.deepEqual(collected.only("aws:s3/bucketVersioning:BucketVersioning").inputs, {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(collected.only("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs, {
      bucket,
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: 400 },
          noncurrentVersionExpiration: { noncurrentDays: 400 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    });
  });

  it("S3.17: encrypts by the key", () => {
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.deepEqual(collected.only(type).inputs, {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
  });

  it("without a key and a bucket for logs, takes S3's own key and logs nothing", async () => {
    const plain = await collect(() => {
      new HardenedBucket("acme-account-plain", { retentionDays: 30 });
    });
    const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    assert.deepEqual(plain.only(type).inputs.rules, [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    assert.equal(plain.ofType("aws:s3/bucketLogging:BucketLogging").length, 0);
  });

  it("S3.13: keeps objects and lets go of old versions, moves objects to cheaper classes", async () => {
    const archive = await make({
      retentionDays: undefined,
      oldVersionRetentionDays: 30,
      transitions: [
        { days: 60, storageClass: "GLACIER" },
        { days: 200, storageClass: "DEEP_ARCHIVE" },
      ],
    });
    const { rules } = archive.only("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    assert.deepEqual(rules, [
      {
        id: "expire",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { expiredObjectDeleteMarker: true },
        transitions: [
          { days: 60, storageClass: "GLACIER" },
          { days: 200, storageClass: "DEEP_ARCHIVE" },
        ],
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
    ]);
  });

  it("refuses to keep old versions forever", async () => {
    await assert.rejects(make({ retentionDays: undefined }), /neither retentionDays nor oldVersionRetentionDays/);
  });

  it("lets S3 deliver access logs of named buckets, each below its prefix", () => {
    assert.deepEqual(accessLogStatement("arn:aws:s3:::logs", "123456789012", ["acme-a", "acme-b"]), {
      Sid: "AccessLogsAreDelivered",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: ["arn:aws:s3:::logs/acme-a/*", "arn:aws:s3:::logs/acme-b/*"],
      Condition: {
        ArnLike: { "aws:SourceArn": ["arn:aws:s3:::acme-a-*", "arn:aws:s3:::acme-b-*"] },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    });
  });
});
