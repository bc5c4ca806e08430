/** What is kept of incidents, and what is decided for their transitions. Moments are milliseconds since 1970. */
import { createHash } from "node:crypto";
import type { Notice, NoticeState, Severity } from "../notice.ts";

/** Where counted notices wait until they are told. */
export interface List {
  readonly route: string;
  /** Why they wait: too many posts, a mute window, quiet hours. */
  readonly reason: "storm" | "mute" | "quiet-hours";
  /** Name of the mute window. */
  readonly mute?: string | undefined;
}

/** A list's name in the table. */
export function listName({ route, reason, mute }: List): string {
  return mute === undefined ? `${route}#${reason}` : `${route}#${reason}#${mute}`;
}

/** A notice that is counted, as much of it as a digest tells. */
export interface Counted {
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: NoticeState;
  /** ISO 8601. */
  readonly time: string;
  readonly url?: string | undefined;
}

/** From where on the transitions of an incident are counted. */
export interface FlappingStart {
  /** Transitions so far, this one included. */
  readonly transitions: number;
  /** When the first of them was told, in ISO 8601. */
  readonly from: string;
  /** When its timer looks at it. */
  readonly due: number;
}

/** What becomes of a transition. It is stored, so that a second delivery repeats it and decides nothing anew. */
export type Decision =
  /** Posted at once. */
  | { readonly kind: "post"; readonly alarmSince?: string | undefined; readonly untold: number }
  /** Posted, with what is known already: it is over. */
  | { readonly kind: "late"; readonly from: string; readonly to: string }
  /** Posted as the last one before the incident's transitions are counted; `state` and `to` when they are not the notice's. */
  | (FlappingStart & {
      readonly kind: "flapping";
      readonly state?: NoticeState | undefined;
      readonly to?: string | undefined;
    })
  /** Counted in the summary of an incident that flaps; `due` when its timer is set anew. */
  | { readonly kind: "fold"; readonly due?: number | undefined }
  /** Counted in the digest of a list; `flapping` when the digest tells what was to be the last post before transitions are counted. */
  | {
      readonly kind: "count";
      readonly list: List;
      readonly due: number;
      readonly flapping?: FlappingStart | undefined;
    }
  /** Nothing to tell anybody. */
  | { readonly kind: "quiet" };

/** An incident that comes and goes. */
export interface Flapping {
  readonly route: string;
  /** First transition that the next summary is about, in ISO 8601. */
  readonly from: string;
  /** Transitions since `from`, told ones included. */
  readonly transitions: number;
  /** Transitions that nobody was told of. */
  readonly untold: number;
  /** When the last transition arrived. */
  readonly lastAt: number;
  /** When it began, or was summed up last. */
  readonly toldAt: number;
  /** When its timer looks at it again; a timer of another moment is out of date. */
  readonly due: number;
  /** The latest notice, shortened. */
  readonly notice: Notice;
}

/** What is known of an incident. */
export interface IncidentRecord {
  readonly state: NoticeState;
  /** When it came into that state, in ISO 8601. */
  readonly since: string;
  /** Time of the latest transition, in ISO 8601. */
  readonly lastTime: string;
  /** When the alarm began that is not over yet, in ISO 8601. */
  readonly alarmSince?: string | undefined;
  /** When it was told of late: each post, each transition that a digest of a storm tells, and the end of each hold. */
  readonly posts: readonly number[];
  /** Transitions that were counted since the last post. */
  readonly untold: number;
  readonly flapping?: Flapping | undefined;
}

/** What the timer of a flapping incident tells, kept until it is in the outbox. */
export interface Summary {
  readonly flapping: Flapping;
  readonly state: NoticeState;
  /** When the next timer is due; undefined when the incident flaps no longer. */
  readonly nextDue?: number | undefined;
}

/** A key of the table for a text of any length. */
export function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

/** The notice without what only its own post needs, and short: many of them find room in an item. */
export function shorten(notice: Notice): Notice {
  const { graph: _, ...rest } = notice;
  return {
    ...rest,
    title: notice.title.slice(0, 300),
    summary: notice.summary.slice(0, 1000),
    facts: [],
    links: notice.links.filter(({ url }) => url.length <= 1000).slice(0, 5),
  };
}

/** What a digest tells of the notice. */
export function counted(notice: Notice, state: NoticeState = notice.state): Counted {
  const url = notice.links.find((link) => link.url.length <= 1000)?.url;
  const { severity, time } = notice;
  return { incident: keyOf(notice.incident), title: notice.title.slice(0, 300), severity, state, time, url };
}
