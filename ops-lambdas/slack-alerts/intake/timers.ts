/** Timers: delayed messages that the intake sends to its own queue. */
import type { List } from "../incidents/records.ts";

/** What a timer is about. `due` is when it acts, in milliseconds since 1970: SQS delays for 15 minutes at most. */
export type Timer =
  /** Tells what waits in a list: of a storm, or at the end of a mute window or of quiet hours. */
  | { readonly timer: "digest" | "mute-end"; readonly list: List; readonly due: number }
  /** Looks at an incident that flaps. */
  | { readonly timer: "flapping"; readonly incident: string; readonly due: number };

/** Longest delay of a message, in seconds. Source: SQS API, SendMessage, DelaySeconds. */
export const longestDelaySeconds = 900;

/** Whether a timer of that moment is still to act. SQS counts in seconds, so one acts up to a second early. */
export function isAhead(due: number, now: number): boolean {
  return due > now + 1000;
}

/** When a timer that was due counts as lost, both in milliseconds since 1970. */
export function lostAt(due: number): number {
  return due + 60_000;
}

/** The timer that tells a list. */
export function listTimer(list: List, due: number): Timer {
  return { timer: list.reason === "storm" ? "digest" : "mute-end", list, due };
}

/** Seconds for which the message of a timer is delayed; it comes again and is sent on when it is due later still. */
export function delaySeconds({ due }: Timer, now: number): number {
  return Math.min(longestDelaySeconds, Math.max(0, Math.ceil((due - now) / 1000)));
}

/** Reads a timer; undefined for a body that is none. SNS wraps what others send, so nobody else's message is one. */
export function readTimer(body: string): Timer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { timer, list, incident, due } = value as Record<string, unknown>;
  if (typeof due !== "number") return undefined;
  if (timer === "flapping") return typeof incident === "string" ? { timer, incident, due } : undefined;
  if (timer !== "digest" && timer !== "mute-end") return undefined;
  const { route, reason, mute } = (list ?? {}) as Record<string, unknown>;
  const isReason = reason === "storm" || reason === "mute" || reason === "quiet-hours";
  if (typeof route !== "string" || !isReason || (mute !== undefined && typeof mute !== "string")) return undefined;
  return { timer, list: { route, reason, mute }, due };
}
