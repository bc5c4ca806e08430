/** The calls that make and change a DB instance. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties } from "../../row.ts";
import { setChanges } from "../known.ts";
import { rds, tagCalls, tags } from "./shared.ts";

/** Properties that creating and modifying take under the same name of the API. */
const common: Readonly<Record<string, string>> = {
  allocatedStorage: "AllocatedStorage",
  autoMinorVersionUpgrade: "AutoMinorVersionUpgrade",
  backupRetentionPeriod: "BackupRetentionPeriod",
  backupWindow: "PreferredBackupWindow",
  caCertIdentifier: "CACertificateIdentifier",
  copyTagsToSnapshot: "CopyTagsToSnapshot",
  databaseInsightsMode: "DatabaseInsightsMode",
  deletionProtection: "DeletionProtection",
  engineVersion: "EngineVersion",
  iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
  instanceClass: "DBInstanceClass",
  iops: "Iops",
  manageMasterUserPassword: "ManageMasterUserPassword",
  masterUserSecretKmsKeyId: "MasterUserSecretKmsKeyId",
  maxAllocatedStorage: "MaxAllocatedStorage",
  maintenanceWindow: "PreferredMaintenanceWindow",
  monitoringInterval: "MonitoringInterval",
  monitoringRoleArn: "MonitoringRoleArn",
  multiAz: "MultiAZ",
  networkType: "NetworkType",
  optionGroupName: "OptionGroupName",
  parameterGroupName: "DBParameterGroupName",
  password: "MasterUserPassword",
  performanceInsightsEnabled: "EnablePerformanceInsights",
  performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
  performanceInsightsRetentionPeriod: "PerformanceInsightsRetentionPeriod",
  publiclyAccessible: "PubliclyAccessible",
  storageThroughput: "StorageThroughput",
  storageType: "StorageType",
  vpcSecurityGroupIds: "VpcSecurityGroupIds",
};

/** What only the creation of an empty instance takes. */
const atBirth: Readonly<Record<string, string>> = {
  availabilityZone: "AvailabilityZone",
  dbName: "DBName",
  dbSubnetGroupName: "DBSubnetGroupName",
  enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
  engine: "Engine",
  engineLifecycleSupport: "EngineLifecycleSupport",
  kmsKeyId: "KmsKeyId",
  port: "Port",
  storageEncrypted: "StorageEncrypted",
  username: "MasterUsername",
};

/** What the making of a replica and the restoring calls take; the real provider sets the rest by ModifyDBInstance. */
const ofCopies = [
  "autoMinorVersionUpgrade",
  "copyTagsToSnapshot",
  "dbSubnetGroupName",
  "deletionProtection",
  "enabledCloudwatchLogsExports",
  "iamDatabaseAuthenticationEnabled",
  "instanceClass",
  "multiAz",
  "parameterGroupName",
  "port",
  "publiclyAccessible",
  "storageType",
  "vpcSecurityGroupIds",
];

function named(inputs: Properties, properties: readonly string[], names: Readonly<Record<string, string>>): Properties {
  const given = properties.filter((property) => inputs[property] !== undefined && names[property] !== undefined);
  return Object.fromEntries(given.map((property) => [names[property], inputs[property]]));
}

const all = { ...common, ...atBirth };

/** The call that makes the instance: empty, as a replica, from a snapshot, or at a point in time. */
export function createCall(inputs: Properties, facts: Facts): Call {
  const DBInstanceIdentifier = inputs.identifier;
  const copy = { DBInstanceIdentifier, ...named(inputs, ofCopies, all), ...tags(facts) };
  if (inputs.replicateSourceDb !== undefined) {
    return rds("CreateDBInstanceReadReplica", {
      ...copy,
      ...named(inputs, ["kmsKeyId", "maxAllocatedStorage", "monitoringInterval", "monitoringRoleArn"], all),
      SourceDBInstanceIdentifier: inputs.replicateSourceDb,
    });
  }
  if (inputs.snapshotIdentifier !== undefined) {
    return rds("RestoreDBInstanceFromDBSnapshot", { ...copy, DBSnapshotIdentifier: inputs.snapshotIdentifier });
  }
  const moment = inputs.restoreToPointInTime;
  if (moment !== undefined) {
    const { DBInstanceIdentifier: target, ...rest } = copy;
    return rds("RestoreDBInstanceToPointInTime", {
      ...rest,
      TargetDBInstanceIdentifier: target,
      SourceDBInstanceIdentifier: moment.sourceDbInstanceIdentifier,
      SourceDbiResourceId: moment.sourceDbiResourceId,
      SourceDBInstanceAutomatedBackupsArn: moment.sourceDbInstanceAutomatedBackupsArn,
      RestoreTime: moment.restoreTime === undefined ? undefined : new Date(moment.restoreTime),
      UseLatestRestorableTime: moment.useLatestRestorableTime,
    });
  }
  return rds("CreateDBInstance", { DBInstanceIdentifier, ...named(inputs, Object.keys(all), all), ...tags(facts) });
}

/**
 * What follows the making. A copy gets what the calls that make copies do not take. An empty instance gets what the
 * emulator forgets: it keeps a backup window and a certificate only when they are set afterwards.
 *
 * @throws Error when a restore is given a storage: the provider sets it now, and RDS refuses less than the source had, which may have grown by
 *   itself. Stricter than RDS, which takes more. Source: terraform-provider-aws, internal/service/rds/instance.go
 */
export function afterCreateCalls(inputs: Properties, live: Properties, facts: Facts): Call[] {
  const isCopy = [inputs.replicateSourceDb, inputs.snapshotIdentifier, inputs.restoreToPointInTime].some(
    (source) => source !== undefined,
  );
  const forgotten = ["backupWindow", "caCertIdentifier"];
  if (isCopy && inputs.replicateSourceDb === undefined && inputs.allocatedStorage !== undefined) {
    throw new Error(
      `allocatedStorage is ${inputs.allocatedStorage} for a restored instance: the provider sets it after the restore, and RDS refuses less ` +
        "than its source had; leave it out",
    );
  }
  const changed = named(inputs, isCopy ? Object.keys(common) : forgotten, common);
  return [
    ...(Object.keys(changed).length > 0 ? [modify(inputs.identifier, { ...changed, ApplyImmediately: true })] : []),
    ...tagCalls(facts.arn("rds", `db:${inputs.identifier}`), live, facts),
  ];
}

function modify(identifier: unknown, parameters: Properties): Call {
  return rds("ModifyDBInstance", { DBInstanceIdentifier: identifier, ...parameters });
}

/**
 * Whether a smaller storage is wanted while the storage grows by itself: no change for the provider.
 * Source: terraform-provider-aws, internal/service/rds/instance.go, allocated_storage (DiffSuppressFunc)
 */
function isGrown(property: string, inputs: Properties, previous: Properties): boolean {
  const { allocatedStorage: wanted, maxAllocatedStorage: most } = inputs;
  return property === "allocatedStorage" && previous.allocatedStorage > wanted && most > wanted;
}

/** The calls that change it in place: what is not urgent waits for the maintenance window unless the program says otherwise. */
export function updateCalls(inputs: Properties, previous: Properties, facts: Facts): Call[] {
  const changed = Object.keys(common).filter(
    (property) =>
      inputs[property] !== undefined &&
      !isDeepStrictEqual(inputs[property], previous[property]) &&
      !isGrown(property, inputs, previous),
  );
  const logs = setChanges(inputs.enabledCloudwatchLogsExports, previous.enabledCloudwatchLogsExports);
  const parameters = {
    ...named(inputs, changed, common),
    ...(inputs.port !== undefined && inputs.port !== previous.port && { DBPortNumber: inputs.port }),
    ...(logs.added.length + logs.removed.length > 0 && {
      CloudwatchLogsExportConfiguration: { EnableLogTypes: logs.added, DisableLogTypes: logs.removed },
    }),
    ...(inputs.dbSubnetGroupName !== previous.dbSubnetGroupName && { DBSubnetGroupName: inputs.dbSubnetGroupName }),
  };
  const version = changed.includes("engineVersion") && {
    AllowMajorVersionUpgrade: inputs.allowMajorVersionUpgrade ?? false,
  };
  return [
    ...(Object.keys(parameters).length > 0
      ? [
          modify(inputs.identifier, {
            ...parameters,
            ...version,
            ApplyImmediately: inputs.applyImmediately === true,
          }),
        ]
      : []),
    ...tagCalls(previous.arn, previous, facts),
  ];
}

/** The call that deletes it, with its final snapshot unless the program skips it. A replica never has one. */
export function deleteCall(state: Properties): Call {
  const skips = state.skipFinalSnapshot === true || state.replicateSourceDb !== undefined;
  return rds(
    "DeleteDBInstance",
    {
      DBInstanceIdentifier: state.identifier,
      SkipFinalSnapshot: skips,
      ...(skips ? {} : { FinalDBSnapshotIdentifier: state.finalSnapshotIdentifier }),
      DeleteAutomatedBackups: state.deleteAutomatedBackups ?? true,
    },
    ["DBInstanceNotFound", "DBInstanceNotFoundFault"],
  );
}
