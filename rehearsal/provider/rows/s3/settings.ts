/** Rows of a bucket's versioning, encryption, public access block and ownership controls. */
import type { Call, Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { camel, lowerFirst, pascal, renameKeys } from "../helpers.ts";
import { bucketEncryptionType, bucketExists, bucketGone, ofBucket, publicAccessBlockType } from "./shared.ts";

function putVersioning(inputs: Properties): Call {
  const { status, mfaDelete } = inputs.versioningConfiguration ?? {};
  // A bucket that never had versions is "Disabled": AWS has no call that says so, the real provider sends none.
  if (status === "Disabled")
    return { service: "s3", operation: "GetBucketVersioning", parameters: { Bucket: inputs.bucket } };
  const VersioningConfiguration = { Status: status, ...(mfaDelete !== undefined && { MFADelete: mfaDelete }) };
  return {
    service: "s3",
    operation: "PutBucketVersioning",
    parameters: { Bucket: inputs.bucket, VersioningConfiguration },
  };
}

/**
 * A bucket's versioning, made in the emulator. Deleting suspends it. Updating throws when it is to be "Disabled": AWS
 * can only suspend what was enabled.
 */
export const bucketVersioning: Row = {
  type: "aws:s3/bucketVersioning:BucketVersioning",
  required: ["bucket", "versioningConfiguration"],
  ...ofBucket,
  create: { call: putVersioning },
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketVersioning", parameters: { Bucket: id } }),
    properties: (answer, _id, state) => ({
      versioningConfiguration: asWanted(
        { status: answer.Status ?? "Disabled", ...(answer.MFADelete && { mfaDelete: answer.MFADelete }) },
        state.versioningConfiguration,
      ),
    }),
    gone: bucketGone,
  },
  update: (_id, inputs) => {
    if (inputs.versioningConfiguration?.status === "Disabled") {
      throw new Error(
        `the versioning of the bucket ${inputs.bucket} cannot be disabled once it was enabled: use "Suspended"`,
      );
    }
    return [putVersioning(inputs)];
  },
  delete: (id, state) =>
    state.versioningConfiguration?.status === "Enabled"
      ? [
          {
            service: "s3",
            operation: "PutBucketVersioning",
            parameters: { Bucket: id, VersioningConfiguration: { Status: "Suspended" } },
            ignore: bucketGone,
          },
        ]
      : [],
  rules: [
    {
      source: "terraform-provider-aws, aws_s3_bucket_versioning: versioning_configuration.status",
      check: (inputs) => {
        const status = inputs.versioningConfiguration?.status;
        if (typeof status !== "string" || ["Enabled", "Suspended", "Disabled"].includes(status)) return undefined;
        return `versioningConfiguration.status is ${status}: allowed are Enabled, Suspended, Disabled`;
      },
    },
    bucketExists("bucket"),
  ],
};

function putEncryption(inputs: Properties): Call {
  const Rules = (inputs.rules ?? []).map((rule: Properties) => {
    const wanted = rule.applyServerSideEncryptionByDefault;
    return {
      ...pascal(rule, "bucketKeyEnabled"),
      ...(rule.blockedEncryptionTypes && { BlockedEncryptionTypes: { EncryptionType: rule.blockedEncryptionTypes } }),
      ...(wanted && {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: wanted.sseAlgorithm,
          ...(wanted.kmsMasterKeyId !== undefined && { KMSMasterKeyID: wanted.kmsMasterKeyId }),
        },
      }),
    };
  });
  const parameters = { Bucket: inputs.bucket, ServerSideEncryptionConfiguration: { Rules } };
  return { service: "s3", operation: "PutBucketEncryption", parameters };
}

function readEncryption(answer: Properties): Properties[] {
  return (answer.ServerSideEncryptionConfiguration?.Rules ?? []).map((rule: Properties) => {
    const found = rule.ApplyServerSideEncryptionByDefault;
    return {
      ...camel(rule, "BucketKeyEnabled"),
      ...(found && {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: found.SSEAlgorithm,
          ...(found.KMSMasterKeyID && { kmsMasterKeyId: found.KMSMasterKeyID }),
        },
      }),
    };
  });
}

/**
 * A bucket's default encryption, made in the emulator. The rules take exactly one rule, and a key with aws:kms or
 * aws:kms:dsse only.
 */
export const bucketEncryption: Row = {
  type: bucketEncryptionType,
  required: ["bucket", "rules"],
  ...ofBucket,
  create: { call: putEncryption },
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketEncryption", parameters: { Bucket: id } }),
    properties: (answer, _id, state) => ({ rules: asWanted(readEncryption(answer), state.rules) }),
    gone: [...bucketGone, "ServerSideEncryptionConfigurationNotFoundError"],
  },
  update: (_id, inputs) => [putEncryption(inputs)],
  delete: (id) => [
    { service: "s3", operation: "DeleteBucketEncryption", parameters: { Bucket: id }, ignore: bucketGone },
  ],
  rules: [
    {
      source:
        "S3 API, ServerSideEncryptionByDefault: KMSMasterKeyID is allowed if and only if SSEAlgorithm is aws:kms or aws:kms:dsse",
      check: ({ rules }) => {
        if (!Array.isArray(rules)) return undefined;
        if (rules.length !== 1) return `a bucket takes exactly one encryption rule, got ${rules.length}`;
        const { sseAlgorithm, kmsMasterKeyId } = rules[0]?.applyServerSideEncryptionByDefault ?? {};
        if (sseAlgorithm !== "AES256" || kmsMasterKeyId === undefined) return undefined;
        return `kmsMasterKeyId is given, but sseAlgorithm is AES256: use aws:kms, or leave the key out`;
      },
    },
    bucketExists("bucket"),
  ],
};

const blocks = ["blockPublicAcls", "ignorePublicAcls", "blockPublicPolicy", "restrictPublicBuckets"];

function putPublicAccessBlock(inputs: Properties): Call {
  const parameters = { Bucket: inputs.bucket, PublicAccessBlockConfiguration: pascal(inputs, ...blocks) };
  return { service: "s3", operation: "PutPublicAccessBlock", parameters };
}

/**
 * A bucket's public access block, made in the emulator; all four blocks are off by default. `skipDestroy` leaves it
 * at deletion.
 */
export const bucketPublicAccessBlock: Row = {
  type: publicAccessBlockType,
  required: ["bucket"],
  replaceOn: ["bucket"],
  defaults: { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false },
  identify: ofBucket.identify,
  create: { call: putPublicAccessBlock },
  read: {
    call: (id) => ({ service: "s3", operation: "GetPublicAccessBlock", parameters: { Bucket: id } }),
    properties: (answer) => renameKeys(answer.PublicAccessBlockConfiguration ?? {}, lowerFirst) as Properties,
    gone: [...bucketGone, "NoSuchPublicAccessBlockConfiguration"],
  },
  update: (_id, inputs) => [putPublicAccessBlock(inputs)],
  delete: (id, state) =>
    state.skipDestroy === true
      ? []
      : [{ service: "s3", operation: "DeletePublicAccessBlock", parameters: { Bucket: id }, ignore: bucketGone }],
  rules: [bucketExists("bucket")],
};

function putOwnership(inputs: Properties): Call {
  const OwnershipControls = { Rules: [pascal(inputs.rule ?? {}, "objectOwnership")] };
  return {
    service: "s3",
    operation: "PutBucketOwnershipControls",
    parameters: { Bucket: inputs.bucket, OwnershipControls },
  };
}

/** A bucket's ownership controls, made in the emulator. */
export const bucketOwnershipControls: Row = {
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  required: ["bucket", "rule"],
  replaceOn: ["bucket"],
  identify: ofBucket.identify,
  create: { call: putOwnership },
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketOwnershipControls", parameters: { Bucket: id } }),
    properties: (answer) => ({ rule: camel(answer.OwnershipControls?.Rules?.[0], "ObjectOwnership") }),
    gone: [...bucketGone, "OwnershipControlsNotFoundError"],
  },
  update: (_id, inputs) => [putOwnership(inputs)],
  delete: (id) => [
    { service: "s3", operation: "DeleteBucketOwnershipControls", parameters: { Bucket: id }, ignore: bucketGone },
  ],
  rules: [bucketExists("bucket")],
};
