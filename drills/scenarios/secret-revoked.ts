import { byHand, check, checkPost, type Drill, type RehearsedWorld } from "../drill.ts";
import { withScratchAlarm } from "../scratch.ts";

/** Seconds until what Slack refuses for good is a dead letter. */
const deadSeconds = 10;

/** Waits until there are more dead letters than before. */
async function awaitDeadLetter({ machine, wait }: RehearsedWorld, before: number): Promise<number> {
  const end = Date.now() + deadSeconds * 1000;
  let letters = await machine.deadLetters("outbox");
  while (letters <= before && Date.now() < end) {
    await wait(100);
    letters = await machine.deadLetters("outbox");
  }
  return letters;
}

/** A webhook that was revoked. */
export const secretRevoked: Drill = {
  name: "secret-revoked",
  title: "The webhook is revoked",
  what: "The inbox answers 404 as Slack does for a revoked webhook. The message becomes a dead letter; after the repair npm run alerts:redrive sends it again.",
  simulated: `the revocation: the inbox answers 404 once, and the secret stays; ${byHand}`,
  needs: "rehearsal",
  run: (world) =>
    withScratchAlarm(world, async (alarm) => {
      const { alarms, timeline, posts, inbox, machine, patienceSeconds } = world;
      const before = await machine.deadLetters("outbox");
      await inbox.answer({ mode: "404", count: 1 });
      const since = await alarms.set(alarm, "ALARM");
      timeline.add(since, `SetAlarmState ALARM of ${alarm.name}, and Slack answers 404`);
      const wanted = { alarm: { ...alarm, state: "ALARM" as const } };
      const refused = await posts.first({ ...wanted, status: 404 }, since, patienceSeconds);
      if (refused !== undefined) timeline.add(refused.time, `post in #${refused.channel} is answered 404`);
      world.say("waiting for the dead letter");
      const letters = await awaitDeadLetter(world, before);
      timeline.add(Date.now(), `dead letters of the outbox: ${letters}`);
      const dead = check("the message is a dead letter", `${letters - before} more`, letters === before + 1);
      await inbox.answer({ mode: "ok" });
      const repaired = Date.now();
      timeline.add(repaired, "the webhook is good again: npm run alerts:redrive");
      const sent = await machine.redrive("outbox");
      timeline.add(Date.now(), `npm run alerts:redrive has ended: ${sent} sent again`);
      const post = await posts.first(wanted, since, patienceSeconds);
      return [dead, checkPost(world, "the post, once it is sent again,", repaired, patienceSeconds, post)];
    }),
};
