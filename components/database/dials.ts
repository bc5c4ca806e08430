import type { EngineName } from "./engine.ts";

/** What a generation of the database is made from, when it is not made empty. */
export type RestoreSource =
  /** A snapshot in the same region: its name, or its ARN when another account shares it. */
  | { readonly snapshotIdentifier: string }
  /**
   * Another instance's automatic backups: its identifier, and a moment as `YYYY-MM-DDThh:mm:ssZ`. Without the moment: as late
   * as RDS can.
   */
  | { readonly instanceIdentifier: string; readonly time?: string | undefined };

/** One instance in the history of a database. */
export interface Generation {
  /** Its number, from 1; it stands in every name. Never reused. */
  readonly number: number;
  /** What it was made from; it is read once, when the generation is made. Default: nothing, it is made empty. */
  readonly restoredFrom?: RestoreSource | undefined;
}

/** How the performance of the database is watched. */
export const insightsModes = ["off", "standard", "advanced"] as const;

/** One of them. `advanced` costs by vCPU and keeps 15 months; `standard` keeps a week and costs nothing. */
export type InsightsMode = (typeof insightsModes)[number];

/** Whether there is an RDS Proxy, and how clients log in to it. */
export const proxyModes = ["off", "password", "iam"] as const;

/** One of them. `iam`: clients show an IAM token in place of a password. */
export type ProxyMode = (typeof proxyModes)[number];

/** What an operator decides about the database. */
export interface DatabaseDials {
  /** The engine. Changing it replaces the database, which is refused. */
  readonly engine: EngineName;
  /** Major version, for example "8.4" or "17". Raising it needs `allowMajorVersionUpgrade`; lowering it is refused by RDS. */
  readonly engineVersion: string;
  /** DB instance class, for example "db.t4g.medium". A change restarts the database in the maintenance window. */
  readonly instanceClass: string;
  /** Storage at first, in GiB: at least 20. It grows by itself and never shrinks. A restored generation has its source's. */
  readonly storageGiB: number;
  /** The size up to which storage grows by itself, in GiB; at least a tenth more than `storageGiB`. */
  readonly maxStorageGiB: number;
  /** A standby in a second zone, at twice the price. */
  readonly multiAz: boolean;
  /** Name of the first database. Read when a generation is made empty; a later change has no effect on it. */
  readonly databaseName: string;
  /** Name of the admin user, not one that everybody guesses. Read when a generation is made empty, as `databaseName`. */
  readonly adminUserName: string;
  /** TCP port. Default: the engine's own. A change restarts the database. */
  readonly port?: number | undefined;
  /** Days that automatic backups are kept, 7 to 35. */
  readonly backupRetentionDays: number;
  /** When automatic backups are made: `hh24:mi-hh24:mi` in UTC, at least 30 minutes. */
  readonly backupWindow: string;
  /** When RDS may restart and upgrade: `ddd:hh24:mi-ddd:hh24:mi` in UTC, at least 30 minutes, apart from the backups. */
  readonly maintenanceWindow: string;
  /** RDS refuses to delete the instance until this is turned off. */
  readonly deletionProtection: boolean;
  /** A last snapshot when the instance is deleted, and automatic backups that outlive it. */
  readonly finalSnapshot: boolean;
  /** Seconds between measurements of the operating system: 1, 5, 10, 15, 30 or 60. */
  readonly monitoringIntervalSeconds: number;
  /** How queries are watched. */
  readonly insights: InsightsMode;
  /** Days that logs are kept, from 365 on. */
  readonly logRetentionDays: number;
  /** Number of read replicas, 0 to 5. With replicas we rotate the admin's password ourselves: RDS does not manage it then. */
  readonly replicas: number;
  /** An RDS Proxy before the current generation. */
  readonly proxy: ProxyMode;
  /**
   * Updates that need a restart go through a blue/green deployment. Then, too, we rotate the admin's password ourselves. At its end the provider
   * deletes the old instance, without a last snapshot: a deploying role may not, so an administrator deploys such a change.
   */
  readonly blueGreenUpdates: boolean;
  /** Lets `engineVersion` be raised, with `applyImmediately` or `blueGreenUpdates`. Turn it off again afterwards. */
  readonly allowMajorVersionUpgrade: boolean;
  /** Changes take effect at once, with their downtime, not in the maintenance window. */
  readonly applyImmediately: boolean;
  /** The instances that there are, by rising number; the last one serves. Append to restore, take one away to delete it. */
  readonly generations: readonly Generation[];
}

/**
 * Says whether RDS manages the admin's password. It cannot where there are replicas or blue/green deployments: then the
 * password is in a secret that we rotate, so the two exclude each other by construction.
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-considerations.html
 *
 * @param dials replicas and blue/green updates
 */
export function isPasswordManaged(dials: Pick<DatabaseDials, "replicas" | "blueGreenUpdates">): boolean {
  return dials.replicas === 0 && !dials.blueGreenUpdates;
}
