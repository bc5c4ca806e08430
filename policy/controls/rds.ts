/** Guard rails of databases. */
import { type Control, isKey, list, must, type Properties } from "../control.ts";

const instance = ["aws:rds/instance:Instance"];
const snapshots = [
  "aws:rds/snapshot:Snapshot",
  "aws:rds/snapshotCopy:SnapshotCopy",
  "aws:rds/clusterSnapshot:ClusterSnapshot",
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
];
const guessed = ["admin", "administrator", "postgres", "root", "user", "test", "rdsadmin"];

const parameter = ({ parameters }: Properties, name: string): string | undefined =>
  parameters?.find((each: Properties) => each.name === name)?.value;

/** Databases, their parameter groups, proxies and events. */
export const rds: readonly Control[] = [
  {
    control: "RDS.1",
    severity: "critical",
    title: "Snapshots are shared with named accounts only.",
    remedy: 'Take "all" out of sharedAccounts.',
    types: snapshots,
    check: must(({ sharedAccounts }) => !list(sharedAccounts).includes("all"), "everybody may restore the snapshot"),
  },
  {
    control: "RDS.2",
    severity: "critical",
    title: "Databases have no public address.",
    remedy: "Set publiclyAccessible to false.",
    types: instance,
    check: must(({ publiclyAccessible }) => publiclyAccessible === false, "publiclyAccessible is not false"),
  },
  {
    control: "RDS.3",
    severity: "medium",
    title: "Databases are encrypted by a customer key.",
    remedy: "Set storageEncrypted and kmsKeyId; of an existing database restore a snapshot under the key.",
    types: instance,
    check: must(
      (props) => "replicateSourceDb" in props || (props.storageEncrypted === true && isKey(props.kmsKeyId)),
      "the storage is not encrypted by a customer key",
    ),
  },
  {
    control: "RDS.5",
    severity: "medium",
    title: "Databases have a standby in a second zone.",
    remedy: "Set multiAz.",
    types: instance,
    check: must(({ multiAz }) => multiAz === true, "multiAz is off"),
  },
  {
    control: "RDS.6",
    severity: "low",
    title: "Enhanced monitoring measures databases.",
    remedy: "Set monitoringInterval to 1 to 60 seconds.",
    types: instance,
    check: must(({ monitoringInterval }) => monitoringInterval > 0, "monitoringInterval is 0"),
  },
  {
    control: "RDS.8",
    severity: "low",
    title: "RDS refuses to delete databases.",
    remedy: "Set deletionProtection.",
    types: instance,
    check: must(({ deletionProtection }) => deletionProtection === true, "deletionProtection is off"),
  },
  {
    control: "RDS.9",
    severity: "medium",
    title: "Databases send their logs to CloudWatch Logs.",
    remedy: "Name every log of the engine in enabledCloudwatchLogsExports.",
    types: instance,
    check: must(({ enabledCloudwatchLogsExports: logs, engine }) => {
      // A replica has its source's engine.
      if (engine === undefined) return list(logs).length > 0;
      const needed = engine === "postgres" ? ["postgresql"] : ["error", "slowquery"];
      return needed.every((log) => list(logs).includes(log));
    }, "enabledCloudwatchLogsExports lacks a log of the engine"),
  },
  {
    control: "RDS.10",
    severity: "medium",
    title: "Databases take IAM authentication.",
    remedy: "Set iamDatabaseAuthenticationEnabled.",
    types: instance,
    check: must((props) => props.iamDatabaseAuthenticationEnabled === true, "IAM authentication is off"),
  },
  {
    control: "RDS.11",
    severity: "medium",
    title: "Databases are backed up automatically for a week or longer.",
    remedy: "Set backupRetentionPeriod to 7 to 35 days.",
    types: instance,
    check: must((props) => props.backupRetentionPeriod >= 7, "automatic backups are kept for less than 7 days"),
  },
  {
    control: "RDS.13",
    severity: "high",
    title: "Databases take minor upgrades.",
    remedy: "Set autoMinorVersionUpgrade.",
    types: instance,
    check: must((props) => props.autoMinorVersionUpgrade === true, "autoMinorVersionUpgrade is off"),
  },
  {
    control: "RDS.17",
    severity: "low",
    title: "Snapshots carry the tags of their database.",
    remedy: "Set copyTagsToSnapshot.",
    types: instance,
    check: must((props) => props.copyTagsToSnapshot === true, "copyTagsToSnapshot is off"),
  },
  {
    control: "RDS.20",
    severity: "low",
    title: "Events of databases that matter reach a topic.",
    remedy: "Subscribe to the categories maintenance, configuration change and failure of db-instance.",
    types: ["aws:rds/eventSubscription:EventSubscription"],
    check: must(
      ({ sourceType, eventCategories: told, enabled }) =>
        sourceType !== "db-instance" ||
        (enabled !== false &&
          ["maintenance", "configuration change", "failure"].every((one) => list(told).includes(one))),
      "the subscription of instances is off or lacks maintenance, configuration change or failure",
    ),
  },
  {
    control: "RDS.23",
    severity: "low",
    title: "Databases do not listen on their engine's usual port.",
    remedy: "Set another port.",
    types: instance,
    check: must(
      (props) => "replicateSourceDb" in props || ("port" in props && ![3306, 5432].includes(Number(props.port))),
      "the port is the engine's usual one",
    ),
  },
  {
    control: "RDS.25",
    severity: "medium",
    title: "Admin users have a name of their own.",
    remedy: "Choose another username; it replaces the database.",
    types: instance,
    check: must(
      (props) => "replicateSourceDb" in props || !guessed.includes(String(props.username).toLowerCase()),
      "the admin user has a name that is tried first",
    ),
  },
  {
    control: "RDS.26",
    severity: "medium",
    title: "The daily backup takes databases.",
    remedy: 'Tag the database backup = "daily".',
    types: instance,
    check: must(({ tags }) => tags?.backup === "daily", 'the tag backup = "daily" is missing'),
  },
  {
    control: "RDS.36",
    severity: "medium",
    title: "PostgreSQL sends its logs to CloudWatch Logs.",
    remedy: 'Name "postgresql" in enabledCloudwatchLogsExports.',
    types: instance,
    check: must(
      ({ engine, enabledCloudwatchLogsExports: logs }) => engine !== "postgres" || list(logs).includes("postgresql"),
      'enabledCloudwatchLogsExports lacks "postgresql"',
    ),
  },
  {
    control: "RDS.38",
    severity: "medium",
    title: "PostgreSQL takes connections over TLS only.",
    remedy: "Set the parameter rds.force_ssl to 1.",
    types: ["aws:rds/parameterGroup:ParameterGroup"],
    check: must(
      (props) => !props.family.startsWith("postgres") || parameter(props, "rds.force_ssl") === "1",
      "rds.force_ssl is not 1",
    ),
  },
  {
    control: "RDS.39",
    severity: "medium",
    title: "MySQL and MariaDB take connections over TLS only.",
    remedy: "Set the parameter require_secure_transport to 1.",
    types: ["aws:rds/parameterGroup:ParameterGroup"],
    check: must(
      (props) =>
        !/^(mysql|mariadb)/.test(props.family) || /^(1|ON)$/.test(parameter(props, "require_secure_transport") ?? ""),
      "require_secure_transport is not on",
    ),
  },
  {
    control: "platform.proxy-tls",
    severity: "medium",
    title: "Database proxies take connections over TLS only, and log no statements.",
    remedy: "Set requireTls, and debugLogging to false.",
    types: ["aws:rds/proxy:Proxy"],
    check: must(
      (props) => props.requireTls === true && props.debugLogging !== true,
      "TLS is not required, or statements are logged",
    ),
  },
];
