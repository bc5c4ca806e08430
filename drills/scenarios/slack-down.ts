import { byHand, check, checkPost, type Drill } from "../drill.ts";
import { withScratchAlarm } from "../scratch.ts";

/** Seconds in which the alarm must be posted once Slack takes messages again. */
const backSeconds = 3;

/** Calls that fail before Slack is well again. */
const failingCalls = 3;

/** Seconds in which that many calls are made. */
const failingSeconds = 20;

/** Slack that has an outage. */
export const slackDown: Drill = {
  name: "slack-down",
  title: "Slack is down",
  what: "The inbox answers 500 as Slack does in an outage. The alerter tries again until the inbox is well, and the alarm is posted.",
  simulated: `the outage: the inbox answers 500; ${byHand}`,
  needs: "rehearsal",
  run: (world) =>
    withScratchAlarm(world, async (alarm) => {
      const { alarms, timeline, posts, inbox } = world;
      await inbox.answer({ mode: "500" });
      const since = await alarms.set(alarm, "ALARM");
      timeline.add(since, `SetAlarmState ALARM of ${alarm.name}, and Slack answers 500`);
      const failed = { alarm: { ...alarm, state: "ALARM" as const }, status: 500 };
      let calls = await posts.all(failed, since);
      for (const end = since + failingSeconds * 1000; calls.length < failingCalls && Date.now() < end; ) {
        world.say(`Slack was called ${calls.length} times`);
        await world.wait(200);
        calls = await posts.all(failed, since);
      }
      for (const { time, channel } of calls) timeline.add(time, `post in #${channel} is answered 500`);
      const back = Date.now();
      await inbox.answer({ mode: "ok" });
      timeline.add(back, "Slack is well again");
      const post = await posts.first({ ...failed, status: 200 }, since, backSeconds + 2);
      return [
        check(
          `${failingCalls} calls within ${failingSeconds} s while Slack is down`,
          `${calls.length}`,
          calls.length >= failingCalls,
        ),
        checkPost(world, "the post, once Slack is well,", back, backSeconds, post),
      ];
    }),
};
