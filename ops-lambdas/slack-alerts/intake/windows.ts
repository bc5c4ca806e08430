/** Windows in which notices are held back: mutes and quiet hours. Moments are milliseconds since 1970. */
import type { Notice } from "../notice.ts";
import type { IntakeSettings, Mute, QuietHours } from "../settings.ts";
import { openSince, parseSchedule } from "./schedule.ts";
import { localTime, momentOf } from "./zone.ts";

/** Why a notice is held back, and until when. */
export interface Hold {
  readonly reason: "mute" | "quiet-hours";
  /** Name of the mute. */
  readonly mute?: string | undefined;
  readonly until: number;
}

const dayMilliseconds = 86_400_000;

/**
 * The window that holds a notice back, of several the one that ends last; undefined when none does. Critical notices always pass.
 */
export function holdOf(
  notice: Notice,
  { mutes, quietHours }: Pick<IntakeSettings, "mutes" | "quietHours">,
  now: number,
): Hold | undefined {
  if (notice.severity === "critical") return undefined;
  const holds: Hold[] = [];
  for (const mute of mutes) {
    const until = isMuted(notice, mute) ? muteEnd(mute, now) : undefined;
    if (until !== undefined) holds.push({ reason: "mute", mute: mute.name, until });
  }
  const until = quietHours === undefined ? undefined : quietHoursEnd(quietHours, now);
  if (until !== undefined) holds.push({ reason: "quiet-hours", until });
  return holds.reduce<Hold | undefined>(
    (last, hold) => (last !== undefined && last.until >= hold.until ? last : hold),
    undefined,
  );
}

/** Whether a mute is about that notice. An alarm's incident ends in its ARN, and that in its name. */
function isMuted({ incident, title }: Notice, { alarms }: Mute): boolean {
  if (alarms === undefined) return true;
  return alarms.some((name) => incident === name || incident.endsWith(`:${name}`) || title === name);
}

function muteEnd({ schedule, timeZone, durationMinutes }: Mute, now: number): number | undefined {
  const parsed = parseSchedule(schedule);
  const start = parsed === undefined ? undefined : openSince(parsed, timeZone, durationMinutes, now);
  return start === undefined ? undefined : start + durationMinutes * 60_000;
}

/** When the quiet hours end that are at that moment; undefined when there are none. */
export function quietHoursEnd({ from, to, timeZone }: QuietHours, now: number): number | undefined {
  const today = Math.floor(localTime(now, timeZone) / dayMilliseconds) * dayMilliseconds;
  for (const day of [today - dayMilliseconds, today]) {
    const [start, end] = [day + clock(from), day + clock(to)];
    const until = momentOf(end > start ? end : end + dayMilliseconds, timeZone);
    if (momentOf(start, timeZone) <= now && now < until) return until;
  }
  return undefined;
}

/** Milliseconds since midnight of "HH:MM". */
function clock(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return (hours * 60 + minutes) * 60_000;
}
