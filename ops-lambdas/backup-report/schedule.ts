/** Which run of the backup is judged, by its schedule. */
import { openSince, parseSchedule } from "../slack-alerts/intake/schedule.ts";
import type { Rules } from "./facts.ts";
import { backupSchedule, type ReportSettings } from "./settings.ts";

const [hour, day] = [3_600_000, 86_400_000];

/** Age of the newest good recovery point from which a missing backup is critical: two daily ones are missing then. */
export const criticalAgeHours = 50;

/** Days that are looked back at recovery points and, where a schedule cannot be followed, at restore tests. */
export const lookBackDays = 35;

/** Hours that a restore test has: eight in which it starts, and a day for the restore. */
export const restoreTestHours = 32;

/** A start this long ago, in minutes, is found: a schedule of one day in a year. */
const longestWait = 370 * 24 * 60;

/**
 * What is judged now: the last run whose window is over.
 *
 * @param now milliseconds since 1970
 * @throws Error when the schedule never started
 */
export function rulesAt(settings: ReportSettings, now: number): Rules {
  const { schedule, timeZone, windowMinutes, restoreTest, copyToRegion } = settings;
  const parsed = backupSchedule(schedule);
  const longestJob = windowMinutes * 60_000;
  const runAt = openSince(parsed, timeZone, longestWait, now - longestJob);
  if (runAt === undefined) throw new Error(`The schedule of backups, ${schedule}, had no start in a year: change it.`);
  // Runs that are further apart than a day make older recovery points.
  const previousAt = openSince(parsed, timeZone, longestWait, runAt - 1) ?? runAt;
  return {
    runAt,
    longestAge: Math.max(criticalAgeHours * hour, now - previousAt),
    longestJob,
    isCopied: copyToRegion !== undefined,
    restoreTest: restoreTest && {
      types: restoreTest.types,
      since: testedSince(restoreTest.schedule, timeZone, now),
    },
    now,
  };
}

/** Start of the last restore test that must be over; of a schedule that cannot be followed, a month and some days ago. */
function testedSince(schedule: string, timeZone: string, now: number): number {
  const parsed = parseSchedule(schedule);
  const ended = now - restoreTestHours * hour;
  const start = parsed && openSince(parsed, timeZone, longestWait, ended);
  return start ?? now - lookBackDays * day;
}
