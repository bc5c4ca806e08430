/**
 * When a window began, by a schedule as EventBridge Scheduler writes it.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
import { localTime, momentOf } from "./zone.ts";

/** A schedule that was read. */
export type Schedule =
  /** Once: what the zone's clocks show then, as if it were UTC. */
  | { readonly kind: "at"; readonly local: number }
  /** Again and again. */
  | {
      readonly kind: "cron";
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly isDay: IsDay;
    };

/** Whether the schedule takes a day: given as its midnight in UTC. */
type IsDay = (day: Date) => boolean;

const dayMilliseconds = 86_400_000;
const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * Reads `cron(minutes hours day-of-month month day-of-week [year])` or `at(yyyy-mm-ddThh:mm[:ss])`.
 *
 * @returns undefined for what is neither; of cron's letters `L`, `W` and `#` are not known
 */
export function parseSchedule(text: string): Schedule | undefined {
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)\)$/.exec(text.trim())?.[1];
  if (at !== undefined) {
    const local = Date.parse(`${at}${at.length === 16 ? ":00" : ""}Z`);
    return Number.isNaN(local) ? undefined : { kind: "at", local };
  }
  const fields = /^cron\((.+)\)$/.exec(text.trim())?.[1]?.trim().split(/\s+/);
  if (fields === undefined || fields.length < 5 || fields.length > 6) return undefined;
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = "*"] = fields;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const isDay = parseDays({ dayOfMonth, month, dayOfWeek, year, isAws: fields.length === 6 });
  if (minutes === undefined || hours === undefined || isDay === undefined) return undefined;
  return { kind: "cron", minutes, hours, isDay };
}

/** The day's fields of a cron expression. */
interface DayFields {
  readonly dayOfMonth: string;
  readonly month: string;
  readonly dayOfWeek: string;
  readonly year: string;
  /** AWS counts weekdays from 1 (Sunday), cron from 0 (Sunday). */
  readonly isAws: boolean;
}

function parseDays({ dayOfMonth, month, dayOfWeek, year, isAws }: DayFields): IsDay | undefined {
  const inMonth = parseField(dayOfMonth, 1, 31);
  const inYear = parseField(month, 1, 12, months);
  const inWeek = isAws ? parseField(dayOfWeek, 1, 7, weekdays, 1) : parseField(dayOfWeek, 0, 7, weekdays);
  const years = parseField(year, 1970, 2199);
  if (inMonth === undefined || inYear === undefined || inWeek === undefined || years === undefined) return undefined;
  const isAny = (field: string) => field === "*" || field === "?";
  return (day) => {
    const weekday = day.getUTCDay();
    const isWeekday = isAws ? inWeek.has(weekday + 1) : inWeek.has(weekday) || (weekday === 0 && inWeek.has(7));
    const isDayOfMonth = inMonth.has(day.getUTCDate());
    // As cron does: when both are named, either is enough.
    const isDayRight = isAny(dayOfMonth) || isAny(dayOfWeek) ? isWeekday && isDayOfMonth : isWeekday || isDayOfMonth;
    return isDayRight && inYear.has(day.getUTCMonth() + 1) && years.has(day.getUTCFullYear());
  };
}

/** Values of a field: "*", "?", "5", "1-5", "MON-FRI", "0/15", "10-50/20", and lists of these; undefined for what is none. */
function parseField(
  field: string,
  smallest: number,
  largest: number,
  names: readonly string[] = [],
  firstName = names === months ? 1 : 0,
): ReadonlySet<number> | undefined {
  const number = (text: string): number => {
    const name = names.indexOf(text.toUpperCase());
    if (name >= 0) return name + firstName;
    return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step, ...more] = part.split("/");
    const [from = "", to, ...others] = range.split("-");
    const isAny = range === "*" || range === "?";
    const start = isAny ? smallest : number(from);
    const end = isAny || (to === undefined && step !== undefined) ? largest : number(to ?? from);
    const stride = step === undefined ? 1 : number(step);
    const isRight = start >= smallest && end <= largest && start <= end && stride >= 1;
    if (!isRight || more.length > 0 || others.length > 0) return undefined;
    for (let value = start; value <= end; value += stride) values.add(value);
  }
  return values;
}

/**
 * The latest start of the schedule whose window is open at that moment.
 *
 * @param timeZone IANA name of the zone in which the schedule is
 * @returns start in milliseconds since 1970; undefined when no window is open
 */
export function openSince(
  schedule: Schedule,
  timeZone: string,
  durationMinutes: number,
  now: number,
): number | undefined {
  const length = durationMinutes * 60_000;
  const isOpen = (start: number) => start <= now && now < start + length;
  if (schedule.kind === "at") {
    const start = momentOf(schedule.local, timeZone);
    return isOpen(start) ? start : undefined;
  }
  const today = Math.floor(localTime(now, timeZone) / dayMilliseconds) * dayMilliseconds;
  // A day more than the window is long: clocks are put forward and back.
  for (let day = today; day >= today - length - 2 * dayMilliseconds; day -= dayMilliseconds) {
    if (!schedule.isDay(new Date(day))) continue;
    const start = startsOf(schedule, day)
      .map((local) => momentOf(local, timeZone))
      .find(isOpen);
    if (start !== undefined) return start;
  }
  return undefined;
}

/** Starts on a day, the latest first. */
function startsOf(schedule: Schedule & { kind: "cron" }, day: number): number[] {
  const starts: number[] = [];
  for (const hour of schedule.hours) {
    for (const minute of schedule.minutes) starts.push(day + (hour * 60 + minute) * 60_000);
  }
  return starts.sort((left, right) => right - left);
}
