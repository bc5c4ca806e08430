/**
 * Takes an event out of what it came in: the body of a queue's record, SNS's envelope, EventBridge's envelope, or the call with which
 * an alarm invokes a function. Nothing is trusted: any body whatsoever makes an envelope.
 */
import type { Severity } from "./notice.ts";
import { record, text } from "./sources/read.ts";

/** EventBridge's envelope. Members that the event lacks, or has in another type, are undefined or empty. */
export interface EventBridgeEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly id?: string | undefined;
  readonly time?: string | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly resources: readonly string[];
}

/** An event, and how it came. */
export interface Envelope {
  readonly topicArn?: string | undefined;
  readonly subject?: string | undefined;
  /** SNS's id of the message: the same in every delivery. */
  readonly messageId?: string | undefined;
  /** When SNS took the message, as SNS writes it. */
  readonly time?: string | undefined;
  /** SNS's message attributes that are texts, by name: AWS Backup tells the state of a job there. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** The event as text, whatever it is; never longer than 256 KiB. */
  readonly text: string;
  /** The event parsed as JSON; undefined when it is none. */
  readonly json: unknown;
  /** Set when the event is in EventBridge's envelope. */
  readonly event?: EventBridgeEvent | undefined;
  /** By the topic it came through; undefined when it is none of the platform's. */
  readonly severity?: Severity | undefined;
}

/** Longest event that is read, in characters: SNS, SQS and EventBridge take 256 KiB. */
const longestText = 262_144;

/**
 * Unwraps a body. Never throws.
 *
 * @param body of a queue's record, or anything
 * @param topics severity by topic ARN
 */
export function openEnvelope(body: unknown, topics: Readonly<Record<string, Severity>> = {}): Envelope {
  const outer = parsed(body);
  const sns = record(outer);
  if (text(sns.Type) !== "Notification" && !(sns.TopicArn !== undefined && sns.Message !== undefined)) {
    return inner(outer, asText(body));
  }
  const topicArn = text(sns.TopicArn);
  return {
    topicArn,
    subject: text(sns.Subject),
    messageId: text(sns.MessageId),
    time: text(sns.Timestamp),
    attributes: attributesOf(sns.MessageAttributes),
    severity: topicArn !== undefined && Object.hasOwn(topics, topicArn) ? topics[topicArn] : undefined,
    ...inner(parsed(sns.Message), asText(sns.Message)),
  };
}

/** Message attributes as text; those of another form are left out. */
function attributesOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(record(value)).map(
    ([name, attribute]) => [name, text(record(attribute).Value)] as const,
  );
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** The event itself. */
function inner(json: unknown, asText: string): Pick<Envelope, "text" | "json" | "event"> {
  return { text: asText, json, event: eventOf(json) };
}

/** EventBridge's envelope, when it is one: `source` and `detail-type` are in all of them. */
function eventOf(json: unknown): EventBridgeEvent | undefined {
  const event = record(json);
  const source = text(event.source);
  const detailType = text(event["detail-type"]);
  if (source === undefined || detailType === undefined) return undefined;
  const resources = Array.isArray(event.resources) ? event.resources : [];
  return {
    source,
    "detail-type": detailType,
    detail: record(event.detail),
    id: text(event.id),
    time: text(event.time),
    region: text(event.region),
    account: text(event.account),
    resources: resources.filter((resource) => typeof resource === "string" && resource !== ""),
  };
}

/** What JSON it is; undefined for what is none. What is no text was parsed before. */
function parsed(body: unknown): unknown {
  if (typeof body !== "string") return body;
  if (body.length > longestText) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Anything as text. */
function asText(body: unknown): string {
  if (typeof body === "string") return body.slice(0, longestText);
  try {
    return (JSON.stringify(body) ?? "").slice(0, longestText);
  } catch {
    return "";
  }
}
