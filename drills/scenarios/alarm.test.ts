import assert from "node:assert/strict";
import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { World } from "../drill.ts";
import type { Post, Posts } from "../posts.ts";
import { Timeline } from "../timeline.ts";
import { alarm, recover } from "./alarm.ts";

const post: Post = { time: 0, channel: "critical", text: "🚨", status: 200 };
const drilled = { name: "acme-prod-x", arn: "arn:x", region: "af-south-1", state: "OK" as const, topicArns: [] };

/**
 * A world whose alarm goes through these states by itself once it was set off, one with each look; the last one stays.
 *
 * @param tells the posts that come, by state
 */
function worldOf(states: readonly StateValue[], tells: readonly ("ALARM" | "OK")[], recoverySeconds = 60) {
  const [sets, left] = [[] as string[], [...states]];
  let state: StateValue = "OK";
  const first: Posts["first"] = async ({ alarm: wanted }) =>
    wanted && tells.includes(wanted.state) ? { ...post, time: Date.now() } : undefined;
  const world = {
    timeline: new Timeline(),
    alarm: drilled,
    alarms: {
      set: async (_alarm: unknown, to: StateValue) => {
        sets.push(to);
        state = to;
        return Date.now();
      },
      state: async () => {
        if (state === "ALARM") state = left.shift() ?? state;
        return state;
      },
    },
    posts: { first },
    patienceSeconds: 5,
    recoverySeconds,
    wait: async () => {},
    say: () => {},
  } as unknown as World;
  return { world, sets };
}

const run = (world: World) => (alarm.needs === "either" ? alarm.run(world) : assert.fail());

describe("the drill of an alarm", () => {
  it("leaves it to CloudWatch to see that all is well", async () => {
    const { world, sets } = worldOf(["ALARM", "ALARM", "OK"], ["ALARM", "OK"]);
    const [told] = await run(world);
    assert.equal(told?.isMet, true);
    assert.deepEqual(sets, ["ALARM"]);
    assert.match(world.timeline.lines().join("\n"), /CloudWatch has evaluated acme-prod-x anew/);
  });

  it("says that all is well in place of CloudWatch when that has no data, or no time", async () => {
    const silent = worldOf(["ALARM", "INSUFFICIENT_DATA"], ["ALARM", "OK"]);
    await run(silent.world);
    assert.deepEqual(silent.sets, ["ALARM", "OK"]);
    const rehearsed = worldOf(["ALARM"], ["ALARM", "OK"], 0);
    assert.equal((await recover(rehearsed.world)).isMet, true);
    assert.deepEqual(rehearsed.sets, ["OK"]);
  });

  it("sets the alarm back when no post came, and when the drill was interrupted", async () => {
    const { world, sets } = worldOf(["ALARM"], [], 0);
    assert.equal((await run(world))[0]?.isMet, false);
    assert.deepEqual(sets, ["ALARM", "OK"]);
    const interrupted = worldOf(["ALARM"], []);
    const posts = {
      ...interrupted.world.posts,
      first: async () => {
        throw new Error("The drill was interrupted.");
      },
    };
    await assert.rejects(run({ ...interrupted.world, posts }), /interrupted/);
    assert.deepEqual(interrupted.sets, ["ALARM", "OK"]);
  });
});
