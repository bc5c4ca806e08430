import {
  type AlarmId,
  alarmFacts,
  alarmIds,
  compositeIds,
  isAlarmId,
  type Unit,
} from "../../components/alerting/catalogue/alarm-ids.ts";
import type { AlertingSettings } from "./alerting.ts";
import { nearest } from "./nearest.ts";
import { type Problem, show } from "./problems.ts";

type Override = AlertingSettings["alarms"][string];

/** The greatest figure of units that have one. */
const greatest: Readonly<Partial<Record<Unit, number>>> = { percent: 100, ratio: 1, state: 1 };

/**
 * What is wrong with an alarm's id.
 *
 * @param id what was written
 * @param path where
 * @param got what stands there, in words
 */
export function unknownAlarm(id: string, path: string, got: string): Problem[] {
  if (isAlarmId(id)) return [];
  const near = nearest(id, [...alarmIds, ...compositeIds]);
  return [
    {
      path,
      problem: `There is no alarm ${id}.`,
      got,
      allowed: "ids of components/alerting/catalogue/alarm-ids.ts",
      todo: `Did you mean ${near}? Correct the id or remove it.`,
    },
  ];
}

function thresholdProblems(id: string, threshold: number, path: string): Problem[] {
  const common = { path: `${path}.threshold`, got: show(threshold) };
  if (!(id in alarmFacts)) {
    const problem = `${id} sums up other alarms and has no threshold.`;
    return [{ ...common, problem, allowed: "severity or enabled", todo: "Change the thresholds of its members." }];
  }
  const { unit } = alarmFacts[id as AlarmId];
  const most = greatest[unit];
  if (most === undefined || threshold <= most) return [];
  const problem = `The alarm's unit is ${unit}: it could never fire or never recover.`;
  return [{ ...common, problem, allowed: `0 to ${most}`, todo: "Write the threshold in the alarm's unit." }];
}

/** What is wrong with one change of an alarm. */
function problemsOfOverride(id: string, override: Override): Problem[] {
  const path = `platform:alerting.alarms.${id}`;
  const { threshold, severity, enabled } = override;
  const unknown = unknownAlarm(id, path, show(override));
  if (unknown.length > 0) return unknown;
  const problems = threshold === undefined ? [] : thresholdProblems(id, threshold, path);
  if (severity !== undefined && id.startsWith("alert-path-")) {
    problems.push({
      path: `${path}.severity`,
      problem: "Alarms of the alert path go by e-mail to all addresses, whatever their severity.",
      got: show(severity),
      allowed: "threshold or enabled",
      todo: "Leave the severity out.",
    });
  }
  const changes = [threshold, severity, enabled].filter((change) => change !== undefined);
  if (changes.length === 0 || (enabled === false && changes.length > 1)) {
    problems.push({
      path,
      problem:
        changes.length === 0 ? "Nothing of the alarm is changed." : "An alarm that is not made has nothing else.",
      got: show(override),
      allowed: "threshold, severity or both; or enabled: false alone",
      todo: "Say what is changed, or remove the entry.",
    });
  }
  return problems;
}

/**
 * Says what is wrong with the changes of alarms.
 *
 * @param overrides `platform:alerting.alarms`
 */
export function overrideProblems(overrides: AlertingSettings["alarms"]): Problem[] {
  return Object.entries(overrides).flatMap(([id, override]) => problemsOfOverride(id, override));
}

/** What is wrong with the alarms that drills may set off. */
export function drillProblems(ids: readonly string[]): Problem[] {
  const path = "platform:alerting.drills";
  return ids.flatMap((id, position): Problem[] => {
    const common = { path: `${path}[${position}]`, got: show(id) };
    if (ids.indexOf(id) < position) {
      return [{ ...common, problem: `${id}: listed twice.`, allowed: "each alarm once", todo: "Remove one of them." }];
    }
    if (!id.startsWith("alert-path-")) return unknownAlarm(id, common.path, common.got);
    const problem = `${id} tells of the alert path by e-mail: no drill would see it in Slack.`;
    return [{ ...common, problem, allowed: "alarms that are told in Slack", todo: "Choose another alarm." }];
  });
}
