/** Reads RDS's windows for backups and maintenance, as minutes of the week. */

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;

const time = "([01]\\d|2[0-3]):([0-5]\\d)";
const dailyPattern = new RegExp(`^${time}-${time}$`);
const weeklyPattern = new RegExp(`^(${days.join("|")}):${time}-(${days.join("|")}):${time}$`, "i");

/** Start in minutes after its beginning (of the day or the week), and length in minutes. */
interface Window {
  readonly start: number;
  readonly length: number;
}

function length(start: number, end: number, whole: number): number {
  return (end - start + whole) % whole;
}

/** A daily window (`hh24:mi-hh24:mi`); undefined when it has another form. */
export function dailyWindow(text: string): Window | undefined {
  const found = dailyPattern.exec(text);
  if (!found) return undefined;
  const [h1, m1, h2, m2] = found.slice(1).map(Number) as [number, number, number, number];
  const start = h1 * 60 + m1;
  return { start, length: length(start, h2 * 60 + m2, minutesPerDay) };
}

/** A weekly window (`ddd:hh24:mi-ddd:hh24:mi`); undefined when it has another form. */
export function weeklyWindow(text: string): Window | undefined {
  const found = weeklyPattern.exec(text);
  if (!found) return undefined;
  const at = (position: number) =>
    days.indexOf((found[position] as string).toLowerCase()) * minutesPerDay +
    Number(found[position + 1]) * 60 +
    Number(found[position + 2]);
  return { start: at(1), length: length(at(1), at(4), minutesPerWeek) };
}

/** What is wrong with the two windows of an instance; undefined when nothing is, or one is not known. */
export function windowsProblem(backup: unknown, maintenance: unknown): string | undefined {
  const daily = typeof backup === "string" ? dailyWindow(backup) : undefined;
  const weekly = typeof maintenance === "string" ? weeklyWindow(maintenance) : undefined;
  if (typeof backup === "string" && (daily === undefined || daily.length < 30)) {
    return `backupWindow is ${backup}: RDS takes hh24:mi-hh24:mi in UTC, at least 30 minutes`;
  }
  if (typeof maintenance === "string" && (weekly === undefined || weekly.length < 30)) {
    return `maintenanceWindow is ${maintenance}: RDS takes ddd:hh24:mi-ddd:hh24:mi in UTC, at least 30 minutes`;
  }
  if (daily === undefined || weekly === undefined) return undefined;
  const overlap = days.some((_, day) => {
    const start = day * minutesPerDay + daily.start;
    const fromMaintenance = (start - weekly.start + minutesPerWeek) % minutesPerWeek;
    const fromBackup = (weekly.start - start + minutesPerWeek) % minutesPerWeek;
    return fromMaintenance < weekly.length || fromBackup < daily.length;
  });
  return overlap
    ? `backupWindow ${backup} and maintenanceWindow ${maintenance} overlap: RDS refuses that; move one of them`
    : undefined;
}
