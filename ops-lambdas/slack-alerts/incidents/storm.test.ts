import assert from "node:assert/strict";
import fc from "fast-check";
import type { Severity } from "../notice.ts";
import type { Answer } from "../sender/slack.ts";
import { alarm } from "./test-events.ts";
import { Crash, type Post, World } from "./test-world.ts";

const second = 1000;
const minute = 60 * second;

/** Which alarms there are, and when. */
interface Storm {
  readonly alarms: number;
  readonly seconds: number;
}

/** Slack: well for 12 seconds, for 12 more a third of the calls gets 429, then down for 5 minutes, then well. */
function badSlack(start: number): (now: number) => Answer {
  let calls = 0;
  return (now) => {
    if (now < start + 12 * second || now >= start + 24 * second + 5 * minute) return { kind: "taken" };
    if (now >= start + 24 * second) return { kind: "down", reason: "503", isTimeout: false };
    return calls++ % 3 === 0 ? { kind: "wait", milliseconds: 2000 } : { kind: "taken" };
  };
}

const severityOf = (index: number): Severity => (index % 10 === 3 ? "critical" : index % 3 === 0 ? "warning" : "info");

/** Lets a storm pass; of each alarm there is one transition. The last one, a critical one, comes while Slack is down. */
async function pass(world: World, { alarms, seconds }: Storm): Promise<void> {
  const start = world.now;
  for (let index = 0; index < alarms; index++) {
    const delay = (index * seconds * second) / alarms;
    world.receive(alarm(`alarm-${index}`, "ALARM", start + delay, severityOf(index)), delay);
  }
  world.receive(alarm(`alarm-${alarms}`, "ALARM", start + 2 * minute, "critical"), 2 * minute);
  await world.run(start + 60 * minute);
}

/** Posts without those that say the same again: each alarm has a name of its own. */
function distinct(posts: readonly Post[]): Post[] {
  return [...new Map(posts.map((post) => [`${post.kind} ${post.titles.join()}`, post])).values()];
}

function assertTold(world: World, alarms: number): void {
  const posts = distinct(world.taken);
  const named = new Set(posts.flatMap(({ titles }) => titles.map((title) => /alarm-\d+/.exec(title)?.[0])));
  assert.equal(named.size, alarms);
  assert.equal(
    posts.reduce((sum, { counts }) => sum + counts, 0),
    alarms,
  );
  assert.deepEqual([world.alerts.length, world.outbox.length, world.buried.length], [0, 0, 0]);
}

function assertPace(world: World): void {
  const times = world.posts.map(({ at }) => at);
  for (const [index, at] of times.entries()) {
    const before = times[index - 1];
    assert.ok(before === undefined || at - before >= second, `${at - (before ?? 0)} ms between two calls`);
  }
}

describe("a storm of 1,000 alarms in 60 s, with Slack at its limit and then down for 5 minutes", () => {
  it("tells of every alarm once, at most once a second, and of the first critical within 3 s of Slack's return", async () => {
    const world = new World();
    const start = world.now;
    world.slack = badSlack(start);
    await pass(world, { alarms: 1000, seconds: 60 });
    assertTold(world, 1001);
    assert.equal(world.told, 1001);
    assertPace(world);
    const isCritical = ({ kind, titles }: Post) => kind === "alarm" && /alarm-\d*3\b/.test(String(titles));
    const first = world.taken.find(isCritical);
    assert.ok(first !== undefined && first.at - start <= 3 * second, `${(first?.at ?? 0) - start} ms`);
    const isBack = start + 24 * second + 5 * minute;
    const again = world.taken.find((post) => post.at >= isBack && /alarm-1000\b/.test(String(post.titles)));
    assert.equal(again?.kind, "alarm");
    assert.ok(again.at - isBack <= 3 * second, `${again.at - isBack} ms`);
    assert.ok(world.taken.length < 60, String(world.taken.length));
  });

  it("tells one digest every 30 s, though calls at the same time set several timers", async () => {
    const world = new World();
    const start = world.now;
    // Each record is decided a little after the one before, and so are their timers.
    world.step = (operation) => {
      if (operation === "before get") world.now += 20;
    };
    for (let index = 0; index < 1200; index++) {
      const delay = Math.floor(index / 10) * 1500;
      world.receive(alarm(`alarm-${index}`, "ALARM", start + delay, "warning"), delay);
    }
    await world.run(start + 60 * minute);
    assertTold(world, 1200);
    const digests = world.taken.filter(({ kind }) => kind === "digest");
    const gaps = digests.slice(1).map(({ at }, index) => at - (digests[index]?.at ?? 0));
    assert.ok(gaps.length >= 3 && Math.min(...gaps) >= 25 * second, gaps.join());
  });

  it("tells of every alarm once wherever a function is killed between two operations; twice only after a post", async () => {
    const crash = fc.integer({ min: 1, max: 400 });
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { maxLength: 30 }), async (gaps) => {
        const world = new World();
        world.slack = badSlack(world.now);
        const left = [...gaps];
        let [crashes, steps] = [0, 0];
        world.step = () => {
          if (left[0] === undefined || ++steps < left[0]) return;
          left.shift();
          steps = 0;
          crashes++;
          throw new Crash();
        };
        await pass(world, { alarms: 120, seconds: 30 });
        assertTold(world, 121);
        assert.ok(world.taken.length - distinct(world.taken).length <= crashes);
      }),
      { numRuns: 40 },
    );
  });

  it("tells of every alarm at least once while the table fails now and then", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }), async (gaps) => {
        const world = new World();
        world.slack = badSlack(world.now);
        const left = [...gaps];
        let steps = 0;
        world.step = (operation) => {
          const isTable = /get|list|write|add/.test(operation);
          if (!isTable || left[0] === undefined || ++steps < left[0]) return;
          left.shift();
          steps = 0;
          throw new Error("The table is down.");
        };
        await pass(world, { alarms: 120, seconds: 30 });
        const named = new Set(world.taken.flatMap(({ titles }) => titles.map((title) => /alarm-\d+/.exec(title)?.[0])));
        assert.equal(named.size, 121);
      }),
      { numRuns: 20 },
    );
  });
}).timeout(60_000);
