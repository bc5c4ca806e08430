/** What timers do. A timer that is delivered again does the same again, under the same ids. */
import { keyOf, type Summary } from "../incidents/records.ts";
import { reckon } from "./decide.ts";
import { digestPost, post, summaryPost } from "./outbox.ts";
import type { IntakeParts } from "./parts.ts";
import { isAhead, type Timer } from "./timers.ts";
import { holdOf } from "./windows.ts";

/**
 * Acts on a timer, or sends it on when it is not due yet.
 *
 * @param messageId of the timer's message
 * @throws Error when a queue or the table cannot be reached; the timer comes again then
 */
export async function onTimer(timer: Timer, messageId: string, parts: IntakeParts): Promise<void> {
  if (isAhead(timer.due, parts.now())) return parts.queues.set(timer);
  const timerId = keyOf(messageId);
  const told =
    timer.timer === "flapping" ? await tellFlapping(timer, timerId, parts) : await tellList(timer, timerId, parts);
  parts.observer.log(`timer ${timer.timer}`, { record: messageId, told });
}

async function tellList(timer: Timer & { timer: "digest" | "mute-end" }, timerId: string, parts: IntakeParts) {
  const { list, due } = timer;
  // First: what is counted from here on sets a timer of its own.
  if (!(await parts.store.isTeller(list, due, timerId))) return 0;
  const waited = await parts.store.claim(timerId, list);
  const message = digestPost(timerId, list, waited, parts);
  if (message !== undefined) await post(parts, message, false);
  return waited.length;
}

async function tellFlapping(timer: Timer & { timer: "flapping" }, timerId: string, parts: IntakeParts) {
  const { store, queues } = parts;
  const { incident } = timer;
  const summary = (await store.summary(timerId)) ?? (await sumUp(timer, timerId, parts));
  if (summary === undefined) return 0;
  await post(parts, summaryPost(timerId, summary, parts), summary.flapping.notice.severity === "critical");
  if (summary.nextDue !== undefined) await queues.set({ timer: "flapping", incident, due: summary.nextDue });
  return summary.flapping.untold;
}

/** Writes what the timer tells; undefined when it tells nothing. */
async function sumUp(
  { incident, due }: Timer & { timer: "flapping" },
  timerId: string,
  parts: IntakeParts,
): Promise<Summary | undefined> {
  const { store, queues, settings, now } = parts;
  for (;;) {
    const { record, version } = await store.incident(incident);
    const flapping = record?.flapping;
    // Of another moment: a timer that was set later takes its place.
    if (record === undefined || flapping === undefined || flapping.due !== due) return undefined;
    const hold = holdOf(flapping.notice, settings, now());
    const held = { ...record, flapping: { ...flapping, due: hold?.until ?? 0 } };
    const {
      told,
      record: next,
      nextDue,
    } = hold === undefined
      ? reckon(record, flapping, settings.limits, now())
      : { told: undefined, record: held, nextDue: hold.until };
    if (told !== undefined) {
      const summary = { flapping: told, state: record.state, nextDue };
      if (await store.summarise(timerId, summary, incident, { record: next, version })) return summary;
      continue;
    }
    // The timer goes first: one of a moment that nobody noted does nothing.
    if (nextDue !== undefined) await queues.set({ timer: "flapping", incident, due: nextDue });
    if (await store.replace(incident, { record: next, version })) return undefined;
  }
}
