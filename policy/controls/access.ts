/** Guard rails of keys, secrets, functions, topics, queues, policies and tags. */
import { type Control, decided, isKey, list, must, type Properties, providerInput, type Resource } from "../control.ts";
import { allowing, decryptsWithEveryKey, isPublic, letsOtherAccount } from "../statements.ts";

const key = ["aws:kms/key:Key"];
const lambda = ["aws:lambda/function:Function"];
const bucketPolicy = ["aws:s3/bucketPolicy:BucketPolicy"];

const notPublic = must(({ policy }) => !allowing(policy).some(isPublic), "the policy lets everybody in");

/** The account that a bucket's policy speaks of: that of its conditions. */
const accountOf = (policy: string): string | undefined =>
  policy.match(/"aws:(?:Source|Resource)Account":"?\[?"?(\d{12})/)?.[1];

/** The tags that every resource carries (components/shared/context.ts). */
const required = ["project", "environment", "owner", "cost-center", "managed-by", "repository"] as const;

function missingTags({ props }: Resource): readonly string[] {
  const given = decided(() => providerInput(props.defaultTags));
  const tags: Properties = given?.tags ?? {};
  return required.filter((name) => decided(() => typeof tags[name] === "string" && tags[name] !== "") === false);
}

/** Who may do what, and with which key. */
export const access: readonly Control[] = [
  {
    control: "KMS.1",
    severity: "medium",
    title: "No customer-managed policy decrypts with every key.",
    remedy: "Name the keys.",
    types: ["aws:iam/policy:Policy"],
    check: must(({ policy }) => !decryptsWithEveryKey(policy), "the policy decrypts with every key"),
  },
  {
    control: "KMS.2",
    severity: "medium",
    title: "No inline policy decrypts with every key.",
    remedy: "Name the keys.",
    types: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/role:Role"],
    check: must(
      ({ policy, inlinePolicies }) =>
        [policy, ...(inlinePolicies ?? []).map((one: Properties) => one.policy)].every(
          (one) => !decryptsWithEveryKey(one),
        ),
      "the policy decrypts with every key",
    ),
  },
  {
    control: "KMS.3",
    severity: "critical",
    title: "Keys wait for thirty days before they are deleted.",
    remedy: "Set deletionWindowInDays to 30.",
    types: key,
    check: must(({ deletionWindowInDays: days }) => (days ?? 30) === 30, "a deleted key is gone in less than 30 days"),
  },
  {
    control: "KMS.4",
    severity: "medium",
    title: "Keys rotate.",
    remedy: "Set enableKeyRotation.",
    types: key,
    check: must(({ enableKeyRotation }) => enableKeyRotation === true, "enableKeyRotation is off"),
  },
  {
    control: "KMS.5",
    severity: "critical",
    title: "Keys are not for everybody.",
    remedy: "Name principals, or services for this account.",
    types: [...key, "aws:kms/keyPolicy:KeyPolicy"],
    check: notPublic,
  },
  {
    control: "Lambda.1",
    severity: "critical",
    title: "Functions are called by named services for this account.",
    remedy: "Give principal a service, and sourceAccount or sourceArn; an address of a function takes AWS_IAM.",
    types: ["aws:lambda/permission:Permission", "aws:lambda/functionUrl:FunctionUrl"],
    check: must(
      (props, { type }) =>
        type.endsWith(":FunctionUrl")
          ? props.authorizationType === "AWS_IAM"
          : props.principal !== "*" && ("sourceAccount" in props || "sourceArn" in props),
      "everybody, or the service for any account, may call the function",
    ),
  },
  {
    control: "Lambda.2",
    severity: "medium",
    title: "Functions have a runtime that AWS supports.",
    remedy: "Set runtime to nodejs24.x.",
    types: lambda,
    check: must(
      (props) => props.packageType === "Image" || /^(nodejs(22|24)\.x|python3\.1[2-4])$/.test(props.runtime ?? ""),
      "the runtime is old or unknown",
    ),
  },
  {
    control: "Lambda.3",
    severity: "low",
    title: "Functions stand inside the network.",
    remedy: "Set vpcConfig.",
    types: lambda,
    check: must((props) => "vpcConfig" in props, "there is no vpcConfig"),
  },
  {
    control: "Lambda.7",
    severity: "low",
    title: "Functions are traced.",
    remedy: 'Set tracingConfig.mode to "Active".',
    types: lambda,
    check: must(({ tracingConfig }) => tracingConfig?.mode === "Active", "tracing is off"),
  },
  {
    control: "S3.6",
    severity: "high",
    title: "Bucket policies let no other account in.",
    remedy: "Name principals of this account.",
    types: bucketPolicy,
    check: must(({ policy }) => {
      const account = accountOf(policy);
      return !allowing(policy).some(isPublic) && (account === undefined || !letsOtherAccount(policy, account));
    }, "the policy lets everybody or another account in"),
  },
  {
    control: "SNS.1",
    severity: "medium",
    title: "Topics are encrypted by a customer key.",
    remedy: "Set kmsMasterKeyId to the key's ARN.",
    types: ["aws:sns/topic:Topic"],
    check: must(({ kmsMasterKeyId }) => isKey(kmsMasterKeyId), "there is no customer key"),
  },
  {
    control: "SNS.4",
    severity: "critical",
    title: "Topics are not for everybody.",
    remedy: "Name principals, or services for this account.",
    types: ["aws:sns/topicPolicy:TopicPolicy", "aws:sns/topic:Topic"],
    check: notPublic,
  },
  {
    control: "SQS.1",
    severity: "medium",
    title: "Queues are encrypted by a customer key.",
    remedy: "Set kmsMasterKeyId to the key's ARN.",
    types: ["aws:sqs/queue:Queue"],
    check: must(({ kmsMasterKeyId }) => isKey(kmsMasterKeyId), "there is no customer key"),
  },
  {
    control: "SQS.3",
    severity: "critical",
    title: "Queues are not for everybody.",
    remedy: "Name principals, or services for this account.",
    types: ["aws:sqs/queuePolicy:QueuePolicy", "aws:sqs/queue:Queue"],
    check: notPublic,
  },
  {
    control: "platform.secret-key",
    severity: "medium",
    title: "Secrets are encrypted by a customer key and can be brought back for thirty days.",
    remedy: "Set kmsKeyId and recoveryWindowInDays to 30.",
    types: ["aws:secretsmanager/secret:Secret"],
    check: must(
      (props) => isKey(props.kmsKeyId) && (props.recoveryWindowInDays ?? 30) === 30,
      "there is no customer key, or no recovery",
    ),
  },
  {
    control: "platform.boundary",
    severity: "high",
    title: "Roles carry the permissions boundary of their environment.",
    remedy: "Set permissionsBoundary.",
    types: ["aws:iam/role:Role"],
    check: must((props) => "permissionsBoundary" in props, "there is no permissionsBoundary"),
  },
  {
    control: "platform.tags",
    severity: "medium",
    title: `The provider tags everything: ${required.join(", ")}.`,
    remedy: "Give the provider the context's tags as defaultTags.",
    types: ["pulumi:providers:aws"],
    check: (resource) => {
      const missing = missingTags(resource);
      return missing.length === 0 ? [] : [`tags are missing: ${missing.join(", ")}`];
    },
  },
  {
    control: "platform.same-account",
    severity: "high",
    title: "The provider takes one account only.",
    remedy: "Set allowedAccountIds to the account of the settings.",
    types: ["pulumi:providers:aws"],
    check: must(({ allowedAccountIds: ids }) => list(providerInput(ids)).length === 1, "any account is taken"),
  },
];
