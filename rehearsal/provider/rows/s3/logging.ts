/** The row of a bucket's access logging. */
import type { Call, Properties, Row, Rule } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { pascal } from "../helpers.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";
import {
  bucketArn,
  bucketEncryptionType,
  bucketExists,
  bucketGone,
  bucketPolicyType,
  bucketType,
  ofBucket,
} from "./shared.ts";

function put(inputs: Properties): Call {
  const grants = (inputs.targetGrants ?? []).map((grant: Properties) => ({
    Permission: grant.permission,
    Grantee: {
      Type: grant.grantee?.type,
      ...pascal(grant.grantee ?? {}, "displayName", "emailAddress"),
      ...(grant.grantee?.id !== undefined && { ID: grant.grantee.id }),
      ...(grant.grantee?.uri !== undefined && { URI: grant.grantee.uri }),
    },
  }));
  const LoggingEnabled = {
    ...pascal(inputs, "targetBucket", "targetPrefix", "targetObjectKeyFormat"),
    ...(grants.length > 0 && { TargetGrants: grants }),
  };
  const parameters = { Bucket: inputs.bucket, BucketLoggingStatus: { LoggingEnabled } };
  return { service: "s3", operation: "PutBucketLogging", parameters };
}

const sameRegion: Rule = {
  source: "S3 User Guide, Enabling Amazon S3 server access logging: the destination bucket is in the same region",
  when: "creation",
  check: ({ bucket, targetBucket }, world) => {
    const region = world.find(bucketType, bucket)?.properties.region;
    const target = world.find(bucketType, targetBucket)?.properties.region;
    if (region === undefined || target === undefined || region === target) return undefined;
    return `the bucket ${bucket} is in ${region} and cannot log to ${targetBucket} in ${target}: log to a bucket in ${region}`;
  },
};

const mayDeliver: Rule = {
  source: "S3 User Guide, Enabling Amazon S3 server access logging: permissions for log delivery",
  when: "creation",
  check: ({ bucket, targetBucket, targetPrefix }, world, facts) => {
    const policy = world.find(bucketPolicyType, targetBucket)?.properties.policy;
    if (policy === undefined || policyProblem(policy)) return undefined;
    const may = allows(statementsOf(policy) ?? [], {
      principal: { Service: "logging.s3.amazonaws.com" },
      action: "s3:PutObject",
      resource: bucketArn(targetBucket, `${targetPrefix ?? ""}log`),
      context: {
        "aws:sourceaccount": facts.accountId,
        "aws:sourcearn": bucketArn(bucket),
        "aws:securetransport": "true",
      },
    });
    if (may) return undefined;
    return `no access log of ${bucket} would arrive: the policy of ${targetBucket} does not let logging.s3.amazonaws.com put objects under ${targetPrefix || "the bucket"}; add a statement with s3:PutObject for it`;
  },
};

const encryption: Rule = {
  source:
    "S3 User Guide, Enabling Amazon S3 server access logging: default encryption of the destination bucket is SSE-S3 only",
  when: "creation",
  check: ({ bucket, targetBucket }, world) => {
    const rules = world.find(bucketEncryptionType, targetBucket)?.properties.rules;
    const algorithm = rules?.[0]?.applyServerSideEncryptionByDefault?.sseAlgorithm;
    if (algorithm === undefined || algorithm === "AES256") return undefined;
    return `no access log of ${bucket} would arrive: ${targetBucket} encrypts by ${algorithm}, allowed is AES256; give the bucket of logs S3's own key`;
  },
};

const otherBucket: Rule = {
  source: "S3 User Guide, Enabling Amazon S3 server access logging: a bucket that logs to itself grows without end",
  check: ({ bucket, targetBucket }) =>
    typeof bucket === "string" && bucket === targetBucket
      ? `the bucket ${bucket} logs to itself, and each log would be logged again: log to another bucket`
      : undefined,
};

/**
 * A bucket's access logging, made in the emulator. The rules, from the S3 User Guide, check that both buckets exist
 * in one region, are two, that the target takes S3's own key, and that its policy, if it has one, lets S3 deliver.
 */
export const bucketLogging: Row = {
  type: "aws:s3/bucketLogging:BucketLogging",
  required: ["bucket", "targetBucket", "targetPrefix"],
  ...ofBucket,
  create: { call: put },
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketLogging", parameters: { Bucket: id } }),
    properties: (answer, _id, state) => {
      const found = answer.LoggingEnabled;
      if (!found) return undefined;
      return {
        targetBucket: asWanted(found.TargetBucket, state.targetBucket),
        targetPrefix: found.TargetPrefix ?? "",
      };
    },
    gone: bucketGone,
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [
    {
      service: "s3",
      operation: "PutBucketLogging",
      parameters: { Bucket: id, BucketLoggingStatus: {} },
      ignore: bucketGone,
    },
  ],
  rules: [bucketExists("bucket"), bucketExists("targetBucket"), otherBucket, sameRegion, encryption, mayDeliver],
};
