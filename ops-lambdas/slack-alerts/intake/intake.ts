/** What becomes of a record of the alerts queue. */
import { openEnvelope } from "../envelope.ts";
import { type Decision, keyOf, listName } from "../incidents/records.ts";
import type { Spent } from "../incidents/store.ts";
import { metricNames } from "../metric-names.ts";
import type { Notice } from "../notice.ts";
import { understand } from "../sources/index.ts";
import {
  after,
  countedAs,
  decide,
  flappingTimer,
  isCriticalAlarm,
  isPost,
  type Situation,
  withinBudget,
} from "./decide.ts";
import { onTimer } from "./on-timer.ts";
import { heartbeatPost, noticePost, post } from "./outbox.ts";
import type { IntakeParts, QueueRecord } from "./parts.ts";
import { routeOf } from "./routes.ts";
import { listTimer, lostAt, readTimer } from "./timers.ts";
import { holdOf } from "./windows.ts";

/** Times that a decision is made anew because somebody else changed the incident meanwhile: with the waits some 3 seconds. */
const attempts = 50;

/** Milliseconds before another attempt, by chance, so that calls at the same time don't meet again. */
function pause(attempt: number): number {
  return Math.random() * Math.min(100, 10 * attempt);
}

/** Source of the event that the scheduler publishes once a day. */
export const heartbeatSource = "platform.heartbeat";

/** What a record tells; undefined for a timer. */
export function noticeOf(
  { body, messageId }: QueueRecord,
  { settings, now }: Pick<IntakeParts, "settings" | "now">,
): Notice | undefined {
  if (readTimer(body) !== undefined) return undefined;
  const { topics, runbookBaseUrl } = settings;
  return understand(body, { topics, now: new Date(now()), recordId: messageId, owner: settings, runbookBaseUrl });
}

/**
 * Takes in a record: a timer, the daily sign of life, or any event.
 *
 * @param notice what it tells, as `noticeOf` understands it
 * @throws Error when the outbox cannot be reached; the record comes again then
 */
export async function takeIn(record: QueueRecord, parts: IntakeParts, notice: Notice | undefined): Promise<void> {
  const timer = readTimer(record.body);
  if (timer !== undefined) return onTimer(timer, record.messageId, parts);
  if (notice === undefined) return;
  const { settings, observer } = parts;
  observer.count(metricNames.received);
  if (openEnvelope(record.body, settings.topics).event?.source === heartbeatSource) {
    await Promise.all(settings.routes.map(({ name }) => post(parts, heartbeatPost(notice, name, parts), false)));
    observer.log("heartbeat", { record: record.messageId, transition: keyOf(notice.transition) });
    return;
  }
  const { decision, isStored, isRepeated } = await decideAndStore(notice, parts);
  await act(notice, decision, parts);
  if (!isStored) observer.count(metricNames.unstored);
  if (!isRepeated && (decision.kind === "count" || decision.kind === "fold")) observer.count(metricNames.counted);
  observer.log(decision.kind, {
    record: record.messageId,
    transition: keyOf(notice.transition),
    incident: keyOf(notice.incident),
    source: notice.source,
    severity: notice.severity,
    state: notice.state,
    isStored,
    isRepeated,
  });
}

/** A decision, and how it came about. */
interface Decided {
  readonly decision: Decision;
  /** False when the table could not be reached: the notice is posted then, whatever was posted before. */
  readonly isStored: boolean;
  /** Whether it was made for an earlier delivery of the same transition. */
  readonly isRepeated: boolean;
}

async function decideAndStore(notice: Notice, parts: IntakeParts): Promise<Decided> {
  const { store, settings, now } = parts;
  const route = routeOf(notice, settings.routes).name;
  const hold = holdOf(notice, settings, now());
  let spent: Spent | undefined;
  let [failures, isSure] = [0, true];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const minute = store.minute(route);
      const [repeated, known, hasCritical] = await Promise.all([
        store.decision(notice.transition),
        store.incident(notice.incident),
        !isCriticalAlarm(notice) || store.hasCritical(minute),
      ]);
      if (repeated !== undefined) {
        // After a failure it may be what this call wrote.
        if (isSure) await giveBack(spent, parts);
        return { decision: repeated, isStored: true, isRepeated: true };
      }
      const situation: Situation = { notice, route, record: known.record, hold, limits: settings.limits, now: now() };
      const wanted = decide(situation);
      if (isPost(wanted)) spent ??= await store.spend(route);
      const decision =
        isPost(wanted) && spent !== undefined ? withinBudget(wanted, situation, spent.posts, !hasCritical) : wanted;
      const record = after(situation, decision);
      const next = record === undefined ? undefined : { record, version: known.version };
      const firstCritical = isPost(decision) && !hasCritical ? minute : undefined;
      const counted = countedAs(situation, decision);
      if (await store.commit({ notice, decision, next, counted, firstCritical })) {
        if (!isPost(wanted)) await giveBack(spent, parts);
        return { decision, isStored: true, isRepeated: false };
      }
      failures = 0;
      await parts.wait(pause(attempt));
    } catch (error) {
      // Whether the write arrived is not known: another look tells. Two failures in a row are a table that is down.
      parts.observer.warn("The table cannot be reached.", error);
      isSure = false;
      if (++failures > 1) break;
    }
  }
  const isQuiet = notice.isQuiet === true;
  return { decision: isQuiet ? { kind: "quiet" } : { kind: "post", untold: 0 }, isStored: false, isRepeated: false };
}

/** What was to be posted, and is not because others changed the incident first, leaves its place to other alarms of the route. */
async function giveBack(spent: Spent | undefined, { store, observer }: IntakeParts): Promise<void> {
  if (spent === undefined) return;
  try {
    await store.giveBack(spent);
  } catch (error) {
    observer.warn(`The route ${spent.route} has a post less in this minute.`, error);
  }
}

/** Does what was decided. A second time it changes nothing: ids are the same, and timers find nothing to tell. */
async function act(notice: Notice, decision: Decision, parts: IntakeParts): Promise<void> {
  const message = noticePost(notice, decision, parts);
  if (message !== undefined) await post(parts, message, notice.severity === "critical");
  if (decision.kind === "count") await arm(decision, parts);
  const due = flappingTimer(decision);
  if (due !== undefined) await parts.queues.set({ timer: "flapping", incident: notice.incident, due });
}

/**
 * Sees to it that a timer tells the list. The timer goes first, the note second: a timer too many tells nothing, one too few would
 * tell nobody.
 */
async function arm({ list, due }: Decision & { kind: "count" }, parts: IntakeParts): Promise<void> {
  const { store, queues, now, observer } = parts;
  try {
    const noted = await store.telling(list);
    // What is counted before a timer acts is told by it.
    if (noted !== undefined && noted.by === undefined && now() < lostAt(noted.due)) return;
    // Later than the one before, so that it is not taken for a timer whose list was told.
    const later = Math.max(due, (noted?.due ?? 0) + 1);
    await queues.set(listTimer(list, later));
    await store.arm(list, later);
  } catch (error) {
    observer.warn(`It is not known whether a timer is set for ${listName(list)}: one more is set.`, error);
    await queues.set(listTimer(list, due));
  }
}
