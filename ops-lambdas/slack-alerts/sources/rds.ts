/**
 * Events of RDS: instances, clusters, snapshots, parameter groups, proxies. EventBridge and RDS's own event subscriptions tell the same
 * event; their notices have the same keys.
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-cloud-watch-events.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html
 */
import type { Envelope } from "../envelope.ts";
import type { Notice } from "../notice.ts";
import { arn, consoleUrl, regionCode } from "../places.ts";
import { encoded, entry, firstTime, idOf, link, noticeOf, plainWords } from "./parts.ts";
import { rdsCategory, rdsSeverity } from "./rds-events.ts";
import { record, text, texts } from "./read.ts";
import type { About, Source } from "./source.ts";

/** Kinds of RDS's things under one name: EventBridge and SNS have different ones. What is not here keeps its own name. */
const kinds: Readonly<Record<string, string>> = {
  "db-instance": "instance",
  cluster: "cluster",
  "db-cluster": "cluster",
  snapshot: "snapshot",
  "db-snapshot": "snapshot",
  "cluster-snapshot": "cluster snapshot",
  "db-cluster-snapshot": "cluster snapshot",
  "db-param": "parameter group",
  "db-parameter-group": "parameter group",
  "security-group": "security group",
  "db-security-group": "security group",
  "db-proxy": "proxy",
};

/** Events that must be read in a moment, in few words; others are titled by their first sentence or by their category. */
const titles: Readonly<Record<string, string>> = {
  "RDS-EVENT-0007": "storage is full",
  "RDS-EVENT-0013": "failover started",
  "RDS-EVENT-0015": "failover completed",
  "RDS-EVENT-0031": "failed",
  "RDS-EVENT-0035": "has invalid parameters",
  "RDS-EVENT-0036": "is in an incompatible network",
  "RDS-EVENT-0049": "failover completed",
  "RDS-EVENT-0069": "failover failed",
  "RDS-EVENT-0089": "storage is low",
  "RDS-EVENT-0187": "global failover failed",
  "RDS-EVENT-0221": "was shut down, its storage is full",
  "RDS-EVENT-0222": "is about to be shut down, its storage is low",
};

/** Characters of a first sentence that is a title. */
const longestSentence = 60;

/** What both envelopes tell. */
interface Told {
  readonly kind: string;
  readonly id?: string | undefined;
  readonly sourceArn?: string | undefined;
  readonly eventId?: string | undefined;
  readonly categories: readonly string[];
  readonly message: string;
  readonly time?: string | undefined;
  readonly link?: string | undefined;
}

/** Whatever happens to databases. */
export const rds: Source = {
  name: "rds",
  runbook: "event-database",
  matches: ({ event, json }) => event?.source === "aws.rds" || isSubscription(record(json)),
  understand: (envelope, about) =>
    notice(envelope.event === undefined ? subscribed(envelope) : fromEventBridge(envelope), envelope, about),
};

/** Whether a message is one of RDS's event subscriptions; those of DMS have the same members and other sources. */
function isSubscription(message: Readonly<Record<string, unknown>>): boolean {
  const source = text(message["Event Source"]);
  if (source !== undefined) return !source.startsWith("replication-");
  return /#?RDS-EVENT-\d+/.test(text(message["Event ID"]) ?? "");
}

/** Kind under its one name. */
function kindOf(name: string | undefined): string {
  const key = (name ?? "").toLowerCase().replaceAll("_", "-");
  return entry(kinds, key) ?? (key === "" ? "resource" : plainWords(key.replace(/^db-/, "").replaceAll("-", " ")));
}

/** Identifier without the "rds:" that some events put before it. */
function plainId(id: string | undefined): string | undefined {
  return id?.replace(/^rds:/, "");
}

/** As EventBridge tells it. */
function fromEventBridge({ event }: Envelope): Told {
  const detail = event?.detail ?? {};
  const ofType = /^RDS (?:DB )?(.*?) ?Event$/.exec(event?.["detail-type"] ?? "")?.[1];
  const sourceArn = text(detail.SourceArn) ?? event?.resources[0];
  return {
    kind:
      text(detail.SourceType) === undefined && ofType !== undefined
        ? kindOf(`db-${ofType.replaceAll(" ", "-")}`)
        : kindOf(text(detail.SourceType)),
    id: plainId(text(detail.SourceIdentifier)) ?? plainId(arn(sourceArn)?.resource.replace(/^[^:]+:/, "")),
    sourceArn,
    eventId: text(detail.EventID),
    categories: texts(detail.EventCategories),
    message: text(detail.Message) ?? "",
    time: firstTime(detail.Date, event?.time),
  };
}

/** As a subscription tells it: the event's id is the end of an address, and the time has no zone and is UTC. */
function subscribed({ json, text: body }: Envelope): Told {
  const message = record(json);
  const url = text(message["Identifier Link"]);
  return {
    kind: kindOf(text(message["Event Source"])),
    id: plainId(text(message["Source ID"])),
    sourceArn: text(message["Source ARN"]),
    eventId: /RDS-EVENT-\d+/.exec(text(message["Event ID"]) ?? "")?.[0],
    categories: [],
    message: text(message["Event Message"]) ?? body,
    time: firstTime(message["Event Time"]),
    link: url?.startsWith("https://") ? url : undefined,
  };
}

/** Address of the thing in the console. */
function address(told: Told, region: string | undefined): string {
  const id = encoded(told.id);
  if (id === undefined) return consoleUrl(region, "/rds/home");
  if (told.kind === "instance" || told.kind === "cluster") {
    return consoleUrl(region, "/rds/home", `database:id=${id};is-cluster=${told.kind === "cluster"}`);
  }
  return consoleUrl(region, "/rds/home", told.kind.includes("snapshot") ? "snapshots-list:" : "databases:");
}

/** The same words for both envelopes. */
function notice(told: Told, envelope: Envelope, about: About): Notice {
  const { eventId, kind } = told;
  const category = (eventId === undefined ? undefined : rdsCategory(eventId)) ?? told.categories[0];
  const of = arn(told.sourceArn);
  const region = of?.region ?? envelope.event?.region ?? linkedRegion(told.link) ?? arn(envelope.topicArn)?.region;
  // By family, not by database alone: a failover makes several events in a minute, and none of them may pass for flapping.
  const family = (eventId === undefined ? undefined : (rdsCategory(eventId) ?? eventId)) ?? "event";
  const incident = `rds:${kind}:${told.id ?? "unknown"}:${family}`;
  // Both envelopes have the milliseconds of the same record; an event that lost its Date has seconds only.
  const moment = told.time?.slice(0, 19) ?? idOf(envelope, about);
  return noticeOf("rds", envelope, about, {
    severity: rdsSeverity(eventId, told.categories, told.message),
    incident,
    transition: `rds:${kind}:${told.id ?? "unknown"}:${eventId ?? "event"}:${moment}`,
    title: `RDS ${kind} ${told.id ?? "unknown"}: ${happened(told, category)}`,
    summary: told.message,
    facts: [
      [kind === "instance" || kind === "cluster" ? "Database" : "Resource", told.id],
      ["Category", category],
      ["Event", eventId],
    ],
    links: [
      link("RDS", address(told, region)),
      link("What the event means", "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html"),
    ],
    times: [told.time],
    regions: [region],
    accounts: [of?.accountId],
  });
}

/** What happened, for the title. */
function happened({ eventId, message }: Told, category: string | undefined): string {
  const said = entry(titles, eventId);
  const sentence = text(/^[^.!]*/.exec(message)?.[0]);
  return said ?? (sentence !== undefined && sentence.length <= longestSentence ? sentence : (category ?? "event"));
}

/** Region in the address that a subscription sends along. */
function linkedRegion(url: string | undefined): string | undefined {
  return regionCode(/[?&]region=([a-z0-9-]+)/.exec(url ?? "")?.[1]);
}
