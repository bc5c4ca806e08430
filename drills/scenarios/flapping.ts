import { byHand, check, checkPost, type Drill } from "../drill.ts";
import { withScratchAlarm } from "../scratch.ts";

/** Times that the alarm comes and goes. */
const rounds = 10;

/** Between two changes. Two alarms within a second are one for the emulator, which tells whole seconds. */
const pauseMilliseconds = 550;

/** Most posts for any number of changes in five minutes. */
const mostPosts = 5;

/** An alarm that comes and goes. */
export const flapping: Drill = {
  name: "flapping",
  title: "An alarm comes and goes",
  what: `Sets an alarm to ALARM and back to OK ${rounds} times in ${rounds} s: it is told that it flaps, and further changes are counted.`,
  simulated: byHand,
  needs: "rehearsal",
  run: (world) =>
    withScratchAlarm(
      world,
      async (alarm) => {
        const { alarms, timeline, posts, patienceSeconds } = world;
        const since = Date.now();
        for (let round = 1; round <= rounds; round++) {
          for (const state of ["ALARM", "OK"] as const) {
            const at = await alarms.set(alarm, state);
            if (round <= 2) timeline.add(at, `SetAlarmState ${state} of ${alarm.name}`);
            await world.wait(pauseMilliseconds);
          }
        }
        timeline.add(Date.now(), `the alarm has changed ${2 * rounds} times`);
        world.say("waiting for posts that should not come");
        await world.wait(3000);
        const all = await posts.all({ texts: [alarm.name] }, since);
        const flaps = all.find(({ text }) => text.includes("(flapping)"));
        for (const post of all.filter((each) => each !== flaps)) {
          timeline.add(post.time, `post in #${post.channel}: ${post.text}`);
        }
        return [
          checkPost(world, "a post that says that it flaps", since, patienceSeconds + 2 * rounds, flaps),
          check(`at most ${mostPosts} posts for ${2 * rounds} changes`, `${all.length}`, all.length <= mostPosts),
        ];
      },
      true,
    ),
};
