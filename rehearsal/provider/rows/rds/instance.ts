/** Row of DB instances. */
import type { Facts, Properties, Row } from "../../row.ts";
import { camel, tagRecord } from "../helpers.ts";
import { derivedHex, orderAsWanted } from "../known.ts";
import { engines } from "./engines.ts";
import { afterCreateCalls, createCall, deleteCall, updateCalls } from "./instance-calls.ts";
import { instanceRules } from "./instance-rules.ts";
import { rds, types } from "./shared.ts";

/** RDS's name of the secret that it makes for a managed password: `rds!db-` and a UUID; AWS adds six characters. */
function masterUserSecrets(inputs: Properties, facts: Facts): Properties {
  if (inputs.manageMasterUserPassword !== true) return {};
  const hex = derivedHex(`${facts.accountId}/${facts.region}/${inputs.identifier}`, 38);
  const uuid = hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return {
    masterUserSecrets: [
      {
        kmsKeyId: inputs.masterUserSecretKmsKeyId ?? "",
        secretArn: facts.arn("secretsmanager", `secret:rds!db-${uuid}-${hex.slice(32)}`),
        secretStatus: "active",
      },
    ],
  };
}

/** What AWS adds. The address is made in AWS's form: the emulator gives localhost, where nothing listens. */
function attributes(inputs: Properties, id: string, facts: Facts): Properties {
  const port = inputs.port ?? engines[inputs.engine]?.port;
  const address = `${inputs.identifier}.c${derivedHex(facts.accountId, 12)}.${facts.region}.rds.amazonaws.com`;
  return {
    arn: facts.arn("rds", `db:${inputs.identifier}`),
    resourceId: id,
    address,
    ...(port === undefined ? {} : { port, endpoint: `${address}:${port}` }),
    hostedZoneId: "Z2R2ITUGPM61AM",
    status: "available",
    engineVersionActual: inputs.engineVersion,
    ...masterUserSecrets(inputs, facts),
  };
}

/**
 * The version that the program is shown: its own while the live one begins with it. So a minor upgrade of "8.4" is no
 * difference. Source: terraform-provider-aws, aws_db_instance, engine_version and engine_version_actual.
 */
function shownVersion(live: unknown, wanted: unknown): unknown {
  return typeof wanted === "string" && String(live).startsWith(`${wanted}.`) ? wanted : live;
}

/**
 * The storage that the program is shown: its own while RDS has grown the storage by itself. Source: terraform-provider-aws,
 * aws_db_instance, allocated_storage and max_allocated_storage.
 */
function shownStorage(live: number, { allocatedStorage, maxAllocatedStorage }: Properties): number {
  return live > allocatedStorage && maxAllocatedStorage > allocatedStorage ? allocatedStorage : live;
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const live = answer.DBInstances?.[0];
  if (!live) return undefined;
  const groups = (live.VpcSecurityGroups ?? []).map((group: Properties) => group.VpcSecurityGroupId);
  return {
    arn: live.DBInstanceArn,
    identifier: live.DBInstanceIdentifier,
    instanceClass: live.DBInstanceClass,
    engine: live.Engine,
    engineVersion: shownVersion(live.EngineVersion, state.engineVersion),
    engineVersionActual: live.EngineVersion,
    allocatedStorage: shownStorage(live.AllocatedStorage, state),
    username: live.MasterUsername,
    status: live.DBInstanceStatus,
    multiAz: live.MultiAZ === true,
    backupWindow: live.PreferredBackupWindow,
    maintenanceWindow: live.PreferredMaintenanceWindow,
    parameterGroupName: live.DBParameterGroups?.[0]?.DBParameterGroupName,
    iamDatabaseAuthenticationEnabled: live.IAMDatabaseAuthenticationEnabled === true,
    vpcSecurityGroupIds: orderAsWanted(groups, state.vpcSecurityGroupIds),
    ...camel(
      live,
      "BackupRetentionPeriod",
      "CopyTagsToSnapshot",
      "DeletionProtection",
      "MaxAllocatedStorage",
      "MonitoringInterval",
      "PubliclyAccessible",
      "StorageEncrypted",
      "StorageType",
    ),
    ...(live.MonitoringRoleArn ? { monitoringRoleArn: live.MonitoringRoleArn } : {}),
    ...(live.DBName ? { dbName: live.DBName } : {}),
    tagsAll: tagRecord(live.TagList),
  };
}

/**
 * A DB instance: empty, restored from a snapshot or at a point in time, or a replica. Made in the emulator, which keeps
 * what `liveProperties` reads and nothing else of it: logs, insights, certificate and port are as written. It has no
 * MasterUserSecret: the secret's ARN is made here, and no secret of that name exists. The id is AWS's resource id (`db-…`).
 */
export const instance: Row = {
  type: types.instance,
  taggable: true,
  autoName: { property: "identifier", maxLength: 63, lowerCase: true },
  required: ["instanceClass"],
  replaceOn: [
    "availabilityZone",
    "characterSetName",
    "dbName",
    "engine",
    "engineLifecycleSupport",
    "identifier",
    "identifierPrefix",
    "kmsKeyId",
    "restoreToPointInTime",
    "snapshotIdentifier",
    "storageEncrypted",
    "timezone",
    "username",
  ],
  defaults: {
    applyImmediately: false,
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: false,
    deleteAutomatedBackups: true,
    monitoringInterval: 0,
    performanceInsightsEnabled: false,
    publiclyAccessible: false,
    skipFinalSnapshot: false,
  },
  conflicts: [
    ["identifier", "identifierPrefix"],
    ["restoreToPointInTime", "s3Import", "snapshotIdentifier", "replicateSourceDb"],
    ["dbName", "replicateSourceDb"],
    ["engine", "replicateSourceDb"],
    ["engineVersion", "replicateSourceDb"],
    ["username", "replicateSourceDb"],
    ["manageMasterUserPassword", "password", "passwordWo"],
  ],
  identify: (_inputs, facts) => `db-${facts.hex(26).toUpperCase()}`,
  attributes,
  create: { call: createCall, id: (answer) => answer.DBInstance.DbiResourceId },
  afterCreate: (_id, inputs, live, facts) => afterCreateCalls(inputs, live, facts),
  read: {
    call: (_id, state) => rds("DescribeDBInstances", { DBInstanceIdentifier: state.identifier }),
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: ["DBInstanceNotFound", "DBInstanceNotFoundFault"],
  },
  update: (_id, inputs, previous, facts) => updateCalls(inputs, previous, facts),
  delete: (_id, state) => [deleteCall(state)],
  unlock: { deletionProtection: false, skipFinalSnapshot: true },
  rules: instanceRules,
};
