/** How long an alarm takes to reach Slack on the emulator, beside the same hops without the functions. */

import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { parse, stringify } from "yaml";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import { outputsOf } from "../rehearsal/state.ts";
import type { Workspace } from "../rehearsal/workspace.ts";
import { type FloorPath, makeFloorPath } from "./alert-floor.ts";
import type { Series } from "./statistics.ts";
import { type BenchOptions, inWorkspace } from "./workspace.ts";

/** Alarms that are measured, after those that warm the functions up. */
const alarms = 60;
const warmUps = 6;

/**
 * Milliseconds from one alarm to the next. Both channels take turns, so that each gets one in 1.3 s: a webhook takes one a second,
 * and a channel at most 50 posts a minute before they are counted into a digest.
 */
const pace = 650;

/** Milliseconds in which a post must come: later it counts as lost. */
const patience = 30_000;

/** The alarm path of a rehearsal. */
interface AlertPath {
  readonly cloudwatch: CloudWatchClient;
  readonly inboxUrl: string;
  /** Topics that lead to different channels. */
  readonly topicArns: readonly string[];
  readonly floor: FloorPath;
}

/** Brings the environment up, sets off one alarm after the other, and takes the time to its post. @throws Error when a post does not come */
export async function measureAlertPath(options: BenchOptions): Promise<Series[]> {
  const { alerting: plan, toolchain, onProgress } = options;
  const own: number[] = [];
  const floor: number[] = [];
  await inWorkspace(options, plan, "alerts", async (workspace) => {
    onProgress(`${plan.environment} comes up for its alert path`);
    const rehearsal = await Rehearsal.start(workspace, plan, toolchain);
    allowPosts(
      workspace,
      plan.stacks.map(({ stack }) => stack),
    );
    for (const stack of plan.stacks) await rehearsal.up(stack);
    const path = await openPath(rehearsal);
    onProgress(`${warmUps + alarms} alarms, one after the other`);
    for (let alarm = -warmUps; alarm < alarms; alarm++) {
      const next = performance.now() + pace;
      const [took, floorTook] = [await postOf(path, alarm), await path.floor.pass()];
      if (alarm >= 0) own.push(took);
      if (alarm >= 0) floor.push(floorTook);
      await sleep(Math.max(0, next - performance.now()));
    }
    path.floor.close();
    path.cloudwatch.destroy();
    await rehearsal.remove();
  });
  return [
    { name: "floor: a message through topic and queues to the inbox", unit: "ms", values: floor },
    { name: "alarm to its post", unit: "ms", values: own },
  ];
}

/** Lets every alarm be a post of its own, in the copy of the settings. */
function allowPosts(workspace: Workspace, stacks: readonly string[]): void {
  for (const stack of new Set(stacks)) {
    const file = workspace.path("settings", `Pulumi.${stack}.yaml`);
    const settings = parse(readFileSync(file, "utf8")) as { config: Record<string, object> };
    const alerting = settings.config["platform:alerting"];
    if (alerting === undefined) continue;
    settings.config["platform:alerting"] = { ...alerting, limits: { postsPerMinute: 50 } };
    writeFileSync(file, stringify(settings));
  }
}

async function openPath(rehearsal: Rehearsal): Promise<AlertPath> {
  const { plan, workspace, endpoint } = rehearsal;
  const services = plan.stacks.at(-1);
  const state = services && (await rehearsal.state(services));
  const topics = state && (outputsOf(state).alertTopicArns as Record<string, string> | undefined);
  const { inbox } = workspace.read() ?? {};
  if (!topics || !inbox || endpoint === undefined)
    throw new Error("the rehearsal has no alert path: its stack names no topics");
  const aws = { endpoint, region: plan.region, credentials: { accessKeyId: plan.accountId, secretAccessKey: "bench" } };
  return {
    cloudwatch: new CloudWatchClient(aws),
    inboxUrl: inbox.url,
    topicArns: [topics.critical as string, topics.warning as string],
    floor: await makeFloorPath(aws, workspace, inbox.url),
  };
}

/** Milliseconds from the call that sets the alarm off to the moment at which the inbox took its post. */
async function postOf({ cloudwatch, inboxUrl, topicArns }: AlertPath, alarm: number): Promise<number> {
  const AlarmName = `bench-${alarm + warmUps}-end`;
  const action = topicArns[(alarm + warmUps) % topicArns.length] as string;
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      AlarmDescription: "A measurement.",
      AlarmActions: [action],
      Namespace: "Bench",
      MetricName: "Alarm",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
    }),
  );
  const started = Date.now();
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "A measurement." }));
  for (;;) {
    const posted = await timeOfPost(inboxUrl, AlarmName);
    if (posted !== undefined) return posted - started;
    if (Date.now() > started + patience)
      throw new Error(`no post came of the alarm ${AlarmName} in ${patience / 1000} s`);
    await sleep(25);
  }
}

/** When a post that names it came, in milliseconds; undefined as long as none has. Posts before it are forgotten. */
async function timeOfPost(inboxUrl: string, name: string): Promise<number | undefined> {
  const answer = await fetch(`${inboxUrl}/api/messages`);
  const messages = (await answer.json()) as readonly { readonly time: string; readonly payload: unknown }[];
  const found = messages.find(({ payload }) => JSON.stringify(payload).includes(name));
  if (!found) return undefined;
  await fetch(`${inboxUrl}/api/messages`, { method: "DELETE" });
  return Date.parse(found.time);
}
