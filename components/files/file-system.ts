import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupTag } from "../shared/backup-tag.ts";
import { denyWithoutTls, policyJson, type Statement } from "../shared/policy-document.ts";
import { statefulOptions } from "../shared/stateful.ts";
import type { AccessPoint } from "./access-points.ts";
import type { Generation } from "./generations.ts";

/** Days after which EFS can move a file. Source: https://docs.aws.amazon.com/efs/latest/ug/API_LifecyclePolicy.html */
export const transitionDays = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const;

/** One of `transitionDays`. */
export type TransitionDays = (typeof transitionDays)[number];

/** What a file system is made from. */
export interface FileSystemArgs {
  /** ARN of the key. Another key replaces the file system, which is refused. */
  readonly keyArn: pulumi.Input<string>;
  /** Days without access until a file moves to Infrequent Access; undefined: never. */
  readonly infrequentAccessAfterDays: TransitionDays | undefined;
  /** Days without access until a file moves to Archive, more than until Infrequent Access; undefined: never. */
  readonly archiveAfterDays: TransitionDays | undefined;
  /** Whether a file that is read goes back to the primary storage. */
  readonly backOnAccess: boolean;
  /** Names of the zones, in the order of the settings. */
  readonly zones: readonly string[];
  /** Subnet of the mount target in each zone. */
  readonly subnetIds: Readonly<Record<string, pulumi.Input<string>>>;
  /** Security group of the mount targets. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Ways into it. */
  readonly accessPoints: readonly AccessPoint[];
}

/** What others need of a file system. */
export interface FileSystemOutputs {
  /** Its id. */
  readonly id: pulumi.Output<string>;
  /** Its ARN. */
  readonly arn: pulumi.Output<string>;
  /** Ids of its access points, by name. */
  readonly accessPointIds: pulumi.Output<Record<string, string>>;
  /** Their ARNs, by name. */
  readonly accessPointArns: pulumi.Output<Record<string, string>>;
}

/**
 * What clients may do through the network. A policy without grants takes away the default one, by which every client that reaches a
 * mount target may do everything, unnamed: what remains is what a client's own role allows, told by IAM, over TLS and through a mount target.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 *
 * @param arn of the file system
 */
export function fileSystemStatements(arn: string): readonly Statement[] {
  const clientActions = ["ClientMount", "ClientRootAccess", "ClientWrite"].map(
    (action) => `elasticfilesystem:${action}`,
  );
  return [
    denyWithoutTls("*", arn),
    {
      Sid: "DenyPastMountTargets",
      Effect: "Deny",
      Principal: "*",
      Action: clientActions,
      Resource: arn,
      Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "false" } },
    },
  ];
}

function after(days: TransitionDays): string {
  return `AFTER_${days}_DAY${days === 1 ? "" : "S"}`;
}

/** EFS takes one transition in each entry. */
function lifecyclePolicies(args: FileSystemArgs): aws.types.input.efs.FileSystemLifecyclePolicy[] {
  const { infrequentAccessAfterDays, archiveAfterDays, backOnAccess } = args;
  return [
    ...(infrequentAccessAfterDays === undefined ? [] : [{ transitionToIa: after(infrequentAccessAfterDays) }]),
    ...(archiveAfterDays === undefined ? [] : [{ transitionToArchive: after(archiveAfterDays) }]),
    ...(backOnAccess && infrequentAccessAfterDays !== undefined
      ? [{ transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }]
      : []),
  ];
}

/**
 * Makes or adopts one file system with all that belongs to it. An adopted one must be encrypted by the same key and have the
 * performance mode generalPurpose: another would have to be replaced, and that is refused. Everything else is brought in line.
 *
 * @param name prefix of the children's names
 * @param generation which one it is
 */
export function createFileSystem(
  name: string,
  generation: Generation,
  args: FileSystemArgs,
  parent: pulumi.Resource,
): FileSystemOutputs {
  const fileSystem = new aws.efs.FileSystem(
    name,
    {
      encrypted: true,
      kmsKeyId: args.keyArn,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      lifecyclePolicies: lifecyclePolicies(args),
      // Nothing may replicate over it.
      protection: { replicationOverwrite: "ENABLED" },
      tags: { Name: name, ...backupTag },
    },
    { parent, ...statefulOptions, ...(generation.importId === undefined ? {} : { import: generation.importId }) },
  );
  const policy = new aws.efs.FileSystemPolicy(
    `${name}-policy`,
    { fileSystemId: fileSystem.id, policy: fileSystem.arn.apply((arn) => policyJson(fileSystemStatements(arn))) },
    { parent },
  );
  new aws.efs.BackupPolicy(
    `${name}-backups`,
    { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } },
    { parent },
  );
  for (const zone of args.zones) {
    new aws.efs.MountTarget(
      `${name}-${zone}`,
      {
        fileSystemId: fileSystem.id,
        subnetId: args.subnetIds[zone] as pulumi.Input<string>,
        securityGroups: [args.securityGroupId],
      },
      // Without its policy anybody who reaches it could mount it.
      { parent, dependsOn: [policy] },
    );
  }
  return {
    id: fileSystem.id,
    arn: fileSystem.arn,
    ...createAccessPoints(name, generation, fileSystem.id, args, parent),
  };
}

function createAccessPoints(
  name: string,
  { directory }: Generation,
  fileSystemId: pulumi.Output<string>,
  args: FileSystemArgs,
  parent: pulumi.Resource,
): Pick<FileSystemOutputs, "accessPointIds" | "accessPointArns"> {
  const made = args.accessPoints.map(({ name: part, path, uid, gid, permissions }) => {
    const accessPoint = new aws.efs.AccessPoint(
      `${name}-${part}`,
      {
        fileSystemId,
        posixUser: { uid, gid },
        rootDirectory: { path: directory + path, creationInfo: { ownerUid: uid, ownerGid: gid, permissions } },
        tags: { Name: `${name}-${part}` },
      },
      { parent },
    );
    return [part, accessPoint] as const;
  });
  const byName = (of: (accessPoint: aws.efs.AccessPoint) => pulumi.Output<string>) =>
    pulumi.all(Object.fromEntries(made.map(([part, accessPoint]) => [part, of(accessPoint)])));
  return { accessPointIds: byName(({ id }) => id), accessPointArns: byName(({ arn }) => arn) };
}
