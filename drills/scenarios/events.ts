/** Drills on events of AWS. */
import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import { byHand, checkPost, type Drill, type RehearsedWorld } from "../drill.ts";
import { type AwsEvent, backupFailed, failover, launchFailed, type Occasion } from "../events.ts";
import { recover, setOff } from "./alarm.ts";

const simulated =
  "the event: delivered to the topic in EventBridge's form, because EventBridge takes AWS's own events from AWS only";

const occasionOf = ({ place, machine: { subjects } }: RehearsedWorld): Occasion => ({
  place,
  subjects,
  now: new Date(),
});

/** Publishes an event, and waits for a post with these texts. */
async function happen(world: RehearsedWorld, severity: Severity, event: AwsEvent, texts: readonly string[]) {
  const { machine, timeline, posts, patienceSeconds } = world;
  const since = await machine.publish(severity, event);
  timeline.add(since, `event "${event["detail-type"]}" of ${event.source} (simulated)`);
  const post = await posts.first({ texts }, since, patienceSeconds);
  return checkPost(world, `a post of "${event["detail-type"]}"`, since, patienceSeconds, post);
}

/** A backup that failed. */
export const backupFailedDrill: Drill = {
  name: "backup-failed",
  title: "A backup failed",
  what: "AWS Backup tells that the database's backup failed.",
  simulated,
  needs: "rehearsal",
  run: async (world) => {
    const { databaseIdentifier } = world.machine.subjects;
    return [await happen(world, "warning", backupFailed(occasionOf(world)), [databaseIdentifier, "failed"])];
  },
};

/** A database that failed over. */
export const databaseFailover: Drill = {
  name: "database-failover",
  title: "The database fails over",
  what: "RDS tells that the failover to the other zone has begun, and that it is done.",
  simulated,
  needs: "rehearsal",
  run: async (world) => {
    const { databaseIdentifier } = world.machine.subjects;
    const begun = await happen(world, "warning", failover(occasionOf(world), "started"), [
      databaseIdentifier,
      "started",
    ]);
    const done = await happen(world, "warning", failover(occasionOf(world), "completed"), [
      databaseIdentifier,
      "completed",
    ]);
    return [begun, done];
  },
};

/** A web server that is gone. */
export const instanceLost: Drill = {
  name: "instance-lost",
  title: "An instance is lost",
  what: "The load balancer's alarm on its targets goes off, Auto Scaling tells that it cannot launch another instance, and the alarm recovers.",
  simulated: `the loss: the instance stays; ${byHand}; ${simulated}`,
  alarm: "load-balancer-unhealthy-hosts",
  needs: "rehearsal",
  run: async (world) => {
    const { autoScalingGroupName } = world.machine.subjects;
    const down = await setOff(world);
    const event = await happen(world, "warning", launchFailed(occasionOf(world)), [autoScalingGroupName, "launch"]);
    return [down, event, await recover(world)];
  },
};
