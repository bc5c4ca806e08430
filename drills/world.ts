/** Where drills run: a kept rehearsal, or a real environment. */
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientOptions } from "../alerts-redrive/sqs.ts";
import { readRedriveTarget } from "../alerts-redrive/target.ts";
import { cloudWatchAlarms, type DrillAlarm, describeAlarms } from "./alarms.ts";
import { alarmRegions, defaultAlarm, namesOf } from "./choose-alarm.ts";
import { DrillError, type Place, type RehearsedWorld, type World } from "./drill.ts";
import { loggedPosts } from "./logged-posts.ts";
import { alertMachine, pathQueueArns, readMachineOutputs } from "./machine.ts";
import { type PathLog, pathLog } from "./path-log.ts";
import { SlackInbox } from "./slack-inbox.ts";
import { Timeline } from "./timeline.ts";

/** What worlds are made from. */
export interface WorldOptions {
  readonly place: Place;
  /** Outputs of the services stack. */
  readonly services: Readonly<Record<string, unknown>>;
  /** Outputs of the foundation stack. */
  readonly foundation: Readonly<Record<string, unknown>>;
  readonly options: ClientOptions;
  /** Id or name of the alarm that is set off; undefined: one that pages. */
  readonly alarm: string | undefined;
  /** Ends the drill. */
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** A world, what was written about it, and what closes its connections. */
export interface Opened<W extends World> {
  readonly world: W;
  readonly log: PathLog;
  close(): void;
}

/** Waits, or ends the drill. */
function waiting(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    try {
      await sleep(milliseconds, undefined, { signal });
    } catch {
      throw new DrillError("The drill was interrupted.");
    }
  };
}

/** Clients of CloudWatch by region. */
function cloudWatchClients(options: ClientOptions) {
  const clients = new Map<string, CloudWatchClient>();
  return {
    of: (region: string) => {
      const client = clients.get(region) ?? new CloudWatchClient({ ...options, region });
      clients.set(region, client);
      return client;
    },
    destroy: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** The alarm that is meant, wherever it is. */
async function findAlarm(
  { place, services, alarm }: WorldOptions,
  clientOf: (region: string) => CloudWatchClient,
): Promise<DrillAlarm> {
  const names = Array.isArray(services.alarmNames) ? services.alarmNames.map(String) : [];
  const { project, environment, region } = place;
  const wanted = alarm === undefined ? names : namesOf(names, `${project}-${environment}`, alarm);
  const regions = alarm === undefined ? [region] : alarmRegions(readRedriveTarget(services));
  const found = (await Promise.all(regions.map((each) => describeAlarms(clientOf(each), each, wanted)))).flat();
  if (alarm === undefined) {
    const { critical = "" } = (services.alertTopicArns ?? {}) as Readonly<Record<string, string>>;
    return defaultAlarm(found, critical);
  }
  const [first] = found;
  if (first === undefined)
    throw new DrillError(`CloudWatch has no alarm ${wanted.join(", ")}: bring the environment up again.`);
  return first;
}

/**
 * Opens a kept rehearsal.
 *
 * @param inboxUrl `http://127.0.0.1:<port>`
 */
export async function openRehearsal(given: WorldOptions, inboxUrl: string): Promise<Opened<RehearsedWorld>> {
  const { place, services, foundation, options, signal, say } = given;
  const wait = waiting(signal);
  const cloudWatch = cloudWatchClients(options);
  const inbox = new SlackInbox(inboxUrl, wait);
  const machine = alertMachine(readMachineOutputs(services, foundation), options, signal);
  const alarm = await findAlarm(given, cloudWatch.of);
  const { log, close } = await openLog(
    place.region,
    options,
    await pathQueueArns(readRedriveTarget(services), options),
  );
  const world: RehearsedWorld = {
    place,
    timeline: new Timeline(),
    alarm,
    alarms: cloudWatchAlarms(cloudWatch.of, place.region),
    posts: inbox,
    // Warm it takes less than a second. The first calls of intake and sender take some seconds each on a machine with other work, and a
    // drill asks whether the post comes: how fast, its time line says, and `npm run bench` compares with the goal.
    patienceSeconds: 15,
    // Nothing evaluates the emulator's alarms.
    recoverySeconds: 0,
    wait,
    say,
    inbox,
    machine,
  };
  return { world, log, close: () => [close, cloudWatch.destroy, machine.destroy].forEach((end) => void end()) };
}

/** Opens a real environment: its alarms, and the logs that say what was posted. */
export async function openReal(given: WorldOptions): Promise<Opened<World>> {
  const { place, services, options, signal, say } = given;
  const wait = waiting(signal);
  const cloudWatch = cloudWatchClients(options);
  const alarm = await findAlarm(given, cloudWatch.of);
  const { log, close } = await openLog(
    place.region,
    options,
    await pathQueueArns(readRedriveTarget(services), options),
  );
  const world: World = {
    place,
    timeline: new Timeline(),
    alarm,
    alarms: cloudWatchAlarms(cloudWatch.of, place.region),
    posts: loggedPosts(log, wait),
    // Lines of a log can be read some seconds after they were written.
    patienceSeconds: 60,
    recoverySeconds: 180,
    wait,
    say,
  };
  return { world, log, close: () => [close, cloudWatch.destroy].forEach((end) => void end()) };
}

async function openLog(region: string, options: ClientOptions, queueArns: readonly string[]) {
  const [lambda, logs] = [new LambdaClient({ ...options, region }), new CloudWatchLogsClient({ ...options, region })];
  const close = () => {
    lambda.destroy();
    logs.destroy();
  };
  return { log: pathLog(lambda, logs, queueArns), close };
}
