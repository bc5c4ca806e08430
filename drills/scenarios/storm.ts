import type { DrillAlarm } from "../alarms.ts";
import { byHand, check, checkPost, type Drill, type RehearsedWorld } from "../drill.ts";
import { inParallel } from "../in-parallel.ts";
import type { Post } from "../posts.ts";
import { withScratchAlarms } from "../scratch.ts";

/** Alarms that go off at once. */
const alarmCount = 200;

/** Seconds in which everything must be told: a digest waits up to 15 minutes by the settings, and 30 s by default. */
const allSeconds = 90;

/** Notices that digests count: "195 notices of 195 incidents · …". */
export function countedIn(posts: readonly Pick<Post, "text">[]): number {
  return posts.reduce((sum, { text }) => {
    const [, count = "0"] = /^\S+ ([\d,]+) notices? of [\d,]+ incidents? · /.exec(text) ?? [];
    return sum + Number(count.replaceAll(",", ""));
  }, 0);
}

/** What was told: posts of one alarm each, and what digests count. */
async function told({ posts }: RehearsedWorld, since: number, names: readonly string[]) {
  const all = await posts.all({}, since);
  const single = all.filter(({ text }) => names.some((name) => text.includes(`· ${name} ·`)));
  return { single: single.length, counted: countedIn(all), posts: all };
}

/** Many alarms at once. */
export const storm: Drill = {
  name: "storm",
  title: `${alarmCount} alarms at once`,
  what: `Makes ${alarmCount} critical alarms, sets all of them off, and looks for each in a post or in the count of a digest.`,
  simulated: byHand,
  needs: "rehearsal",
  run: (world) =>
    withScratchAlarms(world, alarmCount, async (alarms) => {
      const { alarms: control, timeline, posts, patienceSeconds } = world;
      const [firstAlarm, ...others] = alarms as [DrillAlarm, ...DrillAlarm[]];
      const since = await control.set(firstAlarm, "ALARM");
      timeline.add(since, `SetAlarmState ALARM of ${alarms.length} alarms, as fast as it goes`);
      const [firstPost] = await Promise.all([
        posts.first({ alarm: { ...firstAlarm, state: "ALARM" } }, since, patienceSeconds),
        inParallel(others, (alarm) => control.set(alarm, "ALARM")),
      ]);
      timeline.add(Date.now(), "all alarms are set off");
      const first = checkPost(world, "the first critical alarm is posted", since, patienceSeconds, firstPost);
      const names = alarms.map(({ name }) => name);
      let seen = await told(world, since, names);
      for (const end = since + allSeconds * 1000; seen.single + seen.counted < alarmCount && Date.now() < end; ) {
        world.say(`${seen.single + seen.counted} of ${alarmCount} alarms are told`);
        await world.wait(1000);
        seen = await told(world, since, names);
      }
      for (const { time, channel, text } of seen.posts.filter((post) => !post.text.includes(`· ${firstAlarm.name} ·`)))
        timeline.add(time, `post in #${channel}: ${text}`);
      const sum = seen.single + seen.counted;
      const came = `${seen.single} in posts of their own, ${seen.counted} in digests`;
      return [
        first,
        check(`each of ${alarmCount} alarms is told once within ${allSeconds} s`, came, sum === alarmCount),
        check("at most 12 posts", `${seen.posts.length}`, seen.posts.length <= 12),
      ];
    }),
};
