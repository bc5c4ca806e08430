/** The row of a bucket's lifecycle configuration. */
import { type Call, isUnknown, type Properties, type Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { lowerFirst, pascal, renameKeys, tagList, tagRecord, upperFirst } from "../helpers.ts";
import { lifecycleRuleProblems } from "./lifecycle-rules.ts";
import { bucketExists, bucketGone, ofBucket } from "./shared.ts";

/** S3 takes dates as timestamps. */
function withDate(action: Properties): Properties {
  const renamed = renameKeys(action, upperFirst) as Properties;
  return typeof renamed.Date === "string" ? { ...renamed, Date: new Date(renamed.Date) } : renamed;
}

/** No filter, and an empty one, mean the whole bucket: S3 wants an empty prefix for it. */
function filterOf(filter: Properties | undefined): Properties {
  const given = Object.entries(filter ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return { Prefix: "" };
  const { and, ...rest } = filter as Properties;
  const renamed = renameKeys(rest, upperFirst) as Properties;
  if (and === undefined) return renamed;
  const Tags = and.tags && !isUnknown(and.tags) ? { Tags: tagList(and.tags) } : {};
  return { ...renamed, And: { ...pascal(and, "objectSizeGreaterThan", "objectSizeLessThan", "prefix"), ...Tags } };
}

function ruleOf(rule: Properties): Properties {
  return {
    ID: rule.id,
    Status: rule.status,
    ...(rule.prefix === undefined ? { Filter: filterOf(rule.filter) } : { Prefix: rule.prefix }),
    ...(rule.expiration && { Expiration: withDate(rule.expiration) }),
    ...(rule.transitions && { Transitions: rule.transitions.map(withDate) }),
    ...pascal(rule, "noncurrentVersionExpiration", "noncurrentVersionTransitions", "abortIncompleteMultipartUpload"),
  };
}

function put(inputs: Properties): Call {
  const sizes: Readonly<Record<string, string>> = { variesByStorageClass: "varies_by_storage_class" };
  const size = inputs.transitionDefaultMinimumObjectSize;
  return {
    service: "s3",
    operation: "PutBucketLifecycleConfiguration",
    parameters: {
      Bucket: inputs.bucket,
      LifecycleConfiguration: { Rules: (inputs.rules ?? []).map(ruleOf) },
      ...(size !== undefined && { TransitionDefaultMinimumObjectSize: sizes[size] ?? size }),
    },
  };
}

function liveRule(rule: Properties): Properties {
  const { ID, Filter, ...rest } = rule;
  const filter = renameKeys(Filter ?? {}, lowerFirst) as Properties;
  if (Filter?.And?.Tags) filter.and.tags = tagRecord(Filter.And.Tags);
  return { id: ID, filter, ...(renameKeys(rest, lowerFirst) as Properties) };
}

/**
 * A bucket's lifecycle configuration, made in the emulator. The rules check the configuration as the S3 User Guide
 * describes it (`lifecycle-rules.ts`), and that the bucket exists.
 */
export const bucketLifecycle: Row = {
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  required: ["bucket"],
  ...ofBucket,
  attributes: (inputs) => ({
    transitionDefaultMinimumObjectSize: inputs.transitionDefaultMinimumObjectSize ?? "all_storage_classes_128K",
  }),
  create: { call: put },
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketLifecycleConfiguration", parameters: { Bucket: id } }),
    properties: (answer, _id, state) => ({ rules: asWanted((answer.Rules ?? []).map(liveRule), state.rules) }),
    gone: [...bucketGone, "NoSuchLifecycleConfiguration"],
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [
    { service: "s3", operation: "DeleteBucketLifecycle", parameters: { Bucket: id }, ignore: bucketGone },
  ],
  rules: [
    {
      source: "S3 User Guide, Lifecycle configuration elements; Transitioning objects using Amazon S3 Lifecycle",
      check: ({ rules }) => {
        if (isUnknown(rules)) return undefined;
        const problems = lifecycleRuleProblems(rules ?? []);
        return problems.length === 0 ? undefined : `S3 refuses the lifecycle configuration: ${problems.join("; ")}`;
      },
    },
    bucketExists("bucket"),
  ],
};
