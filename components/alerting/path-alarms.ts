import * as pulumi from "@pulumi/pulumi";
import { longestDelaySeconds } from "../../ops-lambdas/slack-alerts/intake/timers.ts";
import { type AlertPlace, type AlertSource, regionSuffix, type TopicsBySeverity } from "./alert-path-args.ts";
import type { AlarmDefinition } from "./catalogue/alarm-definition.ts";
import { alertPathAlarms, type PathPart } from "./catalogue/alert-path.ts";
import { functionAlarms } from "./catalogue/functions.ts";
import type { AlertQueues } from "./queues.ts";

/** What the path's own alarms are made from. */
export interface PathAlarmsArgs extends AlertPlace {
  /** The path's queues. */
  readonly queues: AlertQueues;
  /** ARN of the topic of each severity, by region. */
  readonly topicArns: Readonly<Record<string, TopicsBySeverity>>;
  /** ARN of the topic of the path's own alarms, by region. */
  readonly fallbackTopicArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Topics of others that are listened to as well. */
  readonly sources: readonly AlertSource[];
  /** Names of the routes. */
  readonly routes: readonly string[];
  /** Names of the path's functions, by what they do. */
  readonly functionNames: Readonly<Record<"intake" | "sender", pulumi.Output<string>>>;
}

/** Text that AWS knows, for example a part of a name. */
type Later = pulumi.Input<string>;

/**
 * The alarms by which the path watches itself, as the catalogue has them: on each queue, each queue of dead letters, each topic, the functions, and the
 * daily sign of life. They tell the topic of the path in their region, by e-mail and not through Slack; a failure of that topic itself
 * is told by the other way, through Slack.
 *
 * @param args the parts of the path
 * @returns definitions for the component that makes alarms
 */
export function pathAlarms(args: PathAlarmsArgs): readonly AlarmDefinition<Later>[] {
  const { context, queues, routes } = args;
  const environmentName = `${context.project}-${context.environment}`;
  const { alerts, alertsDead, outbox, outboxDead, undelivered } = queues;
  const part = (subject: string, { name, region }: { readonly name: Later; readonly region: string }) => ({
    subject: `${subject}${regionSuffix(args, region)}`,
    name,
    region,
  });
  const own = alertPathAlarms<Later>({
    environmentName,
    routes,
    queues: [{ ...part("alerts", alerts), delaySeconds: longestDelaySeconds }, part("outbox", outbox)],
    deadLetterQueues: [
      part("alerts", alertsDead),
      part("outbox", outboxDead),
      ...Object.values(undelivered).map((queue) => part("undelivered", queue)),
    ],
    topics: topicParts(args),
    functions: Object.entries(args.functionNames).map(([by, name]) => part(by, { name, region: context.region })),
  });
  return [...own, ...fallbackAlarms(args, environmentName), ...throttleAlarms(args)];
}

/** Topics of alerts, own ones and others'. */
function topicParts(args: PathAlarmsArgs): readonly PathPart<Later>[] {
  const own = Object.entries(args.topicArns).flatMap(([region, topics]) =>
    Object.entries(topics).map(([severity, arn]) => ({
      subject: `${severity}${regionSuffix(args, region)}`,
      name: arn.apply(topicName),
      region,
    })),
  );
  const others = args.sources.map(({ name, topicArn, region }) => ({
    subject: `from-${name}`,
    name: pulumi.output(topicArn).apply(topicName),
    region,
  }));
  return [...own, ...others];
}

/** The topic of the path cannot tell that it fails: Slack does. */
function fallbackAlarms(args: PathAlarmsArgs, environmentName: string): readonly AlarmDefinition<Later>[] {
  const topics = Object.entries(args.fallbackTopicArns).map(([region, arn]) => ({
    subject: `path${regionSuffix(args, region)}`,
    name: arn.apply(topicName),
    region,
  }));
  const nothing = { environmentName, routes: [], queues: [], deadLetterQueues: [], functions: [] };
  return alertPathAlarms<Later>({ ...nothing, topics })
    .filter(({ id }) => id === "alert-path-topic-failures")
    .map((definition) => ({ ...definition, tells: "severity" as const }));
}

/** Lambda refuses calls when the account's limit is reached: alerts are late then. */
function throttleAlarms({ functionNames }: PathAlarmsArgs): readonly AlarmDefinition<Later>[] {
  return Object.entries(functionNames)
    .flatMap(([by, functionName]) =>
      functionAlarms<Later>({ subject: `alerts-${by}`, functionName, reportsPartialFailures: true }),
    )
    .map((definition) => ({ ...definition, tells: "path" as const }));
}

/** The last part of a topic's ARN. */
function topicName(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
