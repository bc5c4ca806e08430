/** All sources in the order in which they are asked, and the one function that uses them. */
import { type Envelope, openEnvelope } from "../envelope.ts";
import { type Notice, type NoticeState, type Severity, severities } from "../notice.ts";
import { cloudFormation } from "./cloudformation.ts";
import { compositeAlarm } from "./cloudwatch/composite-alarm.ts";
import { metricAlarm } from "./cloudwatch/metric-alarm.ts";
import { eventSources } from "./events.ts";
import { generic } from "./generic.ts";
import { withRunbook } from "./runbook.ts";
import type { About, Owner, Source } from "./source.ts";

/** Asked in this order; the generic source takes what is left. */
export const sources: readonly Source[] = [compositeAlarm, metricAlarm, ...eventSources, cloudFormation, generic];

/** What `understand` is told beside the body. */
export interface Delivery {
  /** Severity by topic ARN. */
  readonly topics?: Readonly<Record<string, Severity>>;
  /** Default: the present time. */
  readonly now?: Date;
  /** Id of the queue's record. */
  readonly recordId?: string | undefined;
  /** Whose alerts they are. Default: nothing is known to be the platform's own. */
  readonly owner?: Owner | undefined;
  /** Address of the folder of runbooks, without a slash at its end. Default: only notices that bring their runbook have one. */
  readonly runbookBaseUrl?: string | undefined;
}

/**
 * Understands any body whatsoever as one notice. Never throws: an event that its source cannot read, or makes no whole
 * notice of, is read by the generic one.
 *
 * @param body of a queue's record
 * @param all asked in their order; default: the platform's
 */
export function understand(body: unknown, delivery: Delivery = {}, all: readonly Source[] = sources): Notice {
  const envelope = openEnvelope(body, delivery.topics);
  const now = (delivery.now ?? new Date()).toISOString();
  const about: About = { topicSeverity: envelope.severity, now, recordId: delivery.recordId, owner: delivery.owner };
  const { notice, runbook } = specific(all, envelope, about) ?? { notice: generic.understand(envelope, about) };
  return withRunbook(notice, runbook, delivery.runbookBaseUrl);
}

/** A notice, and the page of its source. */
interface Understood {
  readonly notice: Notice;
  readonly runbook?: string | undefined;
}

/** The notice of the first source that takes the event; undefined when that one cannot read it. */
function specific(all: readonly Source[], envelope: Envelope, about: About): Understood | undefined {
  try {
    const source = all.find((one) => one.matches(envelope));
    const notice = source?.understand(envelope, about);
    return notice !== undefined && isWhole(notice) ? { notice, runbook: source?.runbook } : undefined;
  } catch {
    return undefined;
  }
}

const states: readonly NoticeState[] = ["alarm", "recovered", "unknown", "event"];

/** Whether all that others rely on is there: a damaged event may have led its source astray. */
function isWhole(notice: Notice): boolean {
  const { severity, state, time, incident, transition, title, summary, facts, links } = notice;
  const plain = [
    time,
    incident,
    transition,
    title,
    summary,
    ...facts.flatMap(Object.values),
    ...links.flatMap(Object.values),
  ];
  const hasIds = incident !== "" && transition !== "";
  const isKnown = severities.includes(severity) && states.includes(state) && !Number.isNaN(Date.parse(time));
  return hasIds && isKnown && plain.every((value) => typeof value === "string");
}
