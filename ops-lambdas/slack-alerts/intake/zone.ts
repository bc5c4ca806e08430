/** Local time in a time zone, by the zones that Node carries. All moments are milliseconds since 1970. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether it is the IANA name of a time zone, for example "Africa/Johannesburg". */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== "string" || value === "") return false;
  try {
    formatOf(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * What the clocks of the zone show, as if it were UTC: `new Date(localTime(…)).getUTCHours()` is the hour there.
 *
 * @param timeZone IANA name
 */
export function localTime(moment: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second, ((moment % 1000) + 1000) % 1000);
}

/**
 * When the clocks of the zone show that. A time that they show twice is the earlier of the two, and one that they leave out is as
 * much later as they were put forward.
 *
 * @param local as `localTime` gives it
 */
export function momentOf(local: number, timeZone: string): number {
  const day = 86_400_000;
  const before = local - (localTime(local - day, timeZone) - (local - day));
  if (localTime(before, timeZone) === local) return before;
  const after = local - (localTime(local + day, timeZone) - (local + day));
  return localTime(after, timeZone) === local ? after : before;
}
