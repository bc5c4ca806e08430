/** The engines of the database. */
export const engineNames = ["mysql", "postgres"] as const;

/** One of them, by RDS's name. */
export type EngineName = (typeof engineNames)[number];

/** A parameter of a parameter group, in RDS's names. */
export interface EngineParameter {
  /** Name of the parameter. */
  readonly name: string;
  /** Its value, as text. */
  readonly value: string;
  /** `pending-reboot` for a static parameter: it waits for the next restart. Default: `immediate`. */
  readonly applyMethod?: "pending-reboot";
}

/** What differs between engines. */
export interface Engine {
  /** Name for people. */
  readonly title: string;
  /** Major versions that can be chosen. Only these are in settings, so that minor upgrades never show as a change. */
  readonly versions: readonly string[];
  /** TCP port when none is given. */
  readonly port: number;
  /** Logs that are exported to CloudWatch Logs: all that RDS.9 and RDS.36 ask for. */
  readonly logs: readonly string[];
  /** Longest name of the admin user. */
  readonly maxUserLength: number;
  /** Names that the admin user may not have, in lower case: AWS's reserved ones, and those that everybody guesses (RDS.25). */
  readonly refusedUsers: readonly string[];
  /** Family of the parameter group of a version. */
  readonly parameterFamily: (version: string) => string;
  /** RDS Proxy's name of the engine, and how clients prove their password to a proxy. */
  readonly proxy: { readonly family: string; readonly clientPasswordAuthType: string };
}

const guessedUsers = ["admin", "administrator", "mysql", "postgres", "rdsadmin", "rdsrepladmin", "root", "sa", "user"];

/**
 * What RDS has of each engine. Versions are those in standard support, whose end costs Extended Support or an upgrade.
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (MasterUsername, logs),
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_UserAuthConfig.html
 */
export const engines: Readonly<Record<EngineName, Engine>> = {
  mysql: {
    title: "MySQL",
    versions: ["8.4"],
    port: 3306,
    // The general log stays empty until somebody turns it on: it would hold every statement with its data. The audit log, until the
    // instance has an option group with the MariaDB audit plugin.
    logs: ["audit", "error", "general", "slowquery"],
    maxUserLength: 16,
    refusedUsers: guessedUsers,
    parameterFamily: (version) => `mysql${version}`,
    proxy: { family: "MYSQL", clientPasswordAuthType: "MYSQL_CACHING_SHA2_PASSWORD" },
  },
  postgres: {
    title: "PostgreSQL",
    versions: ["15", "16", "17", "18"],
    port: 5432,
    logs: ["postgresql", "upgrade"],
    maxUserLength: 63,
    refusedUsers: [...guessedUsers, "public", "rds_replication", "rds_superuser"],
    parameterFamily: (version) => `postgres${version}`,
    proxy: { family: "POSTGRESQL", clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256" },
  },
};

/**
 * The parameters that the platform sets: nobody connects without TLS, and slow statements are logged. MySQL writes its logs to tables unless
 * told otherwise, and only files are exported.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
 *
 * @param engine which engine
 * @param blueGreenUpdates whether updates may go through a blue/green deployment: PostgreSQL then needs logical replication,
 *   which is a static parameter and costs some writing
 */
export function engineParameters(engine: EngineName, blueGreenUpdates: boolean): readonly EngineParameter[] {
  if (engine === "mysql") {
    return [
      { name: "log_output", value: "FILE" },
      { name: "long_query_time", value: "2" },
      { name: "require_secure_transport", value: "1" },
      { name: "slow_query_log", value: "1" },
    ];
  }
  return [
    { name: "log_min_duration_statement", value: "2000" },
    { name: "rds.force_ssl", value: "1" },
    ...(blueGreenUpdates
      ? [{ name: "rds.logical_replication", value: "1", applyMethod: "pending-reboot" } as const]
      : []),
  ];
}
