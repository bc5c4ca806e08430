/** Guard rails of buckets: each needs its parts, which are resources of their own. */
import {
  isKey,
  list,
  mustEvery,
  ofType,
  type Properties,
  providerInput,
  refers,
  type Stack,
  type StackControl,
  type StackResource,
} from "../control.ts";
import { letsOtherAccount, refusesPlainHttp } from "../statements.ts";

const bucket = ["aws:s3/bucket:Bucket"];

/** The part of a bucket that a resource type makes. */
const part = (stack: Stack, of: StackResource, type: string): Properties | undefined =>
  ofType(stack, `aws:s3/bucket${type}:Bucket${type}`).find((each) => refers(each, "bucket", of))?.props;

/** The account that the stack's provider takes; undefined when it takes any. */
function accountOf(stack: Stack): string | undefined {
  const [provider] = ofType(stack, "pulumi:providers:aws");
  return list(providerInput(provider?.props.allowedAccountIds))[0];
}

/** Parts that every bucket has. */
export const buckets: readonly StackControl[] = [
  {
    control: "S3.5",
    severity: "medium",
    title: "Buckets refuse plain HTTP.",
    remedy: "Deny requests whose aws:SecureTransport is false in the bucket's policy.",
    check: mustEvery(
      bucket,
      (one, stack) => {
        const policy = part(stack, one, "Policy");
        return policy !== undefined && refusesPlainHttp(policy.policy);
      },
      "no policy refuses plain HTTP",
    ),
  },
  {
    control: "S3.8",
    severity: "high",
    title: "Each bucket has its public access block.",
    remedy: "Add an aws.s3.BucketPublicAccessBlock for the bucket.",
    check: mustEvery(
      bucket,
      (one, stack) => part(stack, one, "PublicAccessBlock") !== undefined,
      "it has no public access block",
    ),
  },
  {
    control: "S3.9",
    severity: "medium",
    title: "Access to buckets is logged.",
    remedy: "Add an aws.s3.BucketLogging to the bucket of logs.",
    check: mustEvery(bucket, (one, stack) => part(stack, one, "Logging") !== undefined, "access is not logged"),
  },
  {
    control: "S3.12",
    severity: "medium",
    title: "Buckets have no ACLs.",
    remedy: "Set objectOwnership to BucketOwnerEnforced.",
    check: mustEvery(
      bucket,
      (one, stack) => part(stack, one, "OwnershipControls")?.rule?.objectOwnership === "BucketOwnerEnforced",
      "ACLs are possible",
    ),
  },
  {
    control: "S3.13",
    severity: "low",
    title: "Buckets end old versions and uploads that were never finished.",
    remedy: "Add a lifecycle rule with noncurrentVersionExpiration and abortIncompleteMultipartUpload.",
    check: mustEvery(
      bucket,
      (one, stack) =>
        part(stack, one, "LifecycleConfiguration")?.rules?.some(
          (rule: Properties) =>
            rule.status === "Enabled" &&
            rule.noncurrentVersionExpiration !== undefined &&
            rule.abortIncompleteMultipartUpload !== undefined,
        ) === true,
      "no lifecycle rule ends old versions and uploads",
    ),
  },
  {
    control: "S3.14",
    severity: "low",
    title: "Buckets keep versions.",
    remedy: "Enable versioning.",
    check: mustEvery(
      bucket,
      (one, stack) => part(stack, one, "Versioning")?.versioningConfiguration?.status === "Enabled",
      "versioning is off",
    ),
  },
  {
    control: "S3.17",
    severity: "medium",
    title: "Buckets are encrypted by a customer key.",
    remedy: "Set sseAlgorithm to aws:kms and kmsMasterKeyId.",
    check: mustEvery(
      bucket,
      (one, stack) => {
        const [rule] = part(stack, one, "ServerSideEncryptionConfiguration")?.rules ?? [];
        const given: Properties = rule?.applyServerSideEncryptionByDefault ?? {};
        return given.sseAlgorithm === "aws:kms" && isKey(given.kmsMasterKeyId);
      },
      "there is no customer key",
    ),
  },
  {
    control: "platform.bucket-accounts",
    severity: "high",
    title: "Bucket policies let in nobody but the account of the stack.",
    remedy: "Name principals of this account.",
    check: mustEvery(
      ["aws:s3/bucketPolicy:BucketPolicy"],
      ({ props }, stack) => {
        const account = accountOf(stack);
        return account === undefined || !letsOtherAccount(props.policy, account);
      },
      "the policy lets another account in",
    ),
  },
  {
    control: "CloudFront.12",
    severity: "high",
    title: "Distributions point to buckets that exist.",
    remedy: "Take the origin's name from the bucket.",
    check: mustEvery(
      ["aws:cloudfront/distribution:Distribution"],
      ({ props, sources }) =>
        list(props.origins as never).every((origin) => {
          const { customOriginConfig, domainName } = origin as unknown as Properties;
          return customOriginConfig !== undefined || sources.origins !== undefined || /\.s3\./.test(domainName);
        }),
      "an origin is no bucket of the platform",
    ),
  },
];
