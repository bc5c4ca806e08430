/** Decides what becomes of a notice. Pure: nothing is read or written here. Moments are milliseconds since 1970. */
import {
  type Counted,
  counted,
  type Decision,
  type Flapping,
  type FlappingStart,
  type IncidentRecord,
  shorten,
} from "../incidents/records.ts";
import type { Notice } from "../notice.ts";
import type { IntakeLimits } from "../settings.ts";
import { lostAt } from "./timers.ts";
import type { Hold } from "./windows.ts";

/** What a decision stands on. */
export interface Situation {
  readonly notice: Notice;
  /** Name of the route that takes the notice. */
  readonly route: string;
  /** What is known of the incident; undefined when nothing. */
  readonly record?: IncidentRecord | undefined;
  /** The window that holds the notice back. */
  readonly hold?: Hold | undefined;
  readonly limits: IntakeLimits;
  readonly now: number;
}

/**
 * Times that one incident is told of, in posts or digests, until it flaps: with the post that says so and one summary, 50 transitions
 * make five posts at most, however they arrive.
 */
const flappingPosts = 3;

/** What becomes of a notice while the route's budget lasts. */
export function decide(situation: Situation): Decision {
  const { notice, route, record, hold, limits, now } = situation;
  const isKnown = record !== undefined && record.state !== "recovered";
  if (notice.isQuiet === true && !isKnown) return { kind: "quiet" };
  // First: its summary waits for the end of a hold, too, and would be told beside the digest.
  if (record?.flapping !== undefined) return fold(record.flapping, limits, now);
  const list = { route, reason: hold?.reason ?? ("storm" as const), mute: hold?.mute };
  const due = hold?.until ?? now + limits.digestSeconds * 1000;
  if (hold !== undefined) return { kind: "count", list, due };
  const posts = recentPosts(record, limits, now);
  const late = record !== undefined && isLate(notice, record) ? record : undefined;
  // What overtakes each other comes and goes fast.
  const isFlapping = posts.length >= (late === undefined ? flappingPosts : flappingPosts - 1);
  if (notice.state !== "event" && isFlapping) {
    // A hold may have ended before its time.
    const from = new Date(Math.min(now, ...posts)).toISOString();
    const transitions = posts.length + 1;
    const known = late === undefined ? {} : { state: late.state, to: late.lastTime };
    return { kind: "flapping", transitions, from, due: now + limits.flappingQuietSeconds * 1000, ...known };
  }
  if (late !== undefined) {
    if (notice.state === "alarm" && late.state === "recovered") {
      return { kind: "late", from: notice.time, to: late.since };
    }
    // What was so before says nothing of now: told in a post it would look as if it were so.
    return { kind: "count", list, due };
  }
  const alarmSince = notice.state === "recovered" ? record?.alarmSince : undefined;
  return { kind: "post", alarmSince, untold: record?.untold ?? 0 };
}

/** Whether a decision takes a post out of the route's budget. */
export function isPost({ kind }: Decision): boolean {
  return kind === "post" || kind === "late" || kind === "flapping";
}

/** Whether the notice is a critical alarm: the first of a minute is posted at once, whatever else there is. */
export function isCriticalAlarm({ severity, state }: Notice): boolean {
  return severity === "critical" && (state === "alarm" || state === "event");
}

/**
 * What becomes of a notice that was to be posted, now that it is known how many posts the route had in this minute.
 *
 * @param posts of this minute, this one included
 * @param isFirstCritical whether it is the first critical alarm of this minute: that is posted always
 */
export function withinBudget(
  decision: Decision,
  { route, limits, now }: Situation,
  posts: number,
  isFirstCritical: boolean,
): Decision {
  if (isFirstCritical || posts <= limits.postsPerMinute) return decision;
  const list = { route, reason: "storm" } as const;
  const due = now + limits.digestSeconds * 1000;
  if (decision.kind !== "flapping") return { kind: "count", list, due };
  // It flaps all the same: with a digest for each further transition it would be told of without end.
  const { transitions, from, due: flappingDue } = decision;
  return { kind: "count", list, due, flapping: { transitions, from, due: flappingDue } };
}

/** The incident after the decision; undefined for what no later notice ends. */
export function after(situation: Situation, decision: Decision): IncidentRecord | undefined {
  const { notice, record, limits, now } = situation;
  if (notice.state === "event") return undefined;
  const common = {
    ...stateAfter(notice, record),
    posts: postsAfter(recentPosts(record, limits, now), decision, now),
    untold: untoldAfter(record, decision),
  };
  const flapping = flappingAfter(situation, decision);
  return flapping === undefined ? common : { ...common, flapping };
}

/** What a digest tells of the notice: of a late one the state that came after it. */
export function countedAs({ notice, record }: Situation, decision: Decision): Counted {
  const told = counted(notice, record !== undefined && isLate(notice, record) ? record.state : notice.state);
  return flappingStart(decision) === undefined ? told : { ...told, title: `${told.title} (flapping)` };
}

/** From where on the incident's transitions are counted; undefined when the decision does not begin that. */
function flappingStart(decision: Decision): FlappingStart | undefined {
  if (decision.kind === "flapping") return decision;
  return decision.kind === "count" ? decision.flapping : undefined;
}

/** When the timer of a flapping incident that the decision sets is due; undefined when it sets none. */
export function flappingTimer(decision: Decision): number | undefined {
  return decision.kind === "fold" ? decision.due : flappingStart(decision)?.due;
}

/** Whether something was known already that happened after it. */
function isLate(notice: Notice, record: IncidentRecord): boolean {
  return notice.state !== "event" && Date.parse(notice.time) < Date.parse(record.lastTime);
}

function fold(flapping: Flapping, limits: IntakeLimits, now: number): Decision {
  if (now < lostAt(flapping.due)) return { kind: "fold" };
  return { kind: "fold", due: now + limits.flappingQuietSeconds * 1000 };
}

function recentPosts(record: IncidentRecord | undefined, limits: IntakeLimits, now: number): readonly number[] {
  return (record?.posts ?? []).filter((post) => post > now - limits.flappingSeconds * 1000);
}

/** A transition that is counted makes a digest, which is a post like any other. All of a hold are told in one. */
function postsAfter(posts: readonly number[], decision: Decision, now: number): readonly number[] {
  if (isPost(decision)) return [...posts, now];
  if (decision.kind !== "count") return posts;
  const { list, due } = decision;
  if (list.reason === "storm") return [...posts, now];
  return posts.includes(due) ? posts : [...posts, due];
}

function untoldAfter(record: IncidentRecord | undefined, decision: Decision): number {
  const before = record?.untold ?? 0;
  if (decision.kind === "quiet" || decision.kind === "fold") return before;
  return decision.kind === "count" ? before + 1 : 0;
}

function stateAfter(notice: Notice, record: IncidentRecord | undefined) {
  if (record !== undefined && isLate(notice, record)) {
    const { state, since, lastTime, alarmSince } = record;
    return { state, since, lastTime, alarmSince };
  }
  const { state, time } = notice;
  const since = record?.state === state ? record.since : time;
  // An alarm that lacks data for a while is the same alarm.
  const alarmSince = state === "alarm" ? (record?.alarmSince ?? time) : record?.alarmSince;
  return { state, since, lastTime: time, alarmSince: state === "recovered" ? undefined : alarmSince };
}

function flappingAfter({ notice, route, record, now }: Situation, decision: Decision): Flapping | undefined {
  const before = record?.flapping;
  const start = flappingStart(decision);
  if (start !== undefined) {
    const { from, transitions, due } = start;
    return { route, from, transitions, untold: 0, lastAt: now, toldAt: now, due, notice: shorten(notice) };
  }
  if (before === undefined || decision.kind !== "fold") return before;
  return {
    ...before,
    transitions: before.transitions + 1,
    untold: before.untold + 1,
    lastAt: now,
    due: decision.due ?? before.due,
    notice: record !== undefined && isLate(notice, record) ? before.notice : shorten(notice),
  };
}

/** What a timer does with an incident that flaps. */
export interface Reckoning {
  /** Told now; undefined when nothing is to be told. */
  readonly told?: Flapping | undefined;
  /** The incident afterwards. */
  readonly record: IncidentRecord;
  /** When it is looked at again; undefined when it flaps no longer. */
  readonly nextDue?: number | undefined;
}

/**
 * Sums up an incident that flaps: once it is quiet, and at the latest after some minutes.
 *
 * @param record of an incident that flaps
 */
export function reckon(record: IncidentRecord, flapping: Flapping, limits: IntakeLimits, now: number): Reckoning {
  const { flapping: _, ...calm } = record;
  const told = flapping.untold > 0 ? flapping : undefined;
  const quietAt = flapping.lastAt + limits.flappingQuietSeconds * 1000;
  if (now >= quietAt) return { told, record: { ...calm, posts: [], untold: 0 } };
  const summaryAt = flapping.toldAt + limits.flappingSeconds * 1000;
  if (now < summaryAt || told === undefined) {
    const nextDue = Math.max(now + 1000, Math.min(quietAt, now < summaryAt ? summaryAt : quietAt));
    return { record: { ...record, flapping: { ...flapping, due: nextDue } }, nextDue };
  }
  const nextDue = Math.min(quietAt, now + limits.flappingSeconds * 1000);
  const from = new Date(flapping.lastAt).toISOString();
  const next = { ...flapping, from, transitions: 0, untold: 0, toldAt: now, due: nextDue };
  return { told, record: { ...calm, untold: 0, flapping: next }, nextDue };
}
