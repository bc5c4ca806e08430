import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import { createMuteRules, type MutedAlarms, type MuteSetting, mutedNames } from "./alarm-mutes.ts";
import {
  type AlarmPlan,
  type AlarmPlanArgs,
  type PlannedAlarm,
  type PlannedComposite,
  planAlarms,
  planProblems,
} from "./alarm-plan.ts";
import type { Comparison, Metric } from "./catalogue/alarm-definition.ts";

/** What alarms are made from. */
export interface AlarmsArgs extends AlarmPlanArgs<pulumi.Input<string>> {
  /** ARNs of the topics by severity, by region's code: the home region, and each other one in which there are alarms. */
  readonly topicArns: Readonly<Record<string, Readonly<Record<Severity, pulumi.Input<string>>>>>;
  /** ARN of the topic of the alert path itself, by region's code. Needed where the path has alarms. */
  readonly pathTopicArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** Times of maintenance. Default: none. */
  readonly mutes?: readonly MuteSetting[] | undefined;
}

const operators: Readonly<Record<Comparison, string>> = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
};

/**
 * The alarms of an environment: those on metrics, those that sum up others, and the times in which they tell nobody. About 0.10 US dollars
 * a month for each metric of an alarm, 0.50 for each sum (https://aws.amazon.com/cloudwatch/pricing/). They hold nothing.
 */
export class Alarms extends pulumi.ComponentResource {
  /** Names of all alarms that are made, in the order of the catalogue. */
  public readonly alarmNames: readonly string[];
  /** Times of maintenance with the names of their alarms, as the intake takes them. One whose alarms are not made is left out. */
  public readonly mutes: readonly MutedAlarms[];

  /**
   * @param name prefix of the mute rules' names, from the context; alarms are named by their id
   * @throws pulumi.ResourceError with every alarm that would tell nobody, or has the name of another
   */
  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:Alarms", name, {}, options);
    const plan = planAlarms(args);
    refuseProblems(plan, args, this);
    const made = new Map<string, pulumi.Resource>(
      plan.alarms.map((alarm) => [alarm.name, createAlarm(alarm, args, this)]),
    );
    for (const composite of plan.composites) {
      made.set(composite.name, createComposite(composite, made, args, this));
    }
    this.alarmNames = [...plan.alarms, ...plan.composites].map((alarm) => alarm.name);
    this.mutes = mutedNames(args.mutes ?? [], plan);
    createMuteRules(name, this.mutes, plan, made, args.context.region, this);
    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}

/** Stops with all problems in one error, before anything is made. */
function refuseProblems(
  plan: AlarmPlan<pulumi.Input<string>>,
  { topicArns, pathTopicArns }: AlarmsArgs,
  component: Alarms,
): void {
  const forPath = plan.alarms.filter(({ definition }) => definition.tells === "path");
  const others = plan.alarms.filter(({ definition }) => definition.tells !== "path");
  const problems = [
    ...planProblems({ alarms: others, composites: plan.composites }, Object.keys(topicArns)),
    ...planProblems({ alarms: forPath, composites: [] }, Object.keys(pathTopicArns)),
  ];
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `- ${problem}`).join("\n");
  throw new pulumi.ResourceError(`The alarms are refused:\n${lines}`, component, true);
}

/** The argument that puts a resource into a region; nothing for the home region, which is the provider's. */
function inRegion(region: string, { context }: AlarmsArgs): { readonly region?: string } {
  return region === context.region ? {} : { region };
}

function statisticOf({ statistic }: Metric<unknown>) {
  return statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic };
}

/** What the alarm looks at, as the provider takes it. */
function watchedOf({ definition: { watched, periodSeconds } }: PlannedAlarm<pulumi.Input<string>>) {
  if ("metric" in watched) {
    const { metric } = watched;
    return {
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      period: periodSeconds,
      ...statisticOf(metric),
    };
  }
  const metrics = Object.entries(watched.metrics).map(([id, { namespace, name, dimensions, statistic }]) => ({
    id,
    metric: { namespace, metricName: name, dimensions: { ...dimensions }, period: periodSeconds, stat: statistic },
  }));
  const { expression, label } = watched;
  return { metricQueries: [{ id: "result", expression, label, returnData: true }, ...metrics] };
}

/** The topic that an alarm tells: that of its severity, or that of the alert path. */
function topicOf(alarm: PlannedAlarm<pulumi.Input<string>>, { topicArns, pathTopicArns }: AlarmsArgs) {
  const { definition, region, severity } = alarm;
  return definition.tells === "path" ? pathTopicArns[region] : topicArns[region]?.[severity];
}

function createAlarm(alarm: PlannedAlarm<pulumi.Input<string>>, args: AlarmsArgs, parent: Alarms) {
  const { name, region, description, definition, threshold, tellsSilence } = alarm;
  // There is one: the plan was checked.
  const actions = [topicOf(alarm, args) as pulumi.Input<string>];
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      name,
      alarmDescription: description,
      ...watchedOf(alarm),
      comparisonOperator: operators[definition.comparison],
      threshold,
      evaluationPeriods: definition.evaluationPeriods,
      datapointsToAlarm: definition.datapointsToAlarm,
      treatMissingData: definition.missingData,
      alarmActions: actions,
      okActions: actions,
      ...(tellsSilence ? { insufficientDataActions: actions } : {}),
      ...inRegion(region, args),
    },
    { parent },
  );
}

function createComposite(
  { name, region, severity, description, definition, memberNames }: PlannedComposite,
  made: ReadonlyMap<string, pulumi.Resource>,
  args: AlarmsArgs,
  parent: Alarms,
) {
  const actions = [args.topicArns[region]?.[severity] as pulumi.Input<string>];
  return new aws.cloudwatch.CompositeAlarm(
    name,
    {
      alarmName: name,
      alarmDescription: description,
      alarmRule: memberNames.map((member) => `ALARM("${member}")`).join(definition.needs === "any" ? " OR " : " AND "),
      alarmActions: actions,
      okActions: actions,
      ...inRegion(region, args),
    },
    // CloudWatch takes a rule only when its alarms are there, and lets none of them go before it.
    { parent, dependsOn: memberNames.flatMap((member) => made.get(member) ?? []) },
  );
}
