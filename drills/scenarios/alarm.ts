import { byHand, type Check, checkPost, type Drill, type World } from "../drill.ts";

/** Milliseconds between two looks at an alarm. */
const lookMilliseconds = 2000;

/** Sets the world's alarm off, and waits for its post. */
export async function setOff(world: World): Promise<Check> {
  const { alarm, alarms, timeline, posts, patienceSeconds } = world;
  const since = await alarms.set(alarm, "ALARM");
  timeline.add(since, `SetAlarmState ALARM of ${alarm.name}`);
  world.say(`waiting for the post of ${alarm.name}`);
  const post = await posts.first({ alarm: { ...alarm, state: "ALARM" } }, since, patienceSeconds);
  return checkPost(world, "a post of the alarm", since, patienceSeconds, post);
}

/**
 * Waits until CloudWatch sees by itself that all is well; says so in its place when that takes too long.
 *
 * @returns the post of the recovery
 */
export async function recover(world: World): Promise<Check> {
  const { alarm, alarms, timeline, posts, patienceSeconds, recoverySeconds } = world;
  let since = Date.now();
  const end = since + recoverySeconds * 1000;
  while (Date.now() < end && (await alarms.state(alarm)) === "ALARM") {
    world.say(`waiting for CloudWatch to see that ${alarm.name} is well`);
    await world.wait(lookMilliseconds);
  }
  // Without data it is not in ALARM any more, but nobody is told that all is well.
  if (recoverySeconds > 0 && (await alarms.state(alarm)) === "OK") {
    timeline.add(Date.now(), `CloudWatch has evaluated ${alarm.name} anew`);
  } else {
    since = await alarms.set(alarm, "OK");
    timeline.add(since, `SetAlarmState OK of ${alarm.name}`);
  }
  const post = await posts.first({ alarm: { ...alarm, state: "OK" } }, since, patienceSeconds);
  return checkPost(world, "a post of the recovery", since, patienceSeconds + recoverySeconds, post);
}

/** Whatever became of the drill, the alarm is well at its end. */
export async function leaveWell({ alarm, alarms }: World): Promise<void> {
  if ((await alarms.state(alarm)) === "ALARM") await alarms.set(alarm, "OK");
}

/** An alarm, and its post. */
export const alarm: Drill = {
  name: "alarm",
  title: "An alarm goes off",
  what: "Sets one of the environment's alarms to ALARM, and waits for its post. Then the alarm recovers.",
  simulated: byHand,
  needs: "either",
  run: async (world) => {
    try {
      const told = await setOff(world);
      await recover(world);
      return [told];
    } finally {
      await leaveWell(world);
    }
  },
};
