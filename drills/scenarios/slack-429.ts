import { byHand, check, checkPost, type Drill } from "../drill.ts";
import { withScratchAlarm } from "../scratch.ts";

/** What Slack asks to wait, in seconds. */
const retryAfter = 5;

/** Seconds in which the post must be there once it may. */
const lateSeconds = 3;

/** Slack that asks to wait. */
export const slack429: Drill = {
  name: "slack-429",
  title: "Slack asks to wait",
  what: `The inbox answers one call with 429 and Retry-After ${retryAfter}. The alerter waits as long as it is told to, and posts then.`,
  simulated: `the limit: the inbox answers 429; ${byHand}`,
  needs: "rehearsal",
  run: (world) =>
    withScratchAlarm(world, async (alarm) => {
      const { alarms, timeline, posts, inbox, patienceSeconds } = world;
      await inbox.answer({ mode: "429", count: 1, retryAfter });
      const since = await alarms.set(alarm, "ALARM");
      timeline.add(since, `SetAlarmState ALARM of ${alarm.name}, and Slack answers 429`);
      const wanted = { alarm: { ...alarm, state: "ALARM" as const } };
      const refused = await posts.first({ ...wanted, status: 429 }, since, patienceSeconds);
      const told = checkPost(world, "a call that is answered 429", since, patienceSeconds, refused);
      if (refused === undefined) return [told];
      world.say(`waiting ${retryAfter} s, as Slack asks`);
      const post = await posts.first(wanted, refused.time, retryAfter + lateSeconds);
      const waited = ((post?.time ?? refused.time) - refused.time) / 1000;
      return [
        told,
        checkPost(world, "the post", refused.time, retryAfter + lateSeconds, post),
        check(
          `no call in the ${retryAfter} s that Slack asks for`,
          `the next came after ${waited.toFixed(2)} s`,
          waited >= retryAfter,
        ),
      ];
    }),
};
