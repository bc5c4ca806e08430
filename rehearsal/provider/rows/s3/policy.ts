/** The row of bucket policies. */
import type { Properties, Row, Rule, World } from "../../row.ts";
import { policyAsWanted, policyProblem, policyText, publicStatements, statementsOf } from "../policy-document.ts";
import {
  accountPublicAccessBlockType,
  bucketArn,
  bucketExists,
  bucketGone,
  bucketPolicyType,
  ofBucket,
  publicAccessBlockType,
} from "./shared.ts";

/** S3 User Guide, "Policies and permissions in Amazon S3": 20 KB. */
const maxBytes = 20_480;

const validRule: Rule = {
  source: "S3 API, error codes: MalformedPolicy",
  check: ({ policy }) => {
    const problem = policyProblem(policy);
    if (problem) return `S3 refuses the bucket policy: ${problem}`;
    const text = policyText(policy);
    if (typeof text === "string" && Buffer.byteLength(text) > maxBytes) {
      return `S3 refuses the bucket policy: it has ${Buffer.byteLength(text)} bytes, allowed are ${maxBytes}: shorten it`;
    }
    const without = (statementsOf(policy) ?? []).find((statement) => Object.keys(statement.principals).length === 0);
    return without && 'S3 refuses the bucket policy: a statement has no "Principal"; say who it is for';
  },
};

const resourceRule: Rule = {
  source: "S3 API, error codes: MalformedPolicy (Policy has invalid resource)",
  check: ({ policy, bucket }) => {
    if (typeof bucket !== "string" || policyProblem(policy)) return undefined;
    const statements = statementsOf(policy) ?? [];
    const resources = statements.flatMap((statement) => [...statement.resources, ...statement.notResources]);
    const own = bucketArn(bucket);
    const strange = resources.filter((resource) => resource !== own && !resource.startsWith(`${own}/`));
    if (strange.length > 0) {
      return `S3 refuses the policy of the bucket ${bucket}: it names ${strange.join(", ")}; allowed are ${own} and ${own}/…`;
    }
    const empty = statements.some((statement) => statement.resources.length + statement.notResources.length === 0);
    return empty
      ? `S3 refuses the policy of the bucket ${bucket}: a statement has no "Resource"; give ${own} or ${own}/*`
      : undefined;
  },
};

const publicRule: Rule = {
  source: "S3 User Guide, Blocking public access: BlockPublicPolicy, The meaning of 'public'",
  when: "creation",
  check: ({ policy, bucket }, world, facts) => {
    if (typeof bucket !== "string" || policyProblem(policy)) return undefined;
    const blocker = publicPolicyBlocker(bucket, world, facts.accountId);
    if (!blocker || publicStatements(statementsOf(policy) ?? []).length === 0) return undefined;
    return `S3 refuses the policy of the bucket ${bucket}: it lets everybody in, and ${blocker} has blockPublicPolicy; name the principals, or narrow the statement by aws:SourceArn, aws:SourceAccount or the like`;
  },
};

function publicPolicyBlocker(bucket: string, world: World, accountId: string): string | undefined {
  if (world.find(publicAccessBlockType, bucket)?.properties.blockPublicPolicy === true)
    return "its public access block";
  const account = world.find(accountPublicAccessBlockType, accountId);
  return account?.properties.blockPublicPolicy === true ? "the account's public access block" : undefined;
}

function put(inputs: Properties) {
  return {
    service: "s3",
    operation: "PutBucketPolicy",
    parameters: { Bucket: inputs.bucket, Policy: policyText(inputs.policy) },
  } as const;
}

/**
 * A bucket's policy, made in the emulator. The rules refuse documents that S3 does not take (malformed, too long,
 * about another bucket), and public ones where a public access block forbids them.
 */
export const bucketPolicy: Row = {
  type: bucketPolicyType,
  required: ["bucket", "policy"],
  replaceOn: ["bucket"],
  identify: ofBucket.identify,
  create: { call: put },
  read: {
    call: (id) => ({ service: "s3", operation: "GetBucketPolicy", parameters: { Bucket: id } }),
    properties: (answer, _id, state) => ({ policy: policyAsWanted(answer.Policy, state.policy) }),
    gone: [...bucketGone, "NoSuchBucketPolicy"],
  },
  update: (_id, inputs) => [put(inputs)],
  delete: (id) => [{ service: "s3", operation: "DeleteBucketPolicy", parameters: { Bucket: id }, ignore: bucketGone }],
  rules: [validRule, resourceRule, publicRule, bucketExists("bucket")],
};
