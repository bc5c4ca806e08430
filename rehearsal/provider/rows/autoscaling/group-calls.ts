/** The calls that make and change an Auto Scaling group. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties } from "../../row.ts";
import { pascal, renameKeys, upperFirst } from "../helpers.ts";
import { setChanges, texts } from "../known.ts";

/** One call of Auto Scaling. */
export function autoscaling(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "autoscaling", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** Operations that the emulator lacks; AWS has them. */
const lacking = ["InvalidAction"];

function launchTemplateSpecification(given: Properties | undefined): Properties | undefined {
  return (
    given && {
      ...(given.id === undefined ? {} : { LaunchTemplateId: given.id }),
      ...(given.name === undefined ? {} : { LaunchTemplateName: given.name }),
      ...(given.version === undefined ? {} : { Version: given.version }),
    }
  );
}

/** What says from which template, and of which types, instances are launched. */
function configuration(inputs: Properties): Properties {
  const specification = launchTemplateSpecification(inputs.launchTemplate);
  return {
    ...pascal(inputs, "mixedInstancesPolicy"),
    ...(specification === undefined ? {} : { LaunchTemplate: specification }),
  };
}

/** What CreateAutoScalingGroup and UpdateAutoScalingGroup both take. */
function settings(inputs: Properties): Properties {
  return {
    ...pascal(inputs, "minSize", "maxSize", "desiredCapacity", "desiredCapacityType", "defaultCooldown"),
    ...pascal(inputs, "defaultInstanceWarmup", "healthCheckType", "healthCheckGracePeriod", "maxInstanceLifetime"),
    ...pascal(inputs, "capacityRebalance", "terminationPolicies", "placementGroup", "availabilityZones", "context"),
    ...pascal(inputs, "instanceMaintenancePolicy", "availabilityZoneDistribution"),
    ...configuration(inputs),
    NewInstancesProtectedFromScaleIn: inputs.protectFromScaleIn ?? false,
    ...(inputs.serviceLinkedRoleArn === undefined ? {} : { ServiceLinkedRoleARN: inputs.serviceLinkedRoleArn }),
    ...(inputs.launchConfiguration === undefined ? {} : { LaunchConfigurationName: inputs.launchConfiguration }),
    ...(Array.isArray(inputs.vpcZoneIdentifiers) ? { VPCZoneIdentifier: zoneIdentifier(inputs) } : {}),
  };
}

/** AWS takes the subnets as one text. With an unknown subnet the text is not known either, and is left out. */
function zoneIdentifier(inputs: Properties): string | undefined {
  const known = texts(inputs.vpcZoneIdentifiers);
  return known.length === inputs.vpcZoneIdentifiers.length ? known.join(",") : undefined;
}

function tags(name: unknown, list: unknown): Properties[] {
  return (Array.isArray(list) ? (list as Properties[]) : []).map(({ key, value, propagateAtLaunch }) => ({
    ResourceId: name,
    ResourceType: "auto-scaling-group",
    Key: key,
    Value: value,
    PropagateAtLaunch: propagateAtLaunch,
  }));
}

function tagCalls(id: string, wanted: unknown, previous: unknown): Call[] {
  const [now, before] = [tags(id, wanted), tags(id, previous)];
  const removed = before.filter((tag) => !now.some((other) => other.Key === tag.Key));
  const set = now.filter((tag) => !before.some((other) => isDeepStrictEqual(other, tag)));
  return [
    ...(removed.length > 0 ? [autoscaling("DeleteTags", { Tags: removed })] : []),
    ...(set.length > 0 ? [autoscaling("CreateOrUpdateTags", { Tags: set })] : []),
  ];
}

function metricCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const { added, removed } = setChanges(inputs.enabledMetrics, previous.enabledMetrics);
  const granularity = { Granularity: inputs.metricsGranularity ?? "1Minute" };
  const call = (operation: string, Metrics: readonly string[], more: Properties) =>
    Metrics.length === 0 ? [] : [autoscaling(operation, { AutoScalingGroupName: id, Metrics, ...more }, lacking)];
  return [...call("DisableMetricsCollection", removed, {}), ...call("EnableMetricsCollection", added, granularity)];
}

function processCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const { added, removed } = setChanges(inputs.suspendedProcesses, previous.suspendedProcesses);
  const call = (operation: string, ScalingProcesses: readonly string[]) =>
    ScalingProcesses.length === 0
      ? []
      : [autoscaling(operation, { AutoScalingGroupName: id, ScalingProcesses }, lacking)];
  return [...call("ResumeProcesses", removed), ...call("SuspendProcesses", added)];
}

function targetGroupCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const { added, removed } = setChanges(inputs.targetGroupArns, previous.targetGroupArns);
  const call = (operation: string, TargetGroupARNs: readonly string[]) =>
    TargetGroupARNs.length === 0
      ? []
      : [autoscaling(operation, { AutoScalingGroupName: id, TargetGroupARNs }, lacking)];
  return [...call("DetachLoadBalancerTargetGroups", removed), ...call("AttachLoadBalancerTargetGroups", added)];
}

function warmPoolCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  if (isDeepStrictEqual(inputs.warmPool, previous.warmPool)) return [];
  const name = { AutoScalingGroupName: id };
  if (inputs.warmPool === undefined) return [autoscaling("DeleteWarmPool", { ...name, ForceDelete: true }, lacking)];
  return [autoscaling("PutWarmPool", { ...name, ...(renameKeys(inputs.warmPool, upperFirst) as Properties) }, lacking)];
}

/** Preferences whose numbers the real provider takes as text. */
function refreshPreferences({ preferences }: Properties): Properties {
  const { instanceWarmup, checkpointDelay, ...others } = preferences ?? {};
  const seconds = { instanceWarmup, checkpointDelay };
  const numbers = Object.entries(seconds).filter(([, value]) => value !== undefined && value !== "");
  return { ...others, ...Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])) };
}

/**
 * A changed launch template renews the instances when the program asks for an instance refresh. The group itself has the new
 * template by then: the real provider changes it first, so an automatic roll-back finds nothing older to go back to.
 * Source: terraform-provider-aws, internal/service/autoscaling/group.go, and its issue 34189
 */
function refreshCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const { instanceRefresh } = inputs;
  const triggers = [
    "launchTemplate",
    "launchConfiguration",
    "mixedInstancesPolicy",
    ...texts(instanceRefresh?.triggers),
  ];
  if (instanceRefresh === undefined || triggers.every((name) => isDeepStrictEqual(inputs[name], previous[name])))
    return [];
  const given = refreshPreferences(instanceRefresh);
  return [
    autoscaling("StartInstanceRefresh", {
      AutoScalingGroupName: id,
      Strategy: instanceRefresh.strategy,
      ...(Object.keys(given).length > 0 ? { Preferences: renameKeys(given, upperFirst) } : {}),
      ...(given.autoRollback === true ? { DesiredConfiguration: configuration(inputs) } : {}),
    }),
  ];
}

/** The settings that differ: what was changed by others meanwhile and is wanted unchanged, such as the capacity, stays as it is. */
function changedSettings(inputs: Properties, previous: Properties): Properties {
  const [wanted, present] = [settings(inputs), settings(previous)];
  const changed = Object.entries(wanted).filter(([name, value]) => !isDeepStrictEqual(value, present[name]));
  return {
    ...Object.fromEntries(changed),
    // Left out, they would stay; the real provider sets them back to AWS's defaults.
    ...(wanted.CapacityRebalance === undefined && present.CapacityRebalance ? { CapacityRebalance: false } : {}),
    ...(wanted.TerminationPolicies === undefined && present.TerminationPolicies
      ? { TerminationPolicies: ["Default"] }
      : {}),
  };
}

/** The call that makes a group. */
export function createCall(inputs: Properties, facts: Facts): Call {
  const name = inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`;
  const specifications = tags(name, inputs.tags);
  return autoscaling("CreateAutoScalingGroup", {
    AutoScalingGroupName: name,
    ...settings(inputs),
    ...(inputs.targetGroupArns === undefined ? {} : { TargetGroupARNs: inputs.targetGroupArns }),
    ...(specifications.length > 0 ? { Tags: specifications } : {}),
  });
}

/** The calls that follow its creation. */
export function afterCreateCalls(id: string, inputs: Properties): Call[] {
  return [...metricCalls(id, inputs, {}), ...processCalls(id, inputs, {}), ...warmPoolCalls(id, inputs, {})];
}

/** The calls that change a group. */
export function updateCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const changed = changedSettings(inputs, previous);
  return [
    ...(Object.keys(changed).length > 0
      ? [autoscaling("UpdateAutoScalingGroup", { AutoScalingGroupName: id, ...changed })]
      : []),
    ...tagCalls(id, inputs.tags, previous.tags),
    ...targetGroupCalls(id, inputs, previous),
    ...refreshCalls(id, inputs, previous),
    ...warmPoolCalls(id, inputs, previous),
    ...metricCalls(id, inputs, previous),
    ...processCalls(id, inputs, previous),
  ];
}

/** The calls that delete a group: the real provider empties it first, unless it is told to delete it with its instances. */
export function deleteCalls(id: string, state: Properties): Call[] {
  // What the emulator answers about a group that is gone (ValidationError is AWS's code too).
  const gone = ["ValidationError"];
  const name = { AutoScalingGroupName: id };
  const empty = { ...name, MinSize: 0, MaxSize: 0, DesiredCapacity: 0 };
  const forced = state.forceDelete === true;
  return [
    ...(state.warmPool === undefined
      ? []
      : [autoscaling("DeleteWarmPool", { ...name, ForceDelete: true }, [...lacking, ...gone])]),
    ...(forced ? [] : [autoscaling("UpdateAutoScalingGroup", empty, gone)]),
    autoscaling("DeleteAutoScalingGroup", { ...name, ForceDelete: forced }, gone),
  ];
}
