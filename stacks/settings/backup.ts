import { z } from "zod";
import { setting } from "./setting.ts";

/** A schedule in AWS's form; of day of month and day of week one must be a question mark. */
const cron = z.string().regex(/^cron\(\S+ \S+ (\? \S+ [^\s?]+|[^\s?]+ \S+ \?) \S+\)$/);

const lock = z.strictObject({
  mode: setting(
    z.enum(["governance", "compliance"]),
    "governance: who may change the lock can remove it. compliance: FOR EVER; after changeableForDays nobody can remove or loosen it, " +
      "not even AWS, and the vault is kept and paid for until its last recovery point expires.",
  ),
  minRetentionDays: setting(
    z.int().min(1).max(36_500),
    "Fewest days that a recovery point may be kept for, 1 to 36500.",
  ),
  maxRetentionDays: setting(z.int().min(1).max(36_500), "Most days that a recovery point may be kept for, 1 to 36500."),
  changeableForDays: setting(
    z.int().min(3).max(36_500),
    "Days in which a compliance lock can still be taken back, 3 to 36500. Default: 14. Governance has none.",
  ).optional(),
});

/** The settings of `platform:backup`. */
export const backupSettings = setting(
  z.strictObject({
    retentionDays: setting(
      z.int().min(1).max(36_500),
      "Days that a daily recovery point is kept, 1 to 36500; at least 7 in staging and 35 in prod. Default: 35.",
    ).default(35),
    coldStorageAfterDays: setting(
      z.int().min(1).max(36_410),
      "Days until a recovery point of files moves to cold storage, 1 to 36410, where it stays at least 90 days. Default: never.",
    ).optional(),
    schedule: setting(
      cron,
      "When the daily backup starts, within two hours, as AWS's cron expression; apart from the database's windows. Default: cron(0 5 * * ? *).",
      {
        allowed: "cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days",
        todo: "Write for example cron(0 5 * * ? *): every day at five.",
      },
    ).default("cron(0 5 * * ? *)"),
    timezone: setting(
      z.string().min(1),
      "Time zone of the schedules, for example Africa/Johannesburg. Default: Etc/UTC.",
    ).default("Etc/UTC"),
    lock: setting(lock, "Keeps recovery points from being deleted before their time. Default: no lock.").optional(),
    copyToRegion: setting(
      z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
      "Region to which every recovery point is copied, with a vault and a key there. The account's settings must name it, too: " +
        "platform:continuousIntegration.copyRegions. Default: none.",
      { allowed: "the code of another AWS region", todo: "Write the code, for example eu-west-1, or leave it out." },
    ).optional(),
    restoreTestSchedule: setting(
      z.union([cron, z.literal("never")]),
      "When restores are tested, as AWS's cron expression; never only in dev and pr-N. Default: cron(0 4 ? * SUN *).",
      {
        allowed: "cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, or never",
        todo: "Write for example cron(0 4 ? * SUN *): every Sunday at four.",
      },
    ).default("cron(0 4 ? * SUN *)"),
    restoreTestHours: setting(
      z.int().min(1).max(168),
      "Hours for which what a test restored stays, and is paid for, 1 to 168. Default: 4.",
    ).default(4),
    emails: setting(
      z.array(z.email()).max(10),
      "Addresses that hear of jobs that failed, and get the daily report, at most 10. Each confirms two mails from AWS. " +
        "Default: none hears of jobs, and the report goes to alerting.emails.",
    ).default([]),
  }),
  "Backups of database, files and volumes.",
);

/** The settings of `platform:backup`, complete. */
export type BackupSettings = z.infer<typeof backupSettings>;
