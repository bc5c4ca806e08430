import type { Statement } from "../../shared/policy-document.ts";
import { statefulDeleteActions } from "../../shared/stateful.ts";
import { environmentPatterns } from "./environment-names.ts";

/** IAM path of the roles and policies of continuous integration, so that one ARN pattern guards them all. */
export const guardedPath = "/platform/";

/** What deploying roles must not change. */
export interface Guarded {
  /** Twelve digits of the account. */
  readonly accountId: string;
  /** ARN of GitHub's OIDC provider. */
  readonly oidcProviderArn: string;
  /** ARNs of the audit bucket and of its access logs' bucket. */
  readonly bucketArns: readonly string[];
  /** ARNs of the keys of audit, sessions, cost alerts and Pulumi's state. */
  readonly keyArns: readonly string[];
  /** ARNs of the log groups of audit and sessions, without ":*". */
  readonly logGroupArns: readonly string[];
  /** ARN of the topic of cost alerts. */
  readonly topicArn: string;
}

/**
 * ARN of a permissions boundary, which is known before the policy is made.
 *
 * @param accountId twelve digits of the account
 * @param boundaryName the policy's name
 */
export function boundaryArn(accountId: string, boundaryName: string): string {
  return `arn:aws:iam::${accountId}:policy${guardedPath}${boundaryName}`;
}

/** Denies the deletion of every stateful type and of what it holds: only the unlock role may. */
export function statefulDenial(): Statement {
  return { Sid: "KeepWhatIsStateful", Effect: "Deny", Action: statefulDeleteActions, Resource: "*" };
}

/** The action by which a snapshot of a database is deleted. */
const deleteSnapshot = "rds:DeleteDBSnapshot";

/**
 * As `statefulDenial`, for workloads, with one exception: AWS Backup deletes a database's expired recovery points with the role that made
 * them, and those are snapshots of its own: nobody else can make some of that name. Without the exception they might stay, EXPIRED, and be
 * paid for.
 * Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-iam.html (the warning),
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html (AWSBackupServiceRolePolicyForBackup)
 *
 * @param accountId twelve digits
 * @param project short name of the company or product, by which roles' names begin
 */
export function workloadStatefulDenials(accountId: string, project: string): readonly Statement[] {
  const recoveryPoints = `arn:aws:rds:*:${accountId}:snapshot:awsbackup:*`;
  return [
    {
      Sid: "KeepWhatIsStateful",
      Effect: "Deny",
      Action: statefulDeleteActions.filter((action) => action !== deleteSnapshot),
      Resource: "*",
    },
    {
      Sid: "KeepSnapshots",
      Effect: "Deny",
      Action: deleteSnapshot,
      NotResource: recoveryPoints,
    },
    {
      Sid: "KeepRecoveryPoints",
      Effect: "Deny",
      Action: deleteSnapshot,
      Resource: recoveryPoints,
      // The role's name ends with what Pulumi adds; see components/backup/role.ts.
      Condition: { StringNotLike: { "aws:PrincipalArn": `arn:aws:iam::${accountId}:role/${project}-*backup-*` } },
    },
  ];
}

/** Every verb of GuardDuty's actions but Get and List, which a denial cannot leave out otherwise. */
const guardDutyVerbs =
  "Accept Archive Create Decline Delete Disable Disassociate Enable Invite Send Start Stop Tag Unarchive Untag Update".split(
    " ",
  );

/**
 * Actions that change what watches and locks the account, for the services that the platform's stacks use otherwise, or whose
 * reading is harmless. Names: https://docs.aws.amazon.com/service-authorization/latest/reference/, one page for each service.
 */
const watchActions = [
  "account:*",
  "backup:UpdateRegionSettings",
  "budgets:*Modify*",
  "ce:Create*",
  "ce:Delete*",
  "ce:Update*",
  "cloudtrail:Delete*",
  "cloudtrail:Put*",
  "cloudtrail:Stop*",
  "cloudtrail:Update*",
  "config:Delete*",
  "config:Put*",
  "config:Stop*",
  "ec2:*EbsDefaultKmsKeyId",
  "ec2:DisableEbsEncryptionByDefault",
  "ec2:DisableImageBlockPublicAccess",
  "ec2:*SnapshotBlockPublicAccess",
  ...guardDutyVerbs.map((verb) => `guardduty:${verb}*`),
  "organizations:*",
  "s3:PutAccountPublicAccessBlock",
  "securityhub:*",
];

/** Denies every change of the buckets, keys, log groups, topic and preferences that watch the account. */
function storeDenials(guarded: Guarded): readonly Statement[] {
  return [
    {
      Sid: "KeepAuditFiles",
      Effect: "Deny",
      Action: "s3:*",
      Resource: guarded.bucketArns.flatMap((arn) => [arn, `${arn}/*`]),
    },
    {
      Sid: "KeepKeys",
      Effect: "Deny",
      // Hosts of sessions decrypt, and whoever publishes encrypts; nobody here administers.
      NotAction: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"],
      Resource: guarded.keyArns,
    },
    {
      Sid: "KeepLogs",
      Effect: "Deny",
      Action: ["logs:*KmsKey", "logs:Delete*", "logs:Put*Policy", "logs:Put*Protection", "logs:PutSubscriptionFilter"],
      Resource: guarded.logGroupArns.flatMap((arn) => [arn, `${arn}:*`]),
    },
    {
      Sid: "KeepTopic",
      Effect: "Deny",
      Action: ["sns:*Permission", "sns:DeleteTopic", "sns:SetTopicAttributes"],
      Resource: guarded.topicArn,
    },
    {
      Sid: "KeepSessionPreferences",
      Effect: "Deny",
      Action: ["ssm:DeleteDocument", "ssm:ModifyDocumentPermission", "ssm:UpdateDocument*"],
      Resource: `arn:aws:ssm:*:${guarded.accountId}:document/SSM-SessionManagerRunShell`,
    },
  ];
}

/**
 * Denies every change of what keeps and watches the account: the roles themselves, trail, recorder, detector, locks, budgets.
 *
 * @param guarded what is kept, by ARN
 */
export function guardRailDenials(guarded: Guarded): readonly Statement[] {
  const account = `arn:aws:iam::${guarded.accountId}`;
  return [
    {
      Sid: "KeepRolesAndTrust",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [`${account}:role${guardedPath}*`, `${account}:policy${guardedPath}*`, guarded.oidcProviderArn],
    },
    { Sid: "KeepWatchAndLocks", Effect: "Deny", Action: watchActions, Resource: "*" },
    ...storeDenials(guarded),
  ];
}

/**
 * Denies a role without the boundary of its environment: whoever makes roles must not give one more than workloads may have.
 *
 * @param boundary ARN of the environment's permissions boundary
 */
export function boundaryDenial(boundary: string): Statement {
  return {
    Sid: "RolesCarryTheBoundary",
    Effect: "Deny",
    Action: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
    Resource: "*",
    // A missing boundary differs, too.
    Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
  };
}

/** Denies other ways to more rights than a role has: a user, another identity provider, a role whose boundary is taken off. */
export function identityDenial(): Statement {
  return {
    Sid: "NoOtherIdentities",
    Effect: "Deny",
    Action: [
      "iam:*AccessKey*",
      "iam:*Group*",
      "iam:*LoginProfile*",
      "iam:*OpenIDConnect*",
      "iam:*SAMLProvider*",
      "iam:*User*",
      "iam:DeleteRolePermissionsBoundary",
    ],
    Resource: "*",
  };
}

/**
 * Denies one environment's role what is tagged as another's, where several share the account. Services that tell IAM no tags
 * are not covered; a role's names of IAM resources are bound to its environment besides.
 *
 * @param environment the role's own, as in the account's settings: "pr" stands for every pr-N
 */
export function isolationDenial(environment: string): Statement {
  return {
    Sid: "KeepOtherEnvironments",
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: {
      Null: { "aws:ResourceTag/environment": "false" },
      StringNotLike: { "aws:ResourceTag/environment": [...environmentPatterns(environment), "account"] },
    },
  };
}
