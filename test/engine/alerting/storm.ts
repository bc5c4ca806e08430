/** A storm of alarms, while Slack is well, then at its limit, then down, then back. */
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { Severity } from "../../../ops-lambdas/slack-alerts/notice.ts";
import type { Message } from "../../../rehearsal/inbox/messages.ts";
import { awsAlarm } from "./aws-alarm.ts";
import type { Dev } from "./dev.ts";
import { isTaken, textOf } from "./inbox.ts";
import { held, type QueueState } from "./queues.ts";
import { gapsOf, toldBy, toldByAll } from "./told.ts";

const storms = /storm-\d{4}/;
const lastOne = "storm-1000";

/** Every tenth alarm is critical. */
const firstCritical = 3;
const severityOf = (index: number): Severity =>
  index % 10 === firstCritical ? "critical" : index % 3 === 0 ? "warning" : "info";

const nameOf = (index: number) => `storm-${String(index).padStart(4, "0")}`;

/** Publishes the alarms from one index to before another, evenly over some seconds. */
async function publish(dev: Dev, from: number, to: number, seconds: number): Promise<void> {
  const start = Date.now();
  for (let index = from; index < to; index++) {
    const due = start + ((index - from) / (to - from)) * seconds * 1000;
    if (due > Date.now()) await setTimeout(due - Date.now());
    await dev.publish(severityOf(index), awsAlarm({ name: nameOf(index), severity: severityOf(index) }));
  }
}

/** Has Slack answer 429 to a third of the calls, the first, the fourth, and so on: for some seconds, and as long as there are few calls. */
async function limit(dev: Dev, seconds: number): Promise<readonly Message[]> {
  const before = (await dev.inbox.calls()).length;
  const end = Date.now() + seconds * 1000;
  let calls: readonly Message[] = [];
  const isOver = () => Date.now() >= end + (calls.length < 9 ? 60_000 : 0);
  for (let armed = 0; !isOver(); await setTimeout(50)) {
    calls = (await dev.inbox.calls()).slice(before);
    if (calls.length < armed * 3) continue;
    await dev.inbox.answer({ mode: "429", count: 1, retryAfter: 2 });
    armed++;
  }
  await dev.inbox.answer({ mode: "ok" });
  return calls;
}

const isCritical = (post: Message) => post.channel === "critical" && textOf(post).startsWith("🚨 CRITICAL ALARM");

/** When what happened, in milliseconds since 1970. */
interface Course {
  began: number;
  /** The first critical alarm was published. */
  critical: number;
  /** How many times as long as they should the first 200 alarms took to publish: 1, or more on a machine that is too slow for a storm. */
  slowness: number;
  down: number;
  back: number;
}

/** Defines the tests. */
export function stormTests(dev: Dev): void {
  const course: Course = { began: 0, critical: 0, slowness: 1, down: 0, back: 0 };
  let limited: readonly Message[];
  let calls: readonly Message[];
  const taken = () => calls.filter(isTaken);
  const at = ({ time }: Message) => Date.parse(time);

  before(async () => {
    await dev.newMinute();
    await dev.inbox.clear();
    const timersBefore = await heldByPath(dev);
    course.began = Date.now();
    await publish(dev, 0, firstCritical, 0);
    course.critical = Date.now();
    await publish(dev, firstCritical, 200, 6);
    course.slowness = Math.max(1, (Date.now() - course.critical) / 6000);
    [limited] = await Promise.all([limit(dev, 14), publish(dev, 200, 600, 12)]);
    await dev.inbox.answer({ mode: "hang" });
    course.down = Date.now();
    // Five minutes in twenty seconds: a minute begins in which no critical alarm was posted yet.
    await dev.newMinute();
    await dev.publish("critical", awsAlarm({ name: lastOne, severity: "critical" }));
    const rest = publish(dev, 600, 1000, 12);
    await setTimeout(6000);
    await dev.inbox.answer({ mode: "500" });
    await Promise.all([rest, setTimeout(14_000)]);
    // In five minutes the intake is through with all of them.
    await untilAtMost(dev, 0, ["", "NotVisible"]);
    course.back = Date.now();
    await dev.inbox.answer({ mode: "ok" });
    await dev.inbox.until((posts) => toldByAll(posts, storms).alarms >= 1001, 60);
    await untilAtMost(dev, timersBefore);
    calls = await dev.inbox.calls();
    tell(course, calls, limited);
  });
  after(() => dev.inbox.answer({ mode: "ok" }));

  it("tells of every alarm once: the posts and the numbers of the digests add up, and no name is in two of them", () => {
    const { alarms, names, unnamed } = toldByAll(taken(), storms);
    assert.equal(alarms, 1001);
    assert.equal(new Set(names).size, names.length, "named twice");
    assert.equal(names.length + unnamed, 1001);
    for (const post of taken()) {
      const told = toldBy(post, storms);
      assert.equal(told.names.size + told.unnamed, told.alarms, textOf(post));
    }
  });

  it("posts at most once a second to each webhook, and waits as long as a 429 asks", () => {
    for (const { channel, after, milliseconds } of gapsOf(calls)) {
      const least = after.answer.mode === "429" ? 2000 : 1000;
      // A timer of Node.js may end a millisecond early.
      assert.ok(milliseconds >= least - 5, `${milliseconds} ms after ${after.time} in ${channel}`);
    }
    const refused = limited.filter(({ answer }) => answer.mode === "429").length;
    assert.ok(refused >= 3 && Math.abs(refused / limited.length - 1 / 3) <= 0.1, `${refused} of ${limited.length}`);
  });

  it("posts the first critical alarm at once", () => {
    const first = taken().find(isCritical);
    // How long the first call of a function takes to start is the machine's affair; Slack is well from the first post on.
    const since = Math.max(course.critical, at(calls[0] as Message));
    const late = first && (at(first) - since) / course.slowness;
    assert.ok(late !== undefined && late <= 3000, `${late} ms on a machine that took ${course.slowness} times as long`);
  });

  it("is silent while Slack is down, and posts the first critical alarm at most 3 s after Slack is back", () => {
    const during = calls.filter((call) => at(call) >= course.down && at(call) < course.back);
    assert.ok(during.length > 0 && !during.some(isTaken));
    const after = taken().filter((call) => at(call) >= course.back);
    const first = after.find(isCritical);
    assert.ok(first && at(first) - course.back <= 3000, `${first && at(first) - course.back} ms`);
    // The one that came in the outage is posted by itself. Critical ones that waited longer stand before it, and of the others of its
    // webhook the one at most whose turn it was as Slack came back.
    const last = after.findIndex((post) => toldBy(post, storms).names.has(lastOne));
    const before = after.slice(0, last).filter(({ channel }) => channel === "critical");
    assert.ok(last >= 0 && isCritical(after[last] as Message));
    assert.ok(before.filter((post) => !isCritical(post)).length <= 1, before.map(textOf).join("\n"));
  });

  it("posts one digest every 5 s and five alarms a minute to each route at most, and leaves nothing behind", async () => {
    const last = taken().at(-1);
    const seconds = last ? (at(last) - course.began) / 1000 : 0;
    const digests = taken().filter((post) => toldBy(post, storms).isDigest).length;
    // A timer of SQS may act up to a second early; a minute's first critical alarm is one more; a minute was begun by hand.
    const [mostDigests, mostOthers] = [2 * (seconds / 4 + 1), 2 * 6 * (seconds / 60 + 3)];
    assert.ok(digests <= mostDigests, `${digests} digests in ${seconds} s`);
    assert.ok(taken().length - digests <= mostOthers, `${taken().length - digests} others in ${seconds} s`);
    // The us-east-1 queue of what is undelivered hears nothing of a storm at home.
    const { alerts, outbox, undelivered } = dev.services.alertDeadLetterUrls;
    for (const url of [alerts, outbox, undelivered]) assert.equal(await held(dev, String(url)), 0, url);
  });
}

/** Messages that the path's two queues hold, in some states. */
async function heldByPath(dev: Dev, states?: readonly QueueState[]): Promise<number> {
  const urls = [dev.services.alertsQueueUrl, ...(states === undefined ? [await dev.outboxUrl()] : [])];
  return (await Promise.all(urls.map((url) => held(dev, url, states)))).reduce((sum, size) => sum + size, 0);
}

/** Waits until the path holds no more messages than that: twice in a row, for SQS counts only about. */
async function untilAtMost(dev: Dev, most: number, states?: readonly QueueState[]): Promise<void> {
  const end = Date.now() + 90_000;
  for (let quiet = 0; quiet < 2; await setTimeout(200)) {
    const size = await heldByPath(dev, states);
    quiet = size <= most ? quiet + 1 : 0;
    assert.ok(Date.now() < end, `the path still holds ${size} messages`);
  }
}

function tell({ began, down, back }: Course, calls: readonly Message[], limited: readonly Message[]): void {
  const posts = calls.filter(isTaken);
  const last = Date.parse(posts.at(-1)?.time ?? "");
  const digests = posts.filter((post) => toldBy(post, storms).isDigest).length;
  const refused = limited.filter(({ answer }) => answer.mode === "429").length;
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1);
  console.log(
    `      ${posts.length} posts, ${digests} of them digests, in ${calls.length} calls (${refused} of ${limited.length} limited); ` +
      `down from ${seconds(down - began)} s to ${seconds(back - began)} s, last post at ${seconds(last - began)} s`,
  );
}
