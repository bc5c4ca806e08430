import type { Statement } from "../../shared/policy-document.ts";
import { autoScalingRoleArn } from "../../shared/service-roles.ts";
import { statefulDeleteActions, statefulDeletePrerequisiteActions } from "../../shared/stateful.ts";
import { ownNames, pullRequests } from "./environment-names.ts";
import { type StateBackend, stateBucketAndObjects } from "./state-access.ts";

/** Whose role it is, and where. */
export interface DeployScope {
  /** Twelve digits of the account. */
  readonly accountId: string;
  /** Short name of the company or product; names of IAM resources begin with it. */
  readonly project: string;
  /** Environment that the role deploys, for example "dev"; "pr" for every pr-N. */
  readonly environment: string;
  /** ARN of the environment's permissions boundary. */
  readonly boundaryArn: string;
}

/** Services that the platform's stacks are made of, in IAM's names, but IAM, KMS and S3, which have their own statements. */
const services = [
  "acm",
  "application-autoscaling",
  "autoscaling",
  "backup",
  "backup-storage",
  "cloudfront",
  "cloudwatch",
  "codebuild",
  "codeconnections",
  "codepipeline",
  "datasync",
  "dms",
  "dynamodb",
  "ec2",
  "ecr",
  "ecs",
  "elasticfilesystem",
  "elasticloadbalancing",
  "events",
  "lambda",
  "logs",
  "mq",
  "rds",
  "route53",
  "scheduler",
  "secretsmanager",
  "ses",
  "sns",
  "sqs",
  "ssm",
  "tag",
  "wafv2",
] as const;

/**
 * What a deploying role may do with keys: make and administer them, and encrypt. A key's policy could give it more, its own
 * policies deny decryption: see `decryptionDenials`.
 */
const keyActions = [
  "CancelKeyDeletion",
  "CreateAlias",
  "CreateKey",
  "DeleteAlias",
  "Describe*",
  "EnableKey",
  "EnableKeyRotation",
  "Encrypt",
  "GenerateDataKey*",
  "Get*",
  "List*",
  "PutKeyPolicy",
  "RetireGrant",
  "RevokeGrant",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateKeyDescription",
] as const;

/**
 * Services that decrypt in the name of whoever makes a vault, a table, a file system, a managed master password or a secret under a customer
 * key.
 * Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html (which asks for kms:ReEncrypt* as well),
 * https://docs.aws.amazon.com/efs/latest/ug/managing-encrypt.html (kms:Decrypt is required),
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html and
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const decryptingServices = ["backup", "dynamodb", "elasticfilesystem", "rds", "secretsmanager"].map(
  (service) => `${service}.*.amazonaws.com`,
);

/**
 * What a deploying role may do with the platform's services and keys.
 *
 * @param state where Pulumi's state is, which is left out; undefined when it is not in this account
 */
export function serviceStatements(state: StateBackend | undefined): readonly Statement[] {
  return [
    {
      Sid: "PlatformServices",
      Effect: "Allow",
      Action: [...services.map((service) => `${service}:*`), "sts:GetCallerIdentity"],
      Resource: "*",
    },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: "s3:*",
      ...allBut(state === undefined ? [] : stateBucketAndObjects(state)),
    },
    { Sid: "Keys", Effect: "Allow", Action: keyActions.map((action) => `kms:${action}`), Resource: "*" },
    {
      Sid: "GrantsForServices",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: "*",
      // For AWS services only: a grant to itself would be the decryption that the role does not have.
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      Sid: "DecryptionByServices",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      Resource: "*",
      Condition: { StringLike: { "kms:ViaService": decryptingServices } },
    },
  ];
}

/** All resources but these. */
function allBut(arns: readonly string[]): Pick<Statement, "Resource" | "NotResource"> {
  return arns.length === 0 ? { Resource: "*" } : { NotResource: arns };
}

/**
 * Denies decryption but with the state's key and by the services that make things with it, and denies reading secrets, which
 * would be the way around. Whoever may write a key's policy can name himself in it: only a denial holds. Left out are the
 * secrets of databases whose password the platform rotates: the AWS provider reads the first version of each.
 *
 * @param scope account and names
 * @param state where Pulumi's state is; undefined when it is not in this account
 */
export function decryptionDenials(
  scope: Pick<DeployScope, "accountId" | "project">,
  state: StateBackend | undefined,
): readonly Statement[] {
  const keys = allBut(state === undefined ? [] : [state.keyArn]);
  return [
    {
      Sid: "NoDecryption",
      Effect: "Deny",
      Action: ["kms:Decrypt", "kms:ReEncryptFrom"],
      ...keys,
      // A request without a service differs, too.
      Condition: { StringNotLike: { "kms:ViaService": decryptingServices } },
    },
    {
      Sid: "NoSecrets",
      Effect: "Deny",
      Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
      NotResource: `arn:aws:secretsmanager:*:${scope.accountId}:secret:${scope.project}-*-database-*`,
    },
  ];
}

/** Full names of IAM's actions. */
function iam(...names: readonly string[]): readonly string[] {
  return names.map((name) => `iam:${name}`);
}

/**
 * The service-linked roles of Auto Scaling that an environment's stacks make for themselves.
 *
 * @param scope account and names; "pr" stands for every pr-N
 */
function ownServiceRole({ accountId, project, environment }: DeployScope): string {
  return autoScalingRoleArn(accountId, project, environment === pullRequests ? `${pullRequests}-*` : environment);
}

/** What a deploying role may do with the roles of its environment. */
function roleStatements(
  roles: string,
  serviceRoles: string,
  ownServiceRole: string,
  boundary: string,
): readonly Statement[] {
  return [
    {
      Sid: "GrantWithinTheBoundary",
      Effect: "Allow",
      Action: iam(
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
      ),
      Resource: roles,
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundary } },
    },
    {
      Sid: "KeepRoles",
      Effect: "Allow",
      Action: iam(
        "DeleteRole",
        "TagRole",
        "UntagRole",
        "UpdateAssumeRolePolicy",
        "UpdateRole",
        "UpdateRoleDescription",
      ),
      Resource: roles,
    },
    { Sid: "PassRoles", Effect: "Allow", Action: iam("PassRole"), Resource: [roles, serviceRoles] },
    { Sid: "ServiceLinkedRoles", Effect: "Allow", Action: iam("CreateServiceLinkedRole"), Resource: serviceRoles },
    {
      Sid: "OwnServiceLinkedRole",
      Effect: "Allow",
      Action: iam(
        "DeleteServiceLinkedRole",
        "GetServiceLinkedRoleDeletionStatus",
        "TagRole",
        "UntagRole",
        "UpdateRole",
        "UpdateRoleDescription",
      ),
      Resource: ownServiceRole,
    },
  ];
}

/**
 * What a deploying role may do with IAM: roles, policies and profiles named after its environment, every role within the boundary.
 *
 * @param scope account, names and boundary
 */
export function identityStatements(scope: DeployScope): readonly Statement[] {
  const arn = (kind: string, name: string) => `arn:aws:iam::${scope.accountId}:${kind}/${name}`;
  const own = ownNames(scope.project, scope.environment);
  return [
    { Sid: "ReadIdentities", Effect: "Allow", Action: iam("Get*", "List*"), Resource: "*" },
    ...roleStatements(arn("role", own), arn("role", "aws-service-role/*"), ownServiceRole(scope), scope.boundaryArn),
    {
      Sid: "KeepPolicies",
      Effect: "Allow",
      Action: iam(
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeletePolicy",
        "DeletePolicyVersion",
        "SetDefaultPolicyVersion",
        "TagPolicy",
        "UntagPolicy",
      ),
      Resource: arn("policy", own),
    },
    {
      Sid: "KeepInstanceProfiles",
      Effect: "Allow",
      Action: iam("*InstanceProfile"),
      Resource: arn("instance-profile", own),
    },
  ];
}

/** What the unlock role may do: delete what is stateful, with what AWS asks for beside it. Nothing is made or changed. */
export function unlockStatements(): readonly Statement[] {
  return [
    {
      Sid: "DeleteWhatIsStateful",
      Effect: "Allow",
      Action: [...statefulDeleteActions, ...statefulDeletePrerequisiteActions],
      Resource: "*",
    },
  ];
}
