/** What AWS refuses of an instance refresh. */
import type { Properties, Rule, World } from "../../row.ts";
import { found, types } from "../ec2/shared.ts";
import { number, text, texts } from "../known.ts";
import { specificationOf } from "./specification.ts";

/** Alarms that one instance refresh may watch (Auto Scaling API, AlarmSpecification). */
const mostAlarms = 10;

function preferencesOf({ instanceRefresh }: Properties): Properties {
  return instanceRefresh?.preferences ?? {};
}

function percentagesProblem(inputs: Properties): string | undefined {
  const given = preferencesOf(inputs);
  const least = number(given.minHealthyPercentage) ?? 90;
  const most = number(given.maxHealthyPercentage) ?? 100;
  if (least >= 0 && least <= 100 && most >= 100 && most <= 200 && most - least <= 100) return undefined;
  return `the group's instance refresh keeps ${least} to ${most} percent healthy: AWS takes 0 to 100 and 100 to 200, at most 100 apart`;
}

function rollbackProblem(inputs: Properties, world: World): string | undefined {
  if (preferencesOf(inputs).autoRollback !== true) return undefined;
  const specification = specificationOf(inputs);
  if (inputs.launchConfiguration !== undefined) {
    return "the group's instance refresh rolls back a launch configuration: give launchTemplate or mixedInstancesPolicy";
  }
  const version = text(specification?.version);
  if (version !== undefined && !/^\d+$/.test(version)) {
    return `the group's instance refresh cannot roll back version ${version}: give the launch template's version as a number`;
  }
  const id = text(specification?.id);
  const image = id === undefined ? undefined : text(found(world, types.launchTemplate, id)?.properties.imageId);
  return image?.startsWith("resolve:ssm:")
    ? `the group's instance refresh cannot roll back the image ${image}: give the launch template an AMI id`
    : undefined;
}

function alarmsProblem(inputs: Properties, world: World): string | undefined {
  const names = texts(preferencesOf(inputs).alarmSpecification?.alarms);
  if (names.length > mostAlarms) {
    return `the group's instance refresh watches ${names.length} alarms: AWS takes at most ${mostAlarms}`;
  }
  const missing = names.find((name) => !world.find("aws:cloudwatch/metricAlarm:MetricAlarm", name));
  return missing && `the group's instance refresh watches the alarm ${missing}, which does not exist: make it first`;
}

/** The rules. */
export const refreshRules: readonly Rule[] = [
  {
    source: "Auto Scaling API, RefreshPreferences, MinHealthyPercentage, MaxHealthyPercentage",
    check: percentagesProblem,
  },
  {
    source: "Auto Scaling User Guide, Undo changes with a manual or auto rollback, Considerations",
    check: rollbackProblem,
  },
  { source: "Auto Scaling API, AlarmSpecification, Alarms", when: "creation", check: alarmsProblem },
];
