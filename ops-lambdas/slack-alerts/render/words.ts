/** The words and signs that every message uses: state, severity, times, and what an incident is called. */
import { createHash } from "node:crypto";
import type { Notice, Severity } from "../notice.ts";

/** What is said of a state: a sign, a word, and a colour. The word alone is enough to understand it. */
export interface Look {
  readonly emoji: string;
  readonly word: string;
  /** Of the bar beside the message. */
  readonly color: string;
}

const colors = { red: "#d13212", orange: "#f2a900", blue: "#2f7dd1", green: "#2eb67d", grey: "#868686" };

/** What an alarm, or an event, of a severity looks like. The signs differ in shape, for those who see no colours. */
const bySeverity: Readonly<Record<Severity, Look>> = {
  critical: { emoji: "🚨", word: "CRITICAL", color: colors.red },
  warning: { emoji: "⚠️", word: "WARNING", color: colors.orange },
  info: { emoji: "ℹ️", word: "INFO", color: colors.blue },
};

/** The look of a notice. */
export function lookOf({ state, severity }: Pick<Notice, "state" | "severity">): Look {
  if (state === "recovered") return { emoji: "✅", word: "OK", color: colors.green };
  if (state === "unknown") return { emoji: "⚪", word: "NO DATA", color: colors.grey };
  const look = bySeverity[severity];
  return state === "alarm" ? { ...look, word: `${look.word} ALARM` } : look;
}

/** "3 d 4 h", "12 min 5 s": the two largest units of a span, never negative. */
export function span(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (!Number.isFinite(seconds)) return "an unknown time";
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const;
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first === -1) return "0 s";
  return units
    .slice(first, first + 2)
    .map(([unit, length], index) => {
      const rest = index === 0 ? seconds : seconds % (units[first]?.[1] ?? 1);
      return [Math.floor(rest / length), unit] as const;
    })
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** "2026-11-21 15:16:19 UTC"; what is no time stays as it is. */
export function when(iso: string): string {
  const read = Date.parse(iso);
  if (!Number.isFinite(read)) return iso;
  return `${new Date(read).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** "15:16:19 UTC", for what is told on the day itself. */
export function clock(iso: string): string {
  return when(iso).slice(11);
}

/**
 * A short name for an incident, the same in all its messages: webhooks cannot answer in a thread, but people can search for it.
 *
 * @returns "inc-" and eight hexadecimal digits
 */
export function incidentKey(incident: string): string {
  return `inc-${createHash("sha256").update(incident.toWellFormed()).digest("hex").slice(0, 8)}`;
}

/** "acme-prod": what people call the environment. */
export function environmentName({ project, environment }: { readonly project: string; readonly environment: string }) {
  return `${project}-${environment}`;
}

/** "1 time", "12 times". */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? singular : plural}`;
}
