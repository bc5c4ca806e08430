/** The row of buckets. Their settings are resources of their own (provider 7 deprecates the inline forms). */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { tagList, tagRecord } from "../helpers.ts";
import { bucketNameRule, bucketPrefixRule } from "./bucket-name.ts";
import { bucketArn, bucketGone, bucketType } from "./shared.ts";

/** Inline settings and the resource that takes their place. */
const inlineSettings: Readonly<Record<string, string>> = {
  accelerationStatus: "BucketAccelerateConfiguration",
  acl: "BucketAcl",
  corsRules: "BucketCorsConfiguration",
  grants: "BucketAcl",
  lifecycleRules: "BucketLifecycleConfiguration",
  logging: "BucketLogging",
  objectLockConfiguration: "BucketObjectLockConfiguration",
  policy: "BucketPolicy",
  replicationConfiguration: "BucketReplicationConfig",
  requestPayer: "BucketRequestPaymentConfiguration",
  serverSideEncryptionConfiguration: "BucketServerSideEncryptionConfiguration",
  versioning: "BucketVersioning",
  website: "BucketWebsiteConfiguration",
};

/** S3 replaces all tags of a bucket at once. */
function tagCalls(bucket: string, facts: Facts): Call[] {
  const TagSet = tagList(facts.tags);
  if (TagSet.length === 0) return [{ service: "s3", operation: "DeleteBucketTagging", parameters: { Bucket: bucket } }];
  return [{ service: "s3", operation: "PutBucketTagging", parameters: { Bucket: bucket, Tagging: { TagSet } } }];
}

function nameOf(inputs: Properties, facts: Facts): unknown {
  return inputs.bucket ?? `${inputs.bucketPrefix ?? "bucket-"}${facts.hex(26)}`;
}

/** S3 wants no location for us-east-1 and the region's name for every other (S3 API, CreateBucket). */
function location(facts: Facts): Properties {
  if (facts.region === "us-east-1") return {};
  return { CreateBucketConfiguration: { LocationConstraint: facts.region } };
}

/**
 * A general purpose bucket, made in the emulator. The rules check the name, and refuse the inline settings that
 * provider 7 deprecates: the rehearsal knows only the resources that replace them.
 */
export const bucket: Row = {
  type: bucketType,
  taggable: true,
  autoName: { property: "bucket", maxLength: 63, lowerCase: true },
  required: [],
  replaceOn: ["bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled"],
  defaults: { forceDestroy: false },
  conflicts: [["bucket", "bucketPrefix"]],
  identify: (inputs, facts) => String(nameOf(inputs, facts)),
  attributes: (_inputs, id, facts) => ({
    arn: bucketArn(id),
    bucket: id,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegion: facts.region,
    bucketRegionalDomainName: `${id}.s3.${facts.region}.amazonaws.com`,
  }),
  create: {
    call: (inputs, facts) => ({
      service: "s3",
      operation: "CreateBucket",
      parameters: {
        Bucket: nameOf(inputs, facts),
        ...location(facts),
        ...(inputs.objectLockEnabled === true && { ObjectLockEnabledForBucket: true }),
      },
    }),
  },
  afterCreate: (id, _inputs, _live, facts) => (Object.keys(facts.tags).length === 0 ? [] : tagCalls(id, facts)),
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketLocation", parameters: { Bucket: id } }),
    also: (id) => [
      { service: "s3", operation: "GetBucketTagging", parameters: { Bucket: id }, ignore: ["NoSuchTagSet"] },
    ],
    properties: (answer) => ({ tagsAll: tagRecord(answer.TagSet) }),
    gone: bucketGone,
  },
  // forceDestroy only matters at deletion: nothing to tell AWS.
  update: (id, _inputs, _previous, facts) => tagCalls(id, facts),
  delete: (id) => [{ service: "s3", operation: "DeleteBucket", parameters: { Bucket: id }, ignore: bucketGone }],
  rules: [
    bucketNameRule,
    bucketPrefixRule,
    {
      source: "documentation of aws.s3.Bucket: deprecated properties",
      check: (inputs) => {
        const inline = Object.keys(inlineSettings).filter((property) => inputs[property] !== undefined);
        if (inline.length === 0) return undefined;
        const instead = inline.map((property) => `aws.s3.${inlineSettings[property]} for ${property}`);
        return `the rehearsal knows no inline settings of buckets (deprecated), got ${inline.join(", ")}: use ${instead.join(", ")}`;
      },
    },
  ],
};
