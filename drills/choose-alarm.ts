/** Which alarm a drill sets off, and whether it may. */
import type { RedriveTarget } from "../alerts-redrive/target.ts";
import { alarmIds, compositeIds } from "../components/alerting/catalogue/alarm-ids.ts";
import type { DrillAlarm } from "./alarms.ts";
import { DrillError } from "./drill.ts";

/** Ids with the longest first: "database-cpu-credits" is no "database-cpu" of a subject "credits". */
const ids: readonly string[] = [...alarmIds, ...compositeIds].toSorted((one, other) => other.length - one.length);

/**
 * The alarm's id in the settings.
 *
 * @param name in CloudWatch: "<project>-<environment>-<id>", perhaps with "-<subject>"
 * @param prefix "<project>-<environment>"
 * @returns undefined for an alarm of somebody else
 */
export function alarmIdOf(name: string, prefix: string): string | undefined {
  return ids.find((id) => name === `${prefix}-${id}` || name.startsWith(`${prefix}-${id}-`));
}

/**
 * The names that were meant.
 *
 * @param names of the environment's alarms
 * @param wanted an alarm's id or whole name
 * @throws DrillError naming the alarms that there are, when none of them is meant
 */
export function namesOf(names: readonly string[], prefix: string, wanted: string): readonly string[] {
  const found = names.filter((name) => name === wanted || alarmIdOf(name, prefix) === wanted);
  if (found.length > 0) return found;
  const known = [...new Set(names.flatMap((name) => alarmIdOf(name, prefix) ?? []))].sort();
  throw new DrillError(`There is no alarm ${wanted} in ${prefix}: there are ${known.join(", ") || "none"}.`);
}

/**
 * Regions in which the environment has alarms, the home region first: those in which its alert path stands. CloudFront's and Route 53's
 * alarms are in us-east-1, those of mail where mail is sent from.
 *
 * @param path the alert path, from the outputs of the services stack
 */
export function alarmRegions({ region, queues }: Pick<RedriveTarget, "region" | "queues">): readonly string[] {
  return [...new Set([region, ...queues.map((queue) => queue.region)])];
}

/** What a real environment is asked before one of its alarms is set off. */
export interface Permission {
  readonly environment: string;
  /** Ids of `platform:alerting.drills`. */
  readonly allowed: readonly string[];
  /** Id that was asked for; undefined when none was. */
  readonly wanted: string | undefined;
  /** Whether --yes was given. */
  readonly isConfirmed: boolean;
}

/**
 * Refuses what a real environment has not allowed.
 *
 * @returns the id of the alarm
 * @throws DrillError with what to do
 */
export function demandPermission({ environment, allowed, wanted, isConfirmed }: Permission): string {
  const list = allowed.length === 0 ? "none" : allowed.join(", ");
  if (wanted === undefined) {
    throw new DrillError(`Which alarm of ${environment}? Name it with --alarm. The settings allow: ${list}.`);
  }
  if (!allowed.includes(wanted)) {
    throw new DrillError(
      `${wanted} may not be set off in ${environment}: platform:alerting.drills in Pulumi.${environment}.yaml allows ${list}. ` +
        "Add it there, agreed with the people on call, or drill in a rehearsal (--rehearsal).",
    );
  }
  if (!isConfirmed) {
    throw new DrillError(
      `This sets off ${wanted} of ${environment}, and its alert reaches the people on call: tell them, and run it again with --yes.`,
    );
  }
  return wanted;
}

/**
 * The alarm of a rehearsal that is set off when none was named: a critical one, because that is what people are woken by.
 *
 * @param alarms of the home region
 * @param criticalTopicArn ARN of the topic of critical alerts
 */
export function defaultAlarm(alarms: readonly DrillAlarm[], criticalTopicArn: string): DrillAlarm {
  const paging = alarms.filter(({ topicArns }) => topicArns.includes(criticalTopicArn));
  const found = paging.find(({ name }) => name.includes("database-storage")) ?? paging[0];
  if (found === undefined) throw new DrillError("No alarm of this environment tells the topic of critical alerts.");
  return found;
}
