import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import type { Context } from "../shared/context.ts";
import { nameLimits } from "../shared/names.ts";
import type { AlarmDefinition, AlarmOverride, AlarmRegion } from "./catalogue/alarm-definition.ts";
import type { AnyAlarmId } from "./catalogue/alarm-ids.ts";
import type { CompositeDefinition } from "./catalogue/composite-definition.ts";

/** What decides which alarms there are, and whom they tell. */
export interface AlarmPlanArgs<V> {
  /** Names and the home region. */
  readonly context: Context;
  /** Alarms on metrics. */
  readonly definitions: readonly AlarmDefinition<V>[];
  /** Alarms that sum up others. Default: none. */
  readonly composites?: readonly CompositeDefinition[] | undefined;
  /** Changes by the settings, by id. Default: none. */
  readonly overrides?: Readonly<Record<string, AlarmOverride>> | undefined;
  /** Where runbooks are read, without a final slash. */
  readonly runbookBaseUrl: string;
}

/** What all alarms have that are made. */
interface Planned {
  /** Name in CloudWatch, the same as in Pulumi. */
  readonly name: string;
  /** Region's code. */
  readonly region: string;
  readonly severity: Severity;
  /** The meaning, the runbook's address, and the severity, which the intake reads when no topic tells it. */
  readonly description: string;
}

/** An alarm on a metric that is made. */
export interface PlannedAlarm<V> extends Planned {
  readonly definition: AlarmDefinition<V>;
  readonly threshold: number;
  /**
   * Whether it tells that it has no data: of what pages that is worth telling, and of the rest it is noise. Of a member, too: the alarm that
   * pages in its place looks at ALARM only.
   */
  readonly tellsSilence: boolean;
}

/** An alarm that sums up others and is made. */
export interface PlannedComposite extends Planned {
  readonly definition: CompositeDefinition;
  /** Names of the members that are made. */
  readonly memberNames: readonly string[];
}

/** The alarms that are made. */
export interface AlarmPlan<V> {
  readonly alarms: readonly PlannedAlarm<V>[];
  readonly composites: readonly PlannedComposite[];
}

/** What names an alarm. */
interface Identified {
  readonly id: AnyAlarmId;
  readonly subject?: string | undefined;
}

/** What names an alarm, and says what it means. */
interface Described extends Identified {
  readonly meaning: string;
}

/**
 * The name of an alarm in CloudWatch.
 *
 * @param context gives project and environment
 * @param alarm its id, and its subject where there are several
 * @returns for example "acme-prod-database-cpu-replica-1", at most 255 characters
 */
export function alarmName(context: Context, { id, subject }: Identified): string {
  const part = subject === undefined ? id : `${id}-${subject}`;
  return context.name(part, nameLimits.alarm.maxLength);
}

const keyOf = ({ id, subject }: Identified) => `${id} ${subject ?? ""}`;

const regionOf = (context: Context, region: AlarmRegion) => (region === "home" ? context.region : region);

/** Every alarm names its runbook, which has its id's name: the settings can make each of them page. */
function describe({ id, meaning }: Described, severity: Severity, baseUrl: string): string {
  return [meaning, `Runbook: ${baseUrl}/${id}.md`, `Severity: ${severity}`].join("\n");
}

/** The sums whose members are there: two at least of those that need any of them, and every one of those that need all. */
function livingComposites<V>(
  { composites = [], overrides = {} }: AlarmPlanArgs<V>,
  made: ReadonlySet<string>,
): readonly (CompositeDefinition & { readonly severity: Severity })[] {
  return composites.flatMap((composite) => {
    const { enabled, severity = "critical" } = overrides[composite.id] ?? {};
    const members = composite.members.filter((member) => made.has(keyOf(member)));
    const complete = composite.needs === "any" || members.length === composite.members.length;
    return enabled === false || !complete || members.length < 2 ? [] : [{ ...composite, members, severity }];
  });
}

/**
 * Decides which alarms are made, with which threshold, and whom they tell. Those that the settings switch off are left out. A member of a
 * sum that pages tells at "warning", so that one outage pages once; a severity of the settings stays.
 *
 * @param args alarms, sums and changes
 */
export function planAlarms<V>(args: AlarmPlanArgs<V>): AlarmPlan<V> {
  const { context, overrides = {}, runbookBaseUrl } = args;
  const definitions = args.definitions.filter(({ id }) => overrides[id]?.enabled !== false);
  const composites = livingComposites(args, new Set(definitions.map(keyOf)));
  const paging = composites.filter(({ severity }) => severity === "critical");
  const summedUp = new Set(paging.flatMap(({ members }) => members.map(keyOf)));
  const alarms = definitions.map((definition): PlannedAlarm<V> => {
    const set = overrides[definition.id]?.severity;
    const own = set ?? definition.severity;
    const isToldBySum = set === undefined && own === "critical" && summedUp.has(keyOf(definition));
    const severity = isToldBySum ? "warning" : own;
    return {
      name: alarmName(context, definition),
      region: regionOf(context, definition.region),
      severity,
      description: describe(definition, severity, runbookBaseUrl),
      definition,
      threshold: overrides[definition.id]?.threshold ?? definition.threshold.value,
      tellsSilence: definition.missingData === "missing" && own === "critical",
    };
  });
  return {
    alarms,
    composites: composites.map((definition) => ({
      name: alarmName(context, definition),
      region: regionOf(context, definition.region),
      severity: definition.severity,
      description: describe(definition, definition.severity, runbookBaseUrl),
      definition,
      memberNames: definition.members.map((member) => alarmName(context, member)),
    })),
  };
}

/**
 * Says what CloudWatch would refuse, or would tell to nobody.
 *
 * @param plan the alarms
 * @param regions codes of the regions that have topics
 * @returns sentences; empty when all is well
 */
export function planProblems<V>({ alarms, composites }: AlarmPlan<V>, regions: readonly string[]): string[] {
  const all: readonly Planned[] = [...alarms, ...composites];
  const names = all.map(({ name, region }) => `${name} in ${region}`);
  const twice = names.filter((name, position) => names.indexOf(name) < position);
  const strangers = composites.filter(({ region, memberNames }) =>
    alarms.some((alarm) => memberNames.includes(alarm.name) && alarm.region !== region),
  );
  return [
    ...[...new Set(twice)].map((name) => `${name}: got two alarms of that name. Give each a subject of its own.`),
    ...all
      .filter(({ region }) => !regions.includes(region))
      .map(
        ({ name, region }) =>
          `${name}: there are no topics in ${region}, and an alarm tells topics of its own region only; allowed are alarms in ` +
          `${regions.join(", ")}. Add topics in ${region}.`,
      ),
    ...strangers.map(
      ({ name, region }) =>
        `${name}: CloudWatch sums up alarms of one region only, and a member is outside of ${region}. Give them one region.`,
    ),
  ];
}
