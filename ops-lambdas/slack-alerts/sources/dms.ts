/**
 * Database Migration Service: EventBridge, and the event subscriptions of older versions.
 * Sources: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_EventBridge.html,
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Events.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";
import { arn, consoleUrl } from "../places.ts";
import { encoded, entry, firstTime, idOf, lastPart, link, noticeOf } from "./parts.ts";
import { record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/**
 * Events that are warnings: low storage (7), failover (13), failures (31, 36, 37, 78, 82), not upgradable (68), reading paused (91, 92),
 * failover asked for too often (34), offline maintenance (26).
 */
const warnings: readonly string[] = [7, 13, 26, 31, 34, 36, 37, 68, 78, 82, 91, 92].map(
  (number) => `DMS-EVENT-${String(number).padStart(4, "0")}`,
);

/** Events in few words; others are titled by their first sentence, as far as it is short. */
const titles: Readonly<Record<string, string>> = {
  "DMS-EVENT-0007": "storage is low",
  "DMS-EVENT-0069": "started",
  "DMS-EVENT-0078": "failed",
  "DMS-EVENT-0079": "stopped",
};

/** What both envelopes tell. */
interface Told {
  readonly kind: "task" | "instance";
  readonly name?: string | undefined;
  readonly eventId?: string | undefined;
  readonly category?: string | undefined;
  readonly message: string;
  readonly time?: string | undefined;
}

/** Replication tasks and instances. */
export const dms: Source = {
  name: "dms",
  matches: ({ event, json }) => event?.source === "aws.dms" || isSubscription(record(json)),
  understand: (envelope, about) =>
    notice(envelope.event === undefined ? subscribed(envelope) : fromEventBridge(envelope), envelope, about),
};

/** Whether a message is one of DMS's event subscriptions. */
function isSubscription(message: Readonly<Record<string, unknown>>): boolean {
  return (
    text(message["Event Source"])?.startsWith("replication-") === true ||
    /DMS-EVENT-\d+/.test(text(message["Event ID"]) ?? "")
  );
}

/** As EventBridge tells it. The task's name is in the link; its ARN has letters that nobody knows. */
function fromEventBridge({ event }: Envelope): Told {
  const detail = event?.detail ?? {};
  const isTask = /task/i.test(text(detail.type) ?? event?.["detail-type"] ?? "");
  const named = /#\w+Details\/([^?&#]+)/.exec(text(detail.resourceLink) ?? "")?.[1];
  return {
    kind: isTask ? "task" : "instance",
    name: named ?? lastPart(event?.resources[0]),
    eventId: text(detail.eventName) ?? text(detail.eventId),
    category: text(detail.category),
    message: text(detail.detailMessage) ?? text(detail.eventType) ?? "",
    time: firstTime(event?.time),
  };
}

/** As a subscription tells it. */
function subscribed({ json, text: body }: Envelope): Told {
  const message = record(json);
  return {
    kind: text(message["Event Source"])?.includes("instance") === true ? "instance" : "task",
    name: text(message.SourceId) ?? text(message["Source ID"]),
    eventId: /DMS-EVENT-\d+/.exec(text(message["Event ID"]) ?? "")?.[0],
    message: text(message["Event Message"]) ?? body,
    time: firstTime(message["Event Time"]),
  };
}

function severityOf(told: Told): Severity {
  if (told.eventId !== undefined && warnings.includes(told.eventId)) return "warning";
  return /^failure|^low ?storage/i.test(told.category ?? "") ? "warning" : "info";
}

function notice(told: Told, envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const region = event?.region ?? arn(envelope.topicArn)?.region;
  const name = encoded(told.name);
  const incident = `dms:${told.kind}:${told.name ?? "unknown"}:${told.eventId ?? "event"}`;
  const page =
    told.kind === "task" && name !== undefined
      ? `taskDetails/${name}`
      : told.kind === "task"
        ? "tasks"
        : "replicationInstances";
  const first = text(/^[^.!]*/.exec(told.message)?.[0].slice(0, 60));
  const said = entry(titles, told.eventId) ?? first ?? "event";
  return noticeOf("dms", envelope, about, {
    severity: severityOf(told),
    incident,
    // EventBridge's time and that of a subscription may be seconds apart.
    transition: `${incident}:${told.time?.slice(0, 16) ?? idOf(envelope, about)}`,
    title: `DMS ${told.kind} ${told.name ?? "unknown"}: ${said}`,
    summary: told.message,
    facts: [
      [told.kind === "task" ? "Task" : "Instance", told.name],
      ["Category", told.category],
      ["Event", told.eventId],
    ],
    links: [link("DMS", consoleUrl(region, "/dms/v2/home", page))],
    times: [told.time],
  });
}
