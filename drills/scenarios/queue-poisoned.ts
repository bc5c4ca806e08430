import { randomBytes } from "node:crypto";
import { type Check, check, checkPost, type Drill } from "../drill.ts";

/** Bodies that are no alert, each with a mark by which its post is known. */
export function poison(mark: string): readonly (readonly [what: string, body: string])[] {
  return [
    ["half a JSON text", `{"AlarmName": "${mark}-1", "NewStateValue":`],
    ["an array in place of an object", JSON.stringify([`${mark}-2`, null, 5, [[]]])],
    [
      "an envelope of wrong types",
      JSON.stringify({ Type: 7, TopicArn: { not: "an ARN" }, Message: { note: `${mark}-3` } }),
    ],
  ];
}

/** What nobody understands. */
export const queuePoisoned: Drill = {
  name: "queue-poisoned",
  title: "The queue is poisoned",
  what: "Puts three messages into the alerts queue that are no alerts. Each is posted as it is, and none becomes a dead letter or holds others up.",
  needs: "rehearsal",
  run: async (world) => {
    const { machine, timeline, posts, patienceSeconds } = world;
    const before = await machine.deadLetters("alerts");
    const mark = `drill-${randomBytes(4).toString("hex")}`;
    const checks: Check[] = [];
    for (const [index, [what, body]] of poison(mark).entries()) {
      const since = await machine.sendToIntake(body);
      timeline.add(since, `${what} in the alerts queue`);
      const post = await posts.first({ texts: [`${mark}-${index + 1}`] }, since, patienceSeconds);
      checks.push(checkPost(world, `a post of ${what}`, since, patienceSeconds, post));
    }
    const letters = (await machine.deadLetters("alerts")) - before;
    return [...checks, check("no dead letter", `${letters} more`, letters === 0)];
  },
};
