/** What AWS and the real provider refuse of a DB instance. */
import type { Facts, Properties, Rule, World } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { securityGroupsProblem } from "../ec2/shared.ts";
import { number, text, texts } from "../known.ts";
import { roleProblem } from "../roles.ts";
import { instanceClassProblem, lacksInsights } from "./classes.ts";
import { engines, majorOf } from "./engines.ts";
import { identifierProblem, types } from "./shared.ts";
import { windowsProblem } from "./windows.ts";

const api = "RDS API, CreateDBInstance";
const provider = "terraform-provider-aws, aws_db_instance";

const isCopy = (inputs: Properties) =>
  [inputs.replicateSourceDb, inputs.snapshotIdentifier, inputs.restoreToPointInTime].some(
    (value) => value !== undefined,
  );

function engineProblem(inputs: Properties): string | undefined {
  const name = text(inputs.engine);
  if (name === undefined) {
    return isCopy(inputs) || isUnknown(inputs.engine) ? undefined : "engine is not given: it may lack in copies only";
  }
  const engine = engines[name];
  if (!engine) return `engine is ${name}: the rehearsal knows ${Object.keys(engines).join(", ")}`;
  const version = text(inputs.engineVersion);
  if (version !== undefined && majorOf(engine, version) === undefined) {
    return `engineVersion is ${version}: RDS has ${name} in ${engine.majors.join(", ")}`;
  }
  const strange = texts(inputs.enabledCloudwatchLogsExports).filter((log) => !engine.logs.includes(log));
  return strange.length > 0
    ? `enabledCloudwatchLogsExports has ${strange.join(", ")}: ${name} has ${engine.logs.join(", ")}`
    : undefined;
}

function adminProblem({ engine, username }: Properties): string | undefined {
  const [rules, user] = [engines[text(engine) ?? ""], text(username)];
  if (!rules || user === undefined) return undefined;
  if (!/^[A-Za-z]\w*$/.test(user) || user.length > rules.userLength) {
    return `username is ${user}: RDS takes 1 to ${rules.userLength} letters, digits and underscores for ${engine}; a letter first`;
  }
  return rules.reservedUsers.includes(user.toLowerCase())
    ? `username is ${user}, which is reserved for ${engine}: take another name`
    : undefined;
}

function passwordProblem(inputs: Properties): string | undefined {
  if (inputs.masterUserSecretKmsKeyId !== undefined && inputs.manageMasterUserPassword !== true) {
    return "masterUserSecretKmsKeyId is given without manageMasterUserPassword: RDS makes no secret then";
  }
  const given = [inputs.password, inputs.passwordWo, inputs.manageMasterUserPassword];
  if (isCopy(inputs) || given.some((value) => value !== undefined)) return undefined;
  return "the instance has neither a password nor manageMasterUserPassword: give one of them";
}

/** Replicas and blue/green deployments exclude a managed password, on either side. */
function managedPasswordProblem(inputs: Properties, world: World): string | undefined {
  if (inputs.blueGreenUpdate?.enabled === true && inputs.manageMasterUserPassword === true) {
    return "blueGreenUpdate and manageMasterUserPassword exclude each other: take a secret that you rotate yourself";
  }
  const source = instanceNamed(world, inputs.replicateSourceDb);
  return source?.manageMasterUserPassword === true
    ? `replicateSourceDb names ${inputs.replicateSourceDb}, whose password RDS manages: such an instance takes no replicas`
    : undefined;
}

function instanceNamed(world: World, name: unknown): Properties | undefined {
  const known = world
    .all(types.instance)
    .find(({ properties }) => [properties.identifier, properties.arn].includes(name));
  return known?.properties;
}

function blueGreenProblem(inputs: Properties, world: World): string | undefined {
  if (inputs.blueGreenUpdate?.enabled !== true) return undefined;
  if (inputs.replicateSourceDb !== undefined) return "blueGreenUpdate is on for a replica: the provider refuses that";
  if ((number(inputs.backupRetentionPeriod) ?? 1) < 1) {
    return "blueGreenUpdate is on and backupRetentionPeriod is 0: it needs automatic backups";
  }
  const replicas = world
    .all(types.instance)
    .filter(({ properties }) => properties.replicateSourceDb === inputs.identifier);
  return replicas.length > 0
    ? `blueGreenUpdate is on and ${inputs.identifier} has replicas: the provider refuses that`
    : undefined;
}

function storageProblem(inputs: Properties): string | undefined {
  const [allocated, most] = [number(inputs.allocatedStorage), number(inputs.maxAllocatedStorage)];
  if (allocated === undefined) {
    const missing = inputs.allocatedStorage === undefined && !isCopy(inputs);
    return missing ? "allocatedStorage is not given: it may lack in copies only" : undefined;
  }
  if (["gp2", "gp3"].includes(inputs.storageType) && (allocated < 20 || allocated > 65_536)) {
    return `allocatedStorage is ${allocated}: RDS takes 20 to 65536 GiB of ${inputs.storageType} for MySQL and PostgreSQL`;
  }
  if (most !== undefined && most !== 0 && most * 10 < allocated * 11) {
    return `maxAllocatedStorage is ${most}: RDS takes at least a tenth more than allocatedStorage (${allocated}), or 0 for none`;
  }
  const [iops, throughput] = [inputs.iops, inputs.storageThroughput];
  const striped = allocated >= 400;
  return inputs.storageType === "gp3" && !striped && (iops !== undefined || throughput !== undefined)
    ? `iops or storageThroughput is given for ${allocated} GiB of gp3: RDS takes them from 400 GiB on`
    : undefined;
}

const intervals = [0, 1, 5, 10, 15, 30, 60];

function monitoringProblem(inputs: Properties, world: World): string | undefined {
  const { monitoringInterval: interval, monitoringRoleArn: role } = inputs;
  if (typeof interval === "number" && !intervals.includes(interval)) {
    return `monitoringInterval is ${interval}: RDS takes ${intervals.join(", ")} seconds`;
  }
  if (typeof interval === "number" && interval > 0 && role === undefined) {
    return `monitoringInterval is ${interval} without monitoringRoleArn: give the role that writes the metrics`;
  }
  return roleProblem("monitoringRoleArn", role, "monitoring.rds.amazonaws.com", world);
}

function insightsProblem(inputs: Properties): string | undefined {
  const {
    performanceInsightsEnabled: enabled,
    performanceInsightsRetentionPeriod: days,
    databaseInsightsMode,
  } = inputs;
  if (enabled !== true) {
    const set =
      days !== undefined || inputs.performanceInsightsKmsKeyId !== undefined || databaseInsightsMode === "advanced";
    return set ? "insights are set up, but performanceInsightsEnabled is not true" : undefined;
  }
  if (lacksInsights(inputs.engine, inputs.instanceClass)) {
    return `performanceInsightsEnabled is true: ${inputs.instanceClass} has no insights for MySQL; take a larger class, or turn them off`;
  }
  if (typeof days === "number" && days !== 7 && days !== 731 && (days % 31 !== 0 || days < 31 || days > 713)) {
    return `performanceInsightsRetentionPeriod is ${days}: RDS takes 7, 731, or a multiple of 31 up to 713`;
  }
  return databaseInsightsMode === "advanced" && (typeof days !== "number" ? !isUnknown(days) : days < 465)
    ? `databaseInsightsMode is advanced and performanceInsightsRetentionPeriod ${days}: RDS takes at least 465`
    : undefined;
}

function snapshotProblem(inputs: Properties): string | undefined {
  const { finalSnapshotIdentifier: name, skipFinalSnapshot, replicateSourceDb } = inputs;
  if (replicateSourceDb !== undefined) {
    return name !== undefined
      ? "finalSnapshotIdentifier is given for a replica: RDS refuses its deletion then"
      : undefined;
  }
  if (skipFinalSnapshot !== true && name === undefined) {
    return "skipFinalSnapshot is not true and finalSnapshotIdentifier is not given: the deletion would fail";
  }
  return identifierProblem("finalSnapshotIdentifier", name, 255);
}

function networkProblem(inputs: Properties, world: World): string | undefined {
  const group = world.all(types.subnetGroup).find(({ properties }) => properties.name === inputs.dbSubnetGroupName);
  if (typeof inputs.dbSubnetGroupName === "string" && !group) {
    return `dbSubnetGroupName is ${inputs.dbSubnetGroupName}, which does not exist: take the subnet group's output "name"`;
  }
  const vpcId = text(group?.properties.vpcId);
  return securityGroupsProblem(world, texts(inputs.vpcSecurityGroupIds), vpcId, "the DB instance");
}

function parameterGroupProblem(inputs: Properties, world: World): string | undefined {
  const name = text(inputs.parameterGroupName);
  if (name === undefined || name.startsWith("default.")) return undefined;
  const group = world.all(types.parameterGroup).find(({ properties }) => properties.name === name);
  if (!group) return `parameterGroupName is ${name}, which does not exist: take the parameter group's output "name"`;
  const engine = engines[text(inputs.engine) ?? ""];
  const major = engine && majorOf(engine, text(inputs.engineVersion) ?? "");
  const wanted = engine && major ? engine.family(major) : undefined;
  return wanted !== undefined && group.properties.family !== wanted
    ? `parameterGroupName is ${name} of the family ${group.properties.family}: ${inputs.engine} ${major} takes ${wanted}`
    : undefined;
}

function keyProblem(inputs: Properties, world: World, facts: Facts): string | undefined {
  for (const property of ["kmsKeyId", "performanceInsightsKmsKeyId", "masterUserSecretKmsKeyId"]) {
    const key = text(inputs[property]);
    if (key === undefined) continue;
    const arn = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:key\/.+$/.exec(key);
    if (!arn) return `${property} is ${key}: the provider takes a key's ARN`;
    if (arn[1] !== facts.region)
      return `${property} is in ${arn[1]}: the instance in ${facts.region} needs a key of its own region`;
    if (!world.all("aws:kms/key:Key").some(({ properties }) => properties.arn === key)) {
      return `${property} is ${key}, which does not exist: take the key's output "arn"`;
    }
  }
  return inputs.kmsKeyId !== undefined && inputs.storageEncrypted !== true && inputs.replicateSourceDb === undefined
    ? "kmsKeyId is given and storageEncrypted is not true: set it"
    : undefined;
}

function replicaProblem(inputs: Properties, world: World): string | undefined {
  const name = inputs.replicateSourceDb;
  if (typeof name !== "string") return undefined;
  const source = instanceNamed(world, name);
  if (!source) return `replicateSourceDb is ${name}, which does not exist: take the source's output "identifier"`;
  if (name === source.identifier && inputs.dbSubnetGroupName !== undefined) {
    return "dbSubnetGroupName is given for a replica: name its source by ARN then, or leave the subnet group out";
  }
  return source.backupRetentionPeriod === 0
    ? `replicateSourceDb names ${name}, which has no automatic backups: set its backupRetentionPeriod to 1 or more`
    : undefined;
}

/** All rules of DB instances. */
export const instanceRules: readonly Rule[] = [
  {
    source: `${api}: DBInstanceIdentifier`,
    check: ({ identifier }) => identifierProblem("identifier", identifier, 63),
  },
  { source: `${api}: Engine, EngineVersion, EnableCloudwatchLogsExports`, check: engineProblem },
  {
    source: "RDS User Guide, DB instance classes; their availability by region",
    check: ({ instanceClass }, _world, { region }) =>
      typeof instanceClass === "string" ? instanceClassProblem(instanceClass, region) : undefined,
  },
  { source: `${api}: MasterUsername`, check: adminProblem },
  {
    source: `${provider}: password, manage_master_user_password, master_user_secret_kms_key_id`,
    check: passwordProblem,
  },
  {
    source:
      "RDS User Guide, password management with Secrets Manager, limitations; blue/green deployments, limitations",
    check: managedPasswordProblem,
  },
  { source: `${provider}: blue_green_update, low-downtime updates`, check: blueGreenProblem },
  { source: "RDS User Guide, DB instance storage; storage autoscaling", check: storageProblem },
  {
    source: `${provider}: backup_retention_period`,
    check: ({ backupRetentionPeriod: days }) =>
      typeof days === "number" && (days < 0 || days > 35)
        ? `backupRetentionPeriod is ${days}: RDS takes 0 to 35 days`
        : undefined,
  },
  {
    source: `${api}: PreferredBackupWindow, PreferredMaintenanceWindow`,
    check: ({ backupWindow, maintenanceWindow }) => windowsProblem(backupWindow, maintenanceWindow),
  },
  { source: `${api}: MonitoringInterval, MonitoringRoleArn`, check: monitoringProblem, when: "creation" },
  {
    source: `${api}: DatabaseInsightsMode, PerformanceInsightsRetentionPeriod; Database Insights, instance classes`,
    check: insightsProblem,
  },
  { source: `${provider}: final_snapshot_identifier, skip_final_snapshot`, check: snapshotProblem },
  {
    source: "RDS API errors DBSubnetGroupNotFoundFault, InvalidVPCNetworkStateFault",
    check: networkProblem,
    when: "creation",
  },
  {
    source: "RDS API error DBParameterGroupNotFound; parameter groups, families",
    check: parameterGroupProblem,
    when: "creation",
  },
  { source: "RDS API error KMSKeyNotAccessibleFault; RDS User Guide, encryption", check: keyProblem, when: "creation" },
  { source: "RDS API, CreateDBInstanceReadReplica", check: replicaProblem, when: "creation" },
  {
    source: "rehearsal: MiniStack 1.5.33 has no RestoreDBInstanceToPointInTime",
    check: ({ restoreToPointInTime }) =>
      restoreToPointInTime === undefined
        ? undefined
        : "the rehearsal cannot restore to a point in time: its emulator does not know the call; restore a snapshot",
    when: "creation",
  },
];
