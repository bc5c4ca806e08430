import { z } from "zod";
import { monitoringIntervals } from "../../components/database/check-database.ts";
import { insightsModes, proxyModes } from "../../components/database/dials.ts";
import { engineNames } from "../../components/database/engine.ts";
import { logRetentionDays } from "../../components/shared/log-retention.ts";
import { setting } from "./setting.ts";

/** The name of a snapshot, or the ARN of one that another account shares. */
const snapshotForm = /^(arn:aws:rds:[a-z0-9-]+:\d{12}:snapshot:)?([a-z]+:)?[a-zA-Z][a-zA-Z0-9-]*$/;

const restoredFrom = z.union([
  z.strictObject({
    snapshotIdentifier: setting(
      z.string().regex(snapshotForm),
      "Snapshot in the same region: its name, or its ARN when another account shares it.",
    ),
  }),
  z.strictObject({
    instanceIdentifier: setting(
      z.string().regex(/^[a-z][a-z0-9-]*$/),
      "Instance whose automatic backups are read, for example acme-prod-database-1.",
    ),
    time: setting(
      z.iso.datetime(),
      "Moment in UTC, for example 2026-01-31T09:30:00Z. Default: the latest that RDS can restore.",
    ).optional(),
  }),
]);

/** What sizes the instance, and what replaces it when it is changed. */
const instanceShape = {
  engine: setting(
    z.enum(engineNames),
    "Engine: mysql or postgres. Changing it replaces the database, which is refused. Default: mysql.",
  ).default("mysql"),
  engineVersion: setting(
    z.string().regex(/^\d+(\.\d+)?$/),
    "Major version in quotes: 8.4 of MySQL; 15, 16, 17 or 18 of PostgreSQL. Minor upgrades come in the maintenance window. Default: 8.4.",
    { allowed: "a major version in quotes", todo: 'Write the major version alone, for example "8.4" or "17".' },
  ).default("8.4"),
  instanceClass: setting(
    z.string().regex(/^db\./),
    "DB instance class. A change restarts the database in the maintenance window. Default: db.m6g.large.",
    {
      allowed: "a DB instance class, which begins with db.",
      todo: "Write family and size, for example db.t4g.medium.",
    },
  ).default("db.m6g.large"),
  storageGiB: setting(
    z.int().min(20).max(16_384),
    "Storage at first in GiB, 20 to 16384. It grows by itself and never shrinks; a restored generation has its source's. Default: 100.",
  ).default(100),
  maxStorageGiB: setting(
    z.int().min(22).max(65_536),
    "Size up to which storage grows by itself, in GiB, 22 to 65536; at least a tenth more than storageGiB. Default: 1000.",
  ).default(1000),
  multiAz: setting(
    z.boolean(),
    "A standby in a second zone, at twice the price. Only dev and pr-N may do without (RDS.5). Default: true.",
  ).default(true),
  databaseName: setting(
    z.string().regex(/^[A-Za-z]\w{0,62}$/),
    "Name of the first database: letters, digits and underscores. Read when a generation is made empty; a later change has no effect. Default: app.",
  ).default("app"),
  adminUserName: setting(
    z.string().min(1),
    "Name of the admin user, not one that everybody guesses (RDS.25). Read when a generation is made empty; a later change has no effect. Default: dbowner.",
  ).default("dbowner"),
  port: setting(
    z.int().min(1150).max(65_535),
    "TCP port, 1150 to 65535. A change restarts the database. Default: the engine's own, 3306 or 5432.",
  ).optional(),
};

/** What keeps the data. */
const safetyShape = {
  backupRetentionDays: setting(
    z.int().min(7).max(35),
    "Days that automatic backups are kept, 7 (RDS.11) to 35 (AWS's most). Default: 35.",
  ).default(35),
  backupWindow: setting(
    z.string(),
    "When automatic backups are made: hh24:mi-hh24:mi in UTC, at least 30 minutes, in quotes. Default: 00:00-01:00.",
  ).default("00:00-01:00"),
  maintenanceWindow: setting(
    z.string(),
    "When RDS may restart and upgrade: ddd:hh24:mi-ddd:hh24:mi in UTC, at least 30 minutes, apart from the backups. Default: sun:02:00-sun:03:00.",
  ).default("sun:02:00-sun:03:00"),
  deletionProtection: setting(
    z.boolean(),
    "RDS refuses to delete the instance. Only dev and pr-N may do without (RDS.8). Default: true.",
  ).default(true),
  finalSnapshot: setting(
    z.boolean(),
    "A last snapshot when the instance is deleted, and automatic backups that outlive it. Only dev and pr-N may do without. Default: true.",
  ).default(true),
};

/** What watches it. */
const watchShape = {
  monitoringIntervalSeconds: setting(
    z.literal(monitoringIntervals),
    "Seconds between measurements of the operating system (RDS.6): 1, 5, 10, 15, 30 or 60. Default: 60.",
  ).default(60),
  insights: setting(
    z.enum(insightsModes),
    "Database Insights: standard keeps a week and costs nothing, advanced 15 months by vCPU; off. Default: standard.",
  ).default("standard"),
  logRetentionDays: setting(
    z.literal(logRetentionDays),
    `Days that logs are kept: ${logRetentionDays.join(", ")}. Default: 365.`,
  ).default(365),
};

/** What comes on top, and how it is changed. */
const operationShape = {
  replicas: setting(
    z.int().min(0).max(5),
    "Read replicas, 0 to 5. With them, the platform rotates the admin's password, because RDS cannot. Default: 0.",
  ).default(0),
  proxy: setting(
    z.enum(proxyModes),
    "RDS Proxy: off; password, or iam, by which clients log in. It costs by vCPU. Default: off.",
  ).default("off"),
  blueGreenUpdates: setting(
    z.boolean(),
    "Changes that need a restart go through a blue/green deployment: only for one instance without replicas and proxy. The old instance is deleted at the end, so an administrator deploys them. Default: false.",
  ).default(false),
  allowMajorVersionUpgrade: setting(
    z.boolean(),
    "Lets engineVersion be raised, with applyImmediately or blueGreenUpdates. Turn it off again afterwards. Default: false.",
  ).default(false),
  applyImmediately: setting(
    z.boolean(),
    "Changes take effect at once, with their downtime, not in the maintenance window. Default: false.",
  ).default(false),
  generations: setting(
    z
      .array(
        z.strictObject({
          number: setting(
            z.int().min(1).max(99),
            "Number of the generation, 1 to 99; it stands in every name and is never used again.",
          ),
          restoredFrom: setting(
            restoredFrom,
            "What the generation is made from, read once: a snapshot, or another instance's backups. Default: made empty.",
          ).optional(),
        }),
      )
      .min(1),
    "The instances that there are, by rising number; the last one serves. docs/restoring.md says how to use it. Default: generation 1.",
  ).default([{ number: 1 }]),
};

/** The settings of `platform:database`. */
export const databaseSettings = setting(
  z.strictObject({ ...instanceShape, ...safetyShape, ...watchShape, ...operationShape }),
  "The database: RDS for MySQL or PostgreSQL.",
);

/** The settings of `platform:database`, complete. */
export type DatabaseSettings = z.infer<typeof databaseSettings>;
