/** What the notices of all alarms have in common. */

import type { Envelope } from "../../envelope.ts";
import type { Fact, Link, Notice, NoticeState } from "../../notice.ts";
import type { About } from "../source.ts";
import { type Alarm, alarmOf } from "./alarm.ts";
import { type Description, readDescription } from "./description.ts";
import { alarmUrl } from "./links.ts";

/** By CloudWatch's states; any other is none that anybody can rely on. */
const states: Readonly<Record<string, NoticeState>> = { ALARM: "alarm", OK: "recovered", INSUFFICIENT_DATA: "unknown" };

/** The state of an alarm. */
export function stateOf(alarm: Alarm): NoticeState {
  return Object.hasOwn(states, alarm.state ?? "") ? (states[alarm.state ?? ""] ?? "unknown") : "unknown";
}

/** An alarm with its description read. */
export interface Read {
  readonly alarm: Alarm;
  readonly description: Description;
}

/**
 * Reads the alarm of an envelope.
 *
 * @throws Error when there is none; `matches` was not asked then
 */
export function readAlarm(envelope: Envelope): Read {
  const alarm = alarmOf(envelope);
  if (alarm === undefined) throw new Error("The event is no alarm's.");
  return { alarm, description: readDescription(alarm.description) };
}

/** Summary and facts out of why an alarm changed and what it means. */
export function told(
  state: NoticeState,
  { why, meaning, isWhyFirst = false }: { why: string; meaning: string; isWhyFirst?: boolean },
): { readonly summary: string; readonly facts: readonly Fact[] } {
  // What is said of a fault would be false once it is over, or when nobody knows.
  if (state !== "alarm")
    return { summary: why, facts: meaning === "" ? [] : [{ label: "Watches for", value: meaning }] };
  const parts = isWhyFirst ? [why, meaning] : [meaning, why];
  return { summary: parts.filter((part) => part !== "").join("\n"), facts: [] };
}

/** What the kinds of alarms add. */
export type Own = Pick<Notice, "source" | "summary" | "facts"> & {
  readonly links?: readonly Link[];
  readonly graph?: Notice["graph"];
};

/** The notice of an alarm. */
export function alarmNotice({ alarm, description }: Read, envelope: Envelope, about: About, own: Own): Notice {
  const incident = `alarm:${alarm.arn ?? alarm.name}`;
  const time = alarm.time ?? about.now;
  const change = alarm.time ?? envelope.messageId ?? about.recordId ?? about.now;
  const runbook = description.runbook === undefined ? [] : [{ label: "Runbook", url: description.runbook }];
  const state = stateOf(alarm);
  return {
    source: own.source,
    severity: about.topicSeverity ?? description.severity ?? "warning",
    state,
    incident,
    transition: `${incident}#${alarm.state ?? "?"}#${change}`,
    time,
    title: alarm.name,
    summary: own.summary,
    facts: own.facts,
    links: [...runbook, { label: "Alarm", url: alarmUrl(alarm.region, alarm.name) }, ...(own.links ?? [])],
    accountId: alarm.accountId,
    region: alarm.region,
    graph: own.graph,
    isQuiet: state === "recovered" && alarm.previousState === "INSUFFICIENT_DATA",
  };
}
