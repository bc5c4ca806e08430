/** What the rows of CloudWatch share: its calls, and what holds for the actions of every kind of alarm. */
import type { Call, Facts, Properties, Rule, World } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";
import { orderAsWanted, text, texts } from "../known.ts";
import { publishProblem, topicArnPattern } from "../sns/shared.ts";

/** Pulumi's type of alarms on metrics. */
export const metricAlarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Pulumi's type of alarms on alarms. */
export const compositeAlarmType = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

/** One call of CloudWatch. */
export function cloudwatch(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "cloudwatch", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The calls that bring the tags of an alarm of either kind to what is wanted; none when they are. */
export function tagCalls(id: string, previous: Properties, facts: Facts): readonly Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const ResourceARN = previous.arn ?? facts.arn("cloudwatch", `alarm:${id}`);
  return [
    ...(removed.length > 0 ? [cloudwatch("UntagResource", { ResourceARN, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [cloudwatch("TagResource", { ResourceARN, Tags: tagList(set) })] : []),
  ];
}

/** An alarm's actions: Pulumi's name and AWS's, which differ in more than the first letter. */
const actionNames: Readonly<Record<string, string>> = {
  alarmActions: "AlarmActions",
  okActions: "OKActions",
  insufficientDataActions: "InsufficientDataActions",
};

/** The live actions of those states that the program names, in its order. */
export function liveActions(alarm: Properties, state: Properties): Properties {
  const given = Object.entries(actionNames).filter(([name]) => state[name] !== undefined);
  return Object.fromEntries(given.map(([name, member]) => [name, orderAsWanted(alarm[member] ?? [], state[name])]));
}

/** The name in the ARN of an alarm, or the name itself; undefined for the ARN of another region's or account's. */
export function alarmName(reference: string, facts: Facts): string | undefined {
  if (!reference.startsWith("arn:")) return reference;
  const beginning = facts.arn("cloudwatch", "alarm:");
  return reference.startsWith(beginning) ? reference.slice(beginning.length) : undefined;
}

/** The names among these of alarms that do not exist in the region. Alarms of both kinds count. */
export function missingAlarms(references: readonly string[], world: World, facts: Facts): readonly string[] {
  const made = [metricAlarmType, compositeAlarmType].flatMap((type) => world.all(type));
  const here = made.filter(({ properties }) => (properties.region ?? facts.region) === facts.region);
  const names = here.map(({ properties }) => properties.name ?? properties.alarmName);
  return references.filter((reference) => !names.includes(alarmName(reference, facts)));
}

function actionsOf(inputs: Properties): readonly string[] {
  return [...new Set(Object.keys(actionNames).flatMap((name) => texts(inputs[name])))];
}

function formProblem(inputs: Properties, _world: World, facts: Facts): string | undefined {
  const long = Object.keys(actionNames).find((name) => Array.isArray(inputs[name]) && inputs[name].length > 5);
  if (long) return `the alarm has ${inputs[long].length} ${long}: AWS takes at most 5`;
  const actions = actionsOf(inputs);
  const wrong = actions.find((arn) => !arn.startsWith("arn:"));
  if (wrong) return `the alarm's action ${wrong} is no ARN: give the ARN of a topic or policy`;
  const topics = actions.filter((arn) => arn.split(":")[2] === "sns");
  const fifo = topics.find((arn) => arn.endsWith(".fifo"));
  if (fifo) return `the alarm's action ${fifo} is a FIFO topic: alarms publish to standard topics only`;
  const other = topics.find((arn) => arn.split(":")[3] !== facts.region);
  return (
    other &&
    `the alarm's action ${other} is in ${other.split(":")[3]}: give a topic in ${facts.region}, the alarm's region`
  );
}

function publishers(inputs: Properties, world: World, facts: Facts): string | undefined {
  const name = text(inputs.name) ?? text(inputs.alarmName);
  const context = {
    "aws:sourcearn": facts.arn("cloudwatch", `alarm:${name}`),
    "aws:sourceaccount": facts.accountId,
  };
  const topics = actionsOf(inputs).filter((arn) => topicArnPattern.test(arn));
  const problems = topics.map((arn) => publishProblem(arn, "cloudwatch.amazonaws.com", context, world));
  return problems.find((problem) => problem !== undefined);
}

/** Rules about the actions of alarms on metrics and of composite ones. */
export const actionRules: readonly Rule[] = [
  {
    source:
      "CloudWatch API, PutMetricAlarm and PutCompositeAlarm, AlarmActions: five ARNs for each state; CloudWatch User Guide, Setting up Amazon SNS notifications: a standard topic in the alarm's region",
    check: formProblem,
  },
  {
    source:
      "https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger and cloudwatch-configure-alarm-sns: policies of the topic and of its key",
    when: "creation",
    check: publishers,
  },
];
