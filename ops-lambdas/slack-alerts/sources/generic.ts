/** The last source: any event that no other knows, shown as it is, with where it came from. */
import { createHash } from "node:crypto";
import type { Envelope } from "../envelope.ts";
import type { Fact, Link, Notice } from "../notice.ts";
import { accountCode, arn, regionCode } from "../places.ts";
import { text, time } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Characters of an event that are read; far more than a message has room for. */
const longestShown = 8000;

/** Takes everything, and never throws. */
export const generic: Source = {
  name: "generic",
  matches: () => true,
  understand: (envelope: Envelope, about: About): Notice => {
    const { event } = envelope;
    const topic = arn(envelope.topicArn);
    const id = event?.id ?? envelope.messageId ?? about.recordId ?? hashOf(envelope.text);
    return {
      source: "generic",
      severity: about.topicSeverity ?? "warning",
      state: "event",
      incident: `generic:${id}`,
      transition: `generic:${id}`,
      time: time(event?.time) ?? time(envelope.time) ?? about.now,
      title: titleOf(envelope),
      summary: summaryOf(envelope),
      facts: factsOf(envelope),
      links: linksIn(envelope.text),
      accountId: accountCode(event?.account) ?? topic?.accountId,
      region: regionCode(event?.region) ?? topic?.region,
    };
  },
};

/** The same for the same text. */
function hashOf(shown: string): string {
  return createHash("sha256").update(shown).digest("hex").slice(0, 32);
}

/** The subject, what EventBridge calls it, or where it came from. */
function titleOf(envelope: Envelope): string {
  const topic = topicName(envelope);
  return (
    envelope.subject ??
    envelope.event?.["detail-type"] ??
    (topic === undefined ? "Message of an unknown source" : `Message of topic ${topic}`)
  );
}

/** The topic's name. */
function topicName(envelope: Envelope): string | undefined {
  return text(arn(envelope.topicArn)?.resource) ?? envelope.topicArn;
}

/** The event in lines. */
function summaryOf(envelope: Envelope): string {
  const { json, event } = envelope;
  const shown = event === undefined ? json : event.detail;
  if (typeof shown === "string") return text(shown) ?? "(an empty message)";
  if (typeof shown !== "object" || shown === null)
    return text(envelope.text.slice(0, longestShown)) ?? "(an empty message)";
  const lines: string[] = [];
  flatten(shown, "", lines);
  return lines.length === 0 ? "(an empty message)" : lines.join("\n").slice(0, longestShown);
}

/** Lines that an object becomes at most, and its depth. */
const most = { lines: 40, depth: 5 };

/** One line "a.b: value" for each value of an object. */
function flatten(value: object, path: string, lines: string[], depth = 0): void {
  for (const [key, member] of Object.entries(value)) {
    if (lines.length >= most.lines) return;
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof member === "object" && member !== null && depth < most.depth) flatten(member, here, lines, depth + 1);
    else if (typeof member === "object" && member !== null) lines.push(`${here}: …`);
    else if (text(member) !== undefined) lines.push(`${here}: ${text(member)}`);
  }
}

/** Where the event came from. */
function factsOf(envelope: Envelope): readonly Fact[] {
  const source = envelope.event?.source;
  const topic = topicName(envelope);
  const resources = envelope.event?.resources.slice(0, 3).join("\n") ?? "";
  return [
    { label: "Source", value: source ?? (topic === undefined ? "Queue" : "SNS") },
    ...(topic === undefined ? [] : [{ label: "Topic", value: topic }]),
    ...(resources === "" ? [] : [{ label: "Resources", value: resources }]),
  ];
}

/** The first addresses of a text: in what is shown as it is, nothing can be followed. */
function linksIn(shown: string): readonly Link[] {
  const found = shown.slice(0, longestShown).match(/https:\/\/[^\s<>|"'\\)\]}]+/g) ?? [];
  return [...new Set(found)].slice(0, 3).flatMap((url) => {
    const host = URL.canParse(url) ? new URL(url).host : undefined;
    return host === undefined ? [] : [{ label: host, url: url.replace(/[.,;:]+$/, "") }];
  });
}
