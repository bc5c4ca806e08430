/** What the sources of events have in common: where, when, which words, and texts that hold nothing personal. */
import { createHash } from "node:crypto";
import type { Envelope } from "../envelope.ts";
import type { Fact, Link, Notice, Severity } from "../notice.ts";
import { accountCode, arn, regionCode } from "../places.ts";
import { text, time } from "./read.ts";
import type { About } from "./source.ts";

/** What a source says of its event; the rest of the notice is the same for all. */
export interface Words extends Pick<Notice, "incident" | "transition" | "title"> {
  /** Severity by what happened; the topic that the event came through goes before. */
  readonly severity: Severity;
  /** Default: "event". */
  readonly state?: Notice["state"];
  /** Default: none. */
  readonly summary?: string | undefined;
  /** Labels and values; what is undefined is left out. */
  readonly facts: readonly (readonly [label: string, value: string | undefined])[];
  /** Links; undefined ones are left out. */
  readonly links: readonly (Link | undefined)[];
  /** Times, the best first; the first that is one is taken. */
  readonly times: readonly unknown[];
  /** Regions, the best first; undefined ones are passed over. */
  readonly regions?: readonly unknown[];
  /** Accounts, the best first. */
  readonly accounts?: readonly unknown[];
  readonly isQuiet?: boolean | undefined;
}

/** Makes the notice of a source out of its words and of the envelope. */
export function noticeOf(source: string, envelope: Envelope, about: About, words: Words): Notice {
  const { event } = envelope;
  return {
    source,
    severity: about.topicSeverity ?? words.severity,
    state: words.state ?? "event",
    incident: key(words.incident),
    transition: key(words.transition),
    time: firstTime(...words.times, event?.time, envelope.time) ?? about.now,
    title: words.title,
    summary: words.summary ?? "",
    facts: facts(words.facts),
    links: words.links.filter((link) => link !== undefined),
    accountId: [...(words.accounts ?? []), event?.account, arn(envelope.topicArn)?.accountId]
      .map(accountCode)
      .find(isSet),
    region: [...(words.regions ?? []), event?.region, arn(envelope.topicArn)?.region].map(regionCode).find(isSet),
    ...(words.isQuiet === true ? { isQuiet: true } : {}),
  };
}

/** Characters of a key at most: DynamoDB takes 1,024 bytes, and the table puts something before it. */
const longestKey = 240;

/** A key that a table takes, however long a damaged event makes it: a long one is cut, and a hash of the whole stands at its end. */
function key(value: string): string {
  return value.length <= longestKey ? value : `${value.slice(0, longestKey - 33)}:${hash(value)}`;
}

/** Whether there is something. */
function isSet<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

/** The first that is a time, in ISO 8601. */
export function firstTime(...candidates: readonly unknown[]): string | undefined {
  return candidates.map(utcTime).find(isSet);
}

/** A time as `time` reads it; "2018-09-27 22:36:43.292" of RDS and DMS is UTC. */
function utcTime(value: unknown): string | undefined {
  const match = typeof value === "string" ? /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(\.\d+)?)$/.exec(value.trim()) : null;
  return time(match === null ? value : `${match[1]}T${match[2]}Z`);
}

/** The facts that have a value. */
function facts(pairs: Words["facts"]): readonly Fact[] {
  return pairs.flatMap(([label, value]) => (value === undefined || value === "" ? [] : [{ label, value }]));
}

/** The entry of a table, never what every object has: an event may call itself "constructor". */
export function entry<Value>(table: Readonly<Record<string, Value>>, key: string | undefined): Value | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What stands for the event when it has no id of its own: the same in each delivery. */
export function idOf(envelope: Envelope, about: About): string {
  return envelope.event?.id ?? envelope.messageId ?? about.recordId ?? hash(envelope.text);
}

/** Thirty-two hexadecimal digits that stand for a text. */
export function hash(value: string): string {
  return createHash("sha256").update(value).digest("hex").slice(0, 32);
}

/** What comes behind the last "/" or ":" of an ARN: the name or id of the thing. */
export function lastPart(value: unknown): string | undefined {
  const whole = text(value);
  return whole === undefined ? undefined : text(whole.split(/[/:]/).at(-1));
}

/** A part of an address, encoded; undefined when there is none, so that no link leads to "undefined". */
export function encoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : encodeURIComponent(value);
  } catch {
    // Half a surrogate pair has no encoding.
    return undefined;
  }
}

/** A link, when all that its address is made of is there. */
export function link(label: string, url: string | undefined): Link | undefined {
  return url === undefined ? undefined : { label, url };
}

/** Words of AWS's constants: "SERVICE_DEPLOYMENT_FAILED" becomes "service deployment failed". */
export function plainWords(constant: string): string {
  return constant
    .replaceAll(/[_\s]+/g, " ")
    .trim()
    .toLowerCase();
}

/** The same text with a capital at its beginning. */
export function capital(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}

/** Hides who an e-mail address belongs to: "jane@example.com" becomes "j***@example.com". */
export function maskAddresses(value: string): string {
  return value.replaceAll(/([^\s<>"'(),;:@])[^\s<>"'(),;:@]*@([^\s<>"'(),;:@]+)/g, "$1***@$2");
}

/** Takes off the quotation marks that AWS Backup puts around its messages. */
export function unquoted(value: string | undefined): string | undefined {
  return text(value?.replace(/^"(.*)"$/s, "$1"));
}

/** Bytes as people read them, for example "2.5 GiB"; undefined for what is no size. */
export function bytes(value: number | undefined): string | undefined {
  if (value === undefined || value < 0) return undefined;
  const power = value < 1024 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), 4);
  const shown = value / 1024 ** power;
  return `${power === 0 ? shown : Math.round(shown * 10) / 10} ${["B", "KiB", "MiB", "GiB", "TiB"][power]}`;
}
