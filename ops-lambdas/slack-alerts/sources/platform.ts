/**
 * What the platform itself tells: drift found, results of jobs, the backup report, the daily sign of life. Its messages are in
 * EventBridge's envelope, with "platform." before the kind; detail has title, status, summary, facts (values by label), and links.
 */
import type { Envelope } from "../envelope.ts";
import type { Notice, NoticeState, Severity } from "../notice.ts";
import { capital, idOf, link, noticeOf, plainWords } from "./parts.ts";
import { list, record, text } from "./read.ts";
import type { About, Source } from "./source.ts";

/** What is before the kind in the source of the platform's events. */
export const platformPrefix = "platform.";

/** Statuses that ask somebody to look; all others are told for information. */
const warnings: readonly string[] = ["failed", "found", "missing", "timed out", "partial"];

/** Statuses that end what was found. */
const ends: readonly string[] = ["resolved", "recovered", "clean"];

/** Messages of the platform's own tasks. */
export const platform: Source = {
  name: "platform",
  runbook: "event-platform",
  matches: ({ event }) => event?.source.startsWith(platformPrefix) === true,
  understand: (envelope, about) => notice(envelope, about),
};

/** Drift is there until it is resolved; the result of a job just happened. */
function stateOf(status: string): NoticeState {
  if (ends.includes(status)) return "recovered";
  return status === "found" ? "alarm" : "event";
}

/** A link that a message brings along: https only. */
function ownLink(value: unknown) {
  const { label, url } = record(value);
  const address = encodedOnce(text(url) ?? "");
  const isLink = address.startsWith("https://") && URL.canParse(address);
  return isLink ? link(text(label) ?? "More", address) : undefined;
}

/** An address with what must be encoded in it, whether its sender has encoded the rest or not: `%2F` is no slash, and stays so. */
function encodedOnce(address: string): string {
  return encodeURI(address.toWellFormed()).replaceAll(/%25([0-9a-f]{2})/gi, "%$1");
}

function notice(envelope: Envelope, about: About): Notice {
  const { event } = envelope;
  const detail = event?.detail ?? {};
  const kind = (event?.source ?? "").slice(platformPrefix.length);
  const status = plainWords(text(detail.status) ?? "");
  const severity: Severity = warnings.includes(status) ? "warning" : "info";
  const title = text(detail.title) ?? capital(plainWords(event?.["detail-type"] ?? kind));
  const subject = text(detail.incident) ?? event?.resources[0] ?? title;
  const incident = `platform:${kind}:${subject}`;
  return noticeOf("platform", envelope, about, {
    severity,
    state: stateOf(status),
    // What is not there any more is news only when it was told: a nightly search says it every night.
    isQuiet: ends.includes(status),
    incident,
    transition: `${incident}:${status}:${idOf(envelope, about)}`,
    title,
    summary: text(detail.summary),
    facts: [
      ...Object.entries(record(detail.facts)).map(([label, value]) => [label, text(value)] as const),
      ["Status", status === "" ? undefined : status],
    ],
    links: list(detail.links).map(ownLink),
    times: [event?.time],
  });
}
