import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backupTag } from "../shared/backup-tag.ts";
import type { Context } from "../shared/context.ts";
import { nameLimits } from "../shared/names.ts";
import { statefulOptions } from "../shared/stateful.ts";
import type { DatabaseDials, Generation } from "./dials.ts";
import { engines } from "./engine.ts";

/** Days that Performance Insights keeps, by mode: what Database Insights demands. */
const insightsRetentionDays = { standard: 7, advanced: 465 } as const;

/** The certificate authority of the server's certificate: valid until 2061, with RSA keys, which every client can verify. */
const certificateAuthority = "rds-ca-rsa2048-g1";

/** Characters that the longest end of an identifier takes: generation and replica. */
const longestEnd = "-99-replica-5".length;

/** What all instances share. */
export interface InstanceSurroundings {
  /** Names, region and account. */
  readonly context: Context;
  /** Name of the subnet group. */
  readonly subnetGroupName: pulumi.Output<string>;
  /** Name of the parameter group. */
  readonly parameterGroupName: pulumi.Input<string>;
  /** The database's security group. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Role of enhanced monitoring. */
  readonly monitoringRoleArn: pulumi.Input<string>;
  /** Key of the storage. */
  readonly keyArn: pulumi.Input<string>;
  /** Key of the exported logs. */
  readonly logsKeyArn: pulumi.Input<string>;
}

/** How the admin's password comes about: RDS manages it with a key, or it is ours. */
export type AdminPassword =
  | { readonly secretsKeyArn: pulumi.Input<string> }
  | { readonly initialPassword: pulumi.Input<string> };

/**
 * The identifier of a generation's instance. Log groups and snapshots are named after it, so it is given and not made.
 *
 * @param context of the deployment
 * @param number the generation's
 */
export function instanceIdentifier(context: Context, number: number): string {
  return `${context.name("database", nameLimits.databaseInstance.maxLength - longestEnd)}-${number}`;
}

/**
 * The log groups of an instance, made before RDS makes them without key and retention.
 *
 * @param identifier the instance's
 */
function createLogGroups(
  name: string,
  identifier: string,
  dials: DatabaseDials,
  surroundings: InstanceSurroundings,
  options: pulumi.ResourceOptions,
): readonly aws.cloudwatch.LogGroup[] {
  return engines[dials.engine].logs.map(
    (log) =>
      new aws.cloudwatch.LogGroup(
        `${name}-${log}`,
        {
          name: `/aws/rds/instance/${identifier}/${log}`,
          retentionInDays: dials.logRetentionDays,
          kmsKeyId: surroundings.logsKeyArn,
        },
        options,
      ),
  );
}

/** What instances and replicas have alike. */
function commonArgs(identifier: string, dials: DatabaseDials, surroundings: InstanceSurroundings) {
  const { insights } = dials;
  return {
    identifier,
    instanceClass: dials.instanceClass,
    storageType: "gp3",
    storageEncrypted: true,
    maxAllocatedStorage: dials.maxStorageGiB,
    multiAz: dials.multiAz,
    port: dials.port ?? engines[dials.engine].port,
    publiclyAccessible: false,
    vpcSecurityGroupIds: [surroundings.securityGroupId],
    parameterGroupName: surroundings.parameterGroupName,
    iamDatabaseAuthenticationEnabled: true,
    caCertIdentifier: certificateAuthority,
    autoMinorVersionUpgrade: true,
    maintenanceWindow: dials.maintenanceWindow,
    backupWindow: dials.backupWindow,
    backupRetentionPeriod: dials.backupRetentionDays,
    copyTagsToSnapshot: true,
    deletionProtection: dials.deletionProtection,
    enabledCloudwatchLogsExports: [...engines[dials.engine].logs],
    monitoringInterval: dials.monitoringIntervalSeconds,
    monitoringRoleArn: surroundings.monitoringRoleArn,
    ...(insights === "off"
      ? { performanceInsightsEnabled: false }
      : {
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: surroundings.keyArn,
          performanceInsightsRetentionPeriod: insightsRetentionDays[insights],
          databaseInsightsMode: insights,
        }),
    applyImmediately: dials.applyImmediately,
  };
}

/**
 * The name of the last snapshot. A second one of the same name would make the deletion fail, so everything that tells two
 * instances of one identifier apart is in it: the key, which each life of an environment makes anew, and what replaces an
 * instance.
 */
function finalSnapshotIdentifier(identifier: string, dials: DatabaseDials, keyArn: pulumi.Input<string>) {
  const { engine, adminUserName, databaseName } = dials;
  return pulumi.output(keyArn).apply((key) => {
    const hash = createHash("sha256").update(JSON.stringify([key, engine, adminUserName, databaseName]));
    return `${identifier}-final-${hash.digest("hex").slice(0, 8)}`;
  });
}

/**
 * What a generation is made from; a restored one has user, first database and storage of its source. The provider would set another storage right
 * after the restore, and RDS refuses to shrink what had grown by itself: so none is given while the settings say what it was made from.
 */
function originArgs({ restoredFrom }: Generation, dials: DatabaseDials): Partial<aws.rds.InstanceArgs> {
  if (restoredFrom === undefined) {
    return { username: dials.adminUserName, dbName: dials.databaseName, allocatedStorage: dials.storageGiB };
  }
  if ("snapshotIdentifier" in restoredFrom) return { snapshotIdentifier: restoredFrom.snapshotIdentifier };
  const { instanceIdentifier: sourceDbInstanceIdentifier, time } = restoredFrom;
  return {
    restoreToPointInTime: {
      sourceDbInstanceIdentifier,
      ...(time === undefined ? { useLatestRestorableTime: true } : { restoreTime: time }),
    },
  };
}

function passwordArgs(password: AdminPassword): Partial<aws.rds.InstanceArgs> {
  return "secretsKeyArn" in password
    ? { manageMasterUserPassword: true, masterUserSecretKmsKeyId: password.secretsKeyArn }
    : { password: password.initialPassword };
}

/**
 * Makes the instance of one generation, with its log groups.
 *
 * @param name prefix of the children's names, with the generation's number
 */
export function createInstance(
  name: string,
  generation: Generation,
  dials: DatabaseDials,
  surroundings: InstanceSurroundings,
  password: AdminPassword,
  options: pulumi.ResourceOptions,
): aws.rds.Instance {
  const identifier = instanceIdentifier(surroundings.context, generation.number);
  const logGroups = createLogGroups(name, identifier, dials, surroundings, options);
  return new aws.rds.Instance(
    name,
    {
      ...commonArgs(identifier, dials, surroundings),
      ...originArgs(generation, dials),
      ...passwordArgs(password),
      engine: dials.engine,
      engineVersion: dials.engineVersion,
      allowMajorVersionUpgrade: dials.allowMajorVersionUpgrade,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      kmsKeyId: surroundings.keyArn,
      dbSubnetGroupName: surroundings.subnetGroupName,
      deleteAutomatedBackups: !dials.finalSnapshot,
      skipFinalSnapshot: !dials.finalSnapshot,
      ...(dials.finalSnapshot
        ? { finalSnapshotIdentifier: finalSnapshotIdentifier(identifier, dials, surroundings.keyArn) }
        : {}),
      ...(dials.blueGreenUpdates ? { blueGreenUpdate: { enabled: true } } : {}),
      tags: { Name: identifier, ...backupTag },
    },
    {
      ...options,
      ...statefulOptions,
      dependsOn: [...logGroups],
      // What it was made from is history: taking it out of the settings must not replace the instance, neither by itself nor
      // by the user and first database that stand in its place then. The password is not ignored, though rotation changes it: the
      // provider never reads it, and a database that stops having a password of RDS must get ours, or the other way round.
      ignoreChanges: ["snapshotIdentifier", "restoreToPointInTime", "username", "dbName"],
    },
  );
}

/**
 * Makes the read replicas of an instance, each with its log groups. RDS keeps their storage under the source's key.
 *
 * @param name prefix of the children's names, with the generation's number
 */
export function createReplicas(
  name: string,
  source: aws.rds.Instance,
  generation: Generation,
  dials: DatabaseDials,
  surroundings: InstanceSurroundings,
  options: pulumi.ResourceOptions,
): readonly aws.rds.Instance[] {
  return Array.from({ length: dials.replicas }, (_, position) => {
    const replica = `${name}-replica-${position + 1}`;
    const identifier = `${instanceIdentifier(surroundings.context, generation.number)}-replica-${position + 1}`;
    const logGroups = createLogGroups(replica, identifier, dials, surroundings, options);
    return new aws.rds.Instance(
      replica,
      {
        ...commonArgs(identifier, dials, surroundings),
        replicateSourceDb: source.identifier,
        // A replica holds nothing of its own, and RDS makes no last snapshot of it.
        skipFinalSnapshot: true,
        tags: { Name: identifier, ...backupTag },
      },
      { ...options, ...statefulOptions, dependsOn: [...logGroups] },
    );
  });
}
