import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Mute } from "../../ops-lambdas/slack-alerts/settings.ts";
import type { AlarmPlan } from "./alarm-plan.ts";

/** A time of maintenance, as the settings say it. */
export interface MuteSetting {
  /** Name in kebab case. */
  readonly name: string;
  /** When it begins: `cron(minute hour day-of-month month day-of-week)` or `at(yyyy-MM-ddThh:mm)`. */
  readonly schedule: string;
  /** IANA name of the schedule's time zone. */
  readonly timeZone: string;
  readonly durationMinutes: number;
  /** Ids of the alarms that tell nobody meanwhile. Undefined: whatever is not critical waits in the intake. */
  readonly alarms?: readonly string[] | undefined;
  /** Why. */
  readonly reason: string;
}

/** A time of maintenance with the names of its alarms. */
export interface MutedAlarms extends Mute {
  readonly reason: string;
}

/** Alarms in a mute rule, at most. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MuteTargets.html */
const maxMutedAlarms = 100;

/**
 * Puts the names of alarms in the place of their ids.
 *
 * @param mutes the settings' times of maintenance
 * @param plan the alarms that are made
 * @returns those that mute anything
 */
export function mutedNames(mutes: readonly MuteSetting[], plan: AlarmPlan<unknown>): MutedAlarms[] {
  const all = [...plan.alarms, ...plan.composites];
  return mutes.flatMap(({ alarms, ...mute }) => {
    if (alarms === undefined) return [mute];
    const names = all.filter(({ definition }) => alarms.includes(definition.id)).map(({ name }) => name);
    return names.length === 0 ? [] : [{ ...mute, alarms: names }];
  });
}

/**
 * Makes CloudWatch's rules of the times of maintenance that name alarms: these go on watching, but tell nobody; one that is still in ALARM
 * at the end tells then. What names none is the intake's alone. Rules cost nothing.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 *
 * @param name prefix of the rules' names
 * @param mutes times of maintenance with names of alarms
 * @param plan the alarms that are made
 * @param made the alarms by name
 * @param homeRegion the provider's region
 */
export function createMuteRules(
  name: string,
  mutes: readonly MutedAlarms[],
  plan: AlarmPlan<unknown>,
  made: ReadonlyMap<string, pulumi.Resource>,
  homeRegion: string,
  parent: pulumi.Resource,
): void {
  const regions = new Map([...plan.alarms, ...plan.composites].map((alarm) => [alarm.name, alarm.region]));
  for (const { name: muteName, schedule, timeZone, durationMinutes, alarms = [], reason } of mutes) {
    for (const region of new Set(alarms.map((alarm) => regions.get(alarm) ?? homeRegion))) {
      const names = alarms.filter((alarm) => regions.get(alarm) === region);
      const suffix = region === homeRegion ? "" : `-${region}`;
      for (let first = 0; first < names.length; first += maxMutedAlarms) {
        const part = first === 0 ? "" : `-${first / maxMutedAlarms + 1}`;
        const ruleName = `${name}-mute-${muteName}${suffix}${part}`;
        const muted = names.slice(first, first + maxMutedAlarms);
        new aws.cloudwatch.AlarmMuteRule(
          ruleName,
          {
            name: ruleName,
            description: reason,
            rule: { schedule: { expression: schedule, duration: `PT${durationMinutes}M`, timezone: timeZone } },
            muteTargets: { alarmNames: muted },
            ...(region === homeRegion ? {} : { region }),
          },
          { parent, dependsOn: muted.flatMap((alarm) => made.get(alarm) ?? []) },
        );
      }
    }
  }
}
