/** The days of a week as RDS writes them, in its order. */
export const weekDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const minutesPerDay = 24 * 60;
const minutesPerWeek = weekDays.length * minutesPerDay;

/**
 * The shortest window that RDS takes, in minutes.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const shortestWindowMinutes = 30;

/** A span of time that comes again: every day or every week. */
export interface Window {
  /** Its start, in minutes since the beginning of the day or of Monday. */
  readonly startMinute: number;
  /** How long it is, in minutes; it may go on into the next day or week. */
  readonly lengthMinutes: number;
}

const clock = "([01]\\d|2[0-3]):([0-5]\\d)";
const day = `(${weekDays.join("|")})`;
const dailyForm = new RegExp(`^${clock}-${clock}$`);
const weeklyForm = new RegExp(`^${day}:${clock}-${day}:${clock}$`);

/** The window from one minute to another; equal ends are no window of a whole turn but an empty one. */
function between(startMinute: number, endMinute: number, turnMinutes: number): Window {
  return { startMinute, lengthMinutes: (endMinute - startMinute + turnMinutes) % turnMinutes };
}

/**
 * Reads a daily window.
 *
 * @param text `hh24:mi-hh24:mi` in UTC, for example "01:00-02:00"
 * @returns undefined when it has another form
 */
export function parseDailyWindow(text: string): Window | undefined {
  const [, ...parts] = dailyForm.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts.map(Number);
  return between(fromHour * 60 + fromMinute, toHour * 60 + toMinute, minutesPerDay);
}

/**
 * Reads a weekly window.
 *
 * @param text `ddd:hh24:mi-ddd:hh24:mi` in UTC, for example "sun:03:00-sun:04:00"
 * @returns undefined when it has another form
 */
export function parseWeeklyWindow(text: string): Window | undefined {
  const [, ...parts] = weeklyForm.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  const names: readonly string[] = weekDays;
  const minute = (name = "", hours = "", minutes = "") =>
    names.indexOf(name) * minutesPerDay + Number(hours) * 60 + Number(minutes);
  return between(minute(parts[0], parts[1], parts[2]), minute(parts[3], parts[4], parts[5]), minutesPerWeek);
}

/**
 * Says whether a daily and a weekly window ever share a minute. Both may go over the end of the week.
 *
 * @param daily a window that `parseDailyWindow` read
 * @param weekly a window that `parseWeeklyWindow` read
 */
export function windowsOverlap(daily: Window, weekly: Window): boolean {
  return weekDays.some((_, position) => {
    const start = position * minutesPerDay + daily.startMinute;
    const afterWeekly = (start - weekly.startMinute + minutesPerWeek) % minutesPerWeek;
    const afterDaily = (weekly.startMinute - start + minutesPerWeek) % minutesPerWeek;
    return afterWeekly < weekly.lengthMinutes || afterDaily < daily.lengthMinutes;
  });
}
