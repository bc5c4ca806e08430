import { quietMinutesBefore, startsTooClose, windowMinutes } from "../../components/backup/daily-start.ts";
import { parseDailyWindow, parseWeeklyWindow } from "../../components/database/window.ts";
import type { BackupSettings } from "./backup.ts";
import type { PartlyWellFormed } from "./between.ts";
import { isForDevelopment, type WellFormed } from "./network-checks.ts";
import { type Problem, show } from "./problems.ts";

/** Days that recovery points are kept at least; dev and pr-N may keep them shorter. */
const leastRetentionDays = { prod: 35, others: 7 } as const;

/** Days that cold storage lasts at least. Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const leastColdDays = 90;

const at = (name: string) => `platform:backup.${name}`;

/** What an environment that matters may not go without. */
function environmentProblems(backup: WellFormed<BackupSettings>, environment: string): Problem[] {
  if (isForDevelopment(environment)) return [];
  const { retentionDays, restoreTestSchedule } = backup;
  const least = environment === "prod" ? leastRetentionDays.prod : leastRetentionDays.others;
  const problems: Problem[] = [];
  if (retentionDays !== undefined && retentionDays < least) {
    problems.push({
      path: at("retentionDays"),
      problem: `Recovery points of ${environment} would go too soon; only dev and pr-N may keep them shorter.`,
      got: show(retentionDays),
      allowed: `${least} or more`,
      todo: `Keep them ${least} days at least.`,
    });
  }
  if (restoreTestSchedule === "never") {
    problems.push({
      path: at("restoreTestSchedule"),
      problem: `A backup that was never restored is a hope; only dev and pr-N may go without tests, to save their price.`,
      got: show(restoreTestSchedule),
      allowed: "a cron expression",
      todo: "Leave it out: restores are then tested every week.",
    });
  }
  return problems;
}

function retentionProblems({ retentionDays = 35, coldStorageAfterDays, lock }: WellFormed<BackupSettings>): Problem[] {
  const problems: Problem[] = [];
  if (coldStorageAfterDays !== undefined && retentionDays < coldStorageAfterDays + leastColdDays) {
    problems.push({
      path: at("coldStorageAfterDays"),
      problem: `Cold storage lasts ${leastColdDays} days at least, and recovery points are kept ${retentionDays} days.`,
      got: show(coldStorageAfterDays),
      allowed:
        retentionDays > leastColdDays ? `at most ${retentionDays - leastColdDays}` : "nothing, with this retentionDays",
      todo: "Give fewer days, keep recovery points longer, or leave it out.",
    });
  }
  if (lock === undefined) return problems;
  if (lock.minRetentionDays > retentionDays || lock.maxRetentionDays < retentionDays) {
    problems.push({
      path: at("lock"),
      problem: `The lock's range leaves out retentionDays (${retentionDays}): every backup would fail.`,
      got: `${lock.minRetentionDays} to ${lock.maxRetentionDays} days`,
      allowed: `a range with ${retentionDays} inside`,
      todo: "Widen the range, or change retentionDays.",
    });
  }
  if (lock.mode === "governance" && lock.changeableForDays !== undefined) {
    problems.push({
      path: at("lock.changeableForDays"),
      problem: "Only a compliance lock has days in which it can be taken back.",
      got: show(lock.changeableForDays),
      allowed: "nothing in governance mode",
      todo: "Leave it out.",
    });
  }
  return problems;
}

/** True when the time zone is one that is known by that name. */
function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What is wrong between the daily backup and RDS's own windows: RDS lets no other backup start then, and the job fails. */
function windowProblems(backup: WellFormed<BackupSettings>, database: PartlyWellFormed["database"]): Problem[] {
  const { schedule, timezone } = backup;
  if (schedule === undefined || timezone === undefined || !isTimezone(timezone)) return [];
  const { backupWindow = "", maintenanceWindow = "" } = database ?? {};
  const closed = {
    backupWindow: parseDailyWindow(backupWindow),
    maintenanceWindow: parseWeeklyWindow(maintenanceWindow),
  };
  const names = (["backupWindow", "maintenanceWindow"] as const).filter((name) => {
    const window = closed[name];
    return window !== undefined && startsTooClose(schedule, timezone, window);
  });
  return names.map((name) => ({
    path: at("schedule"),
    problem: `It may start in the database's ${name}, or in the hour before: RDS starts no other backup then, and the job fails.`,
    got: `${schedule} in ${timezone}, with platform:database.${name} ${database?.[name]} (UTC)`,
    allowed: `a start at least ${(windowMinutes.start + quietMinutesBefore) / 60} hours before the window, or after it`,
    todo: "Move one of them. AWS Backup starts a job up to two hours after its time.",
  }));
}

/**
 * Says what is wrong between the settings of `platform:backup` and others.
 *
 * @param settings the environment's settings that are well-formed by themselves
 * @param environment the environment's name
 * @returns every problem; empty when there is none
 */
export function backupProblems({ backup = {}, database, region }: PartlyWellFormed, environment: string): Problem[] {
  const problems = [
    ...environmentProblems(backup, environment),
    ...retentionProblems(backup),
    ...windowProblems(backup, database),
  ];
  if (backup.copyToRegion !== undefined && backup.copyToRegion === region) {
    problems.push({
      path: at("copyToRegion"),
      problem: "A copy in the same region falls with it.",
      got: show(backup.copyToRegion),
      allowed: "the code of another AWS region",
      todo: "Name another region, or leave it out.",
    });
  }
  if (backup.timezone !== undefined && !isTimezone(backup.timezone)) {
    problems.push({
      path: at("timezone"),
      problem: "There is no such time zone.",
      got: show(backup.timezone),
      allowed: "a name of the IANA time zone database",
      todo: "Write continent and city, for example Africa/Johannesburg, or Etc/UTC.",
    });
  }
  return problems;
}
