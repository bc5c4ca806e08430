/** What RDS demands of each engine that the platform uses. */

/** The demands of one engine. */
export interface Engine {
  /** Major versions that can be made now: in standard support, or RDS Extended Support where it is not declined. */
  readonly majors: readonly string[];
  /** Names of the logs that can be exported to CloudWatch Logs. */
  readonly logs: readonly string[];
  /** Port when none is given. */
  readonly port: number;
  /** Admin users: what RDS reserves for itself or the engine, in lower case. */
  readonly reservedUsers: readonly string[];
  /** Longest name of an admin user. */
  readonly userLength: number;
  /** The family of parameter groups for a major version. */
  readonly family: (major: string) => string;
  /** The engine's family in RDS Proxy. */
  readonly proxyFamily: string;
}

/**
 * Engines by AWS's name. Sources: RDS User Guide, MySQL on Amazon RDS versions; RDS for PostgreSQL release notes, release
 * calendar; RDS API, CreateDBInstance (MasterUsername, EnableCloudwatchLogsExports); RDS User Guide, publishing logs.
 */
export const engines: Readonly<Record<string, Engine>> = {
  mysql: {
    majors: ["8.0", "8.4"],
    logs: ["audit", "error", "general", "iam-db-auth-error", "slowquery"],
    port: 3306,
    reservedUsers: ["rdsadmin", "rdsrepladmin", "root", "mysql.sys", "mysql.session", "mysql.infoschema"],
    userLength: 16,
    family: (major) => `mysql${major}`,
    proxyFamily: "MYSQL",
  },
  postgres: {
    majors: ["14", "15", "16", "17", "18"],
    logs: ["iam-db-auth-error", "postgresql", "upgrade"],
    port: 5432,
    reservedUsers: ["rdsadmin", "admin", "rds_superuser", "rds_replication", "rdsrepladmin", "user", "public"],
    userLength: 63,
    family: (major) => `postgres${major}`,
    proxyFamily: "POSTGRESQL",
  },
};

/** The major version that a version begins with: `8.4` of `8.4.5`; undefined when the engine has none of that name. */
export function majorOf(engine: Engine, version: string): string | undefined {
  return engine.majors.find((major) => version === major || version.startsWith(`${major}.`));
}
