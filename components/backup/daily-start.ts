/**
 * When a schedule of AWS Backup may start a backup of a database, and when RDS lets none start. A job inside these hours fails, every
 * day or every week at the same time.
 */
import { type Window, windowsOverlap } from "../database/window.ts";

/** Minutes in which a job must start, and in which it must be done; later ones are given up. */
export const windowMinutes = { start: 120, completion: 720 } as const;

/**
 * Minutes before RDS's own backup or maintenance window in which it starts no snapshot of AWS Backup, either.
 * Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html (backup window); for the automated
 * backups, the message of the failed job: "inside or too close to the automated backup window configured in RDS instance".
 */
export const quietMinutesBefore = 60;

const minutesPerDay = 24 * 60;

/** The values of one field of a cron expression: numbers, ranges, steps, lists and `*`. */
function fieldValues(field: string, count: number): number[] {
  const values = field.split(",").flatMap((part) => {
    const [range = "*", step] = part.split("/");
    const [from, to] = range === "*" ? [0, count - 1] : range.split("-").map(Number);
    const first = from ?? 0;
    const last = to ?? (step === undefined ? first : count - 1);
    const every = Number(step ?? 1);
    return Array.from({ length: count }, (_, value) => value).filter(
      (value) => value >= first && value <= last && (value - first) % every === 0,
    );
  });
  return [...new Set(values)];
}

/** The difference of a time zone from UTC at a moment, in minutes. */
function offsetMinutes(timezone: string, moment: Date): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const name = format.formatToParts(moment).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/**
 * The minutes of the day, in UTC, at which a schedule starts, in winter and in summer. Days are left out of account: a schedule of some days
 * is taken for one of every day.
 *
 * @param schedule AWS's cron expression, well-formed
 * @param timezone a time zone that is known
 */
export function startMinutes(schedule: string, timezone: string): number[] {
  const [minutes = "0", hours = "0"] = schedule.replace(/^cron\(/, "").split(" ");
  const offsets = [0, 6].map((month) => offsetMinutes(timezone, new Date(Date.UTC(2026, month, 15))));
  const starts = fieldValues(hours, 24).flatMap((hour) =>
    fieldValues(minutes, 60).flatMap((minute) =>
      offsets.map((offset) => (hour * 60 + minute - offset + 2 * minutesPerDay) % minutesPerDay),
    ),
  );
  return [...new Set(starts)];
}

/**
 * Says whether a schedule may start a job when RDS lets none start.
 *
 * @param schedule AWS's cron expression, well-formed
 * @param timezone a time zone that is known
 * @param closed RDS's daily or weekly window, in UTC
 */
export function startsTooClose(schedule: string, timezone: string, closed: Window): boolean {
  // The hour before the window is added at the end of the job's start instead: it overlaps alike.
  const lengthMinutes = windowMinutes.start + quietMinutesBefore;
  return startMinutes(schedule, timezone).some((startMinute) => windowsOverlap({ startMinute, lengthMinutes }, closed));
}
