/**
 * The resource types that hold what cannot be made anew. Protection, the denials of the deploying roles, the guard
 * rails and the warnings of a preview all read this one list.
 */

/** One resource type whose loss loses data, keys or an identity that others rely on. */
export interface StatefulType {
  /** Pulumi's type token, for example "aws:s3/bucket:Bucket". */
  readonly type: string;
  /** What is lost with the resource, as the end of "deletes …". */
  readonly holds: string;
  /** IAM actions that delete the resource itself, or put it beyond use. At least one. */
  readonly deleteActions: readonly string[];
  /** IAM actions that destroy what the resource holds while it stays: versions, backups, images. */
  readonly contentDeleteActions: readonly string[];
  /** IAM actions that AWS asks for in addition when the resource is deleted, for example for a final snapshot. */
  readonly deletePrerequisiteActions: readonly string[];
  /** The resource's input that turns AWS's own deletion protection on, where AWS has one. */
  readonly deletionProtection?: string;
}

/**
 * All stateful types of the platform, sorted by type.
 *
 * Action names: https://docs.aws.amazon.com/service-authorization/latest/reference/, one page for each service.
 * Left out on purpose: log groups, because those of functions come and go with them (the audit and session log groups are
 * guarded by name in the deploying roles); plain `s3:DeleteObject`, because in a versioned bucket it deletes nothing for
 * good; `ec2:DeleteSnapshot`, because EC2 refuses it for the snapshots that AWS Backup keeps.
 */
export const statefulTypes = [
  {
    type: "aws:backup/vault:Vault",
    holds: "recovery points",
    deleteActions: ["backup:DeleteBackupVault"],
    contentDeleteActions: ["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint"],
    deletePrerequisiteActions: [],
  },
  {
    type: "aws:dynamodb/table:Table",
    holds: "items",
    deleteActions: ["dynamodb:DeleteTable"],
    contentDeleteActions: ["dynamodb:DeleteBackup"],
    deletePrerequisiteActions: [],
    deletionProtection: "deletionProtectionEnabled",
  },
  {
    type: "aws:ecr/repository:Repository",
    holds: "the images that services run and roll back to",
    deleteActions: ["ecr:DeleteRepository"],
    contentDeleteActions: ["ecr:BatchDeleteImage"],
    deletePrerequisiteActions: [],
  },
  {
    type: "aws:efs/fileSystem:FileSystem",
    holds: "files",
    deleteActions: ["elasticfilesystem:DeleteFileSystem"],
    contentDeleteActions: [],
    // Who deletes a mount target must be allowed to delete its network interface:
    // https://docs.aws.amazon.com/efs/latest/ug/API_DeleteMountTarget.html
    deletePrerequisiteActions: ["ec2:DeleteNetworkInterface", "elasticfilesystem:DeleteMountTarget"],
  },
  {
    type: "aws:kms/key:Key",
    holds: "the only way to read what it encrypted",
    deleteActions: ["kms:ScheduleKeyDeletion", "kms:DisableKey"],
    contentDeleteActions: ["kms:DeleteImportedKeyMaterial"],
    deletePrerequisiteActions: [],
  },
  {
    type: "aws:mq/broker:Broker",
    holds: "messages and queues",
    deleteActions: ["mq:DeleteBroker"],
    contentDeleteActions: [],
    deletePrerequisiteActions: [],
  },
  {
    type: "aws:rds/instance:Instance",
    holds: "a database",
    deleteActions: ["rds:DeleteDBInstance"],
    contentDeleteActions: ["rds:DeleteDBSnapshot", "rds:DeleteDBInstanceAutomatedBackup"],
    deletePrerequisiteActions: ["rds:CreateDBSnapshot", "rds:AddTagsToResource"],
    deletionProtection: "deletionProtection",
  },
  {
    type: "aws:route53/zone:Zone",
    holds: "the name servers that the registrar points to",
    deleteActions: ["route53:DeleteHostedZone"],
    contentDeleteActions: [],
    deletePrerequisiteActions: [],
  },
  {
    type: "aws:s3/bucket:Bucket",
    holds: "objects",
    deleteActions: ["s3:DeleteBucket"],
    contentDeleteActions: ["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
    // A bucket must be empty, and names of versions must be known to be deleted.
    deletePrerequisiteActions: ["s3:ListBucketVersions"],
  },
  {
    type: "aws:secretsmanager/secret:Secret",
    holds: "a secret",
    deleteActions: ["secretsmanager:DeleteSecret"],
    contentDeleteActions: [],
    deletePrerequisiteActions: [],
  },
] as const satisfies readonly StatefulType[];

/** The type tokens of `statefulTypes`. */
export type StatefulTypeToken = (typeof statefulTypes)[number]["type"];

/**
 * Says whether resources of a type are stateful.
 *
 * @param type Pulumi's type token
 */
export function isStateful(type: string): type is StatefulTypeToken {
  return statefulTypes.some((stateful) => stateful.type === type);
}

/**
 * Every IAM action that deletes a stateful resource or what it holds, sorted: what a deploying role is denied and only the
 * unlock role may do.
 */
export const statefulDeleteActions: readonly string[] = statefulTypes
  .flatMap(({ deleteActions, contentDeleteActions }) => [...deleteActions, ...contentDeleteActions])
  .sort();

/** Every IAM action that AWS asks for beside the deletion itself, sorted. */
export const statefulDeletePrerequisiteActions: readonly string[] = statefulTypes
  .flatMap(({ deletePrerequisiteActions }) => [...deletePrerequisiteActions])
  .sort();

/**
 * Resource options of a stateful child that is not meant to go: Pulumi refuses to delete it; whoever unlocks it does delete it
 * (`retainOnDelete` off, so that nothing is left behind unseen); and a replacement deletes first, so that a refused deletion
 * stops before an empty twin serves. Spread it into the child's options; never give it to a component, whose children would
 * inherit `protect`.
 */
export const statefulOptions = { protect: true, retainOnDelete: false, deleteBeforeReplace: true } as const;
