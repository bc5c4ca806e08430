/** Row of Auto Scaling groups. */
import { isDeepStrictEqual } from "node:util";
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { pascal, renameKeys, upperFirst } from "../helpers.ts";
import { derivedHex, orderAsWanted, setChanges, texts } from "../known.ts";
import { groupRules } from "./rules.ts";

function autoscaling(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "autoscaling", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** Operations that the emulator lacks; AWS has them. */
const lacking = ["InvalidAction"];

/** What the emulator answers about a group that is gone (ValidationError is AWS's code too). */
const gone = ["ValidationError"];

function launchTemplateSpecification(given: Properties | undefined): Properties | undefined {
  return (
    given && {
      ...(given.id === undefined ? {} : { LaunchTemplateId: given.id }),
      ...(given.name === undefined ? {} : { LaunchTemplateName: given.name }),
      ...(given.version === undefined ? {} : { Version: given.version }),
    }
  );
}

/** What CreateAutoScalingGroup and UpdateAutoScalingGroup both take. */
function settings(inputs: Properties): Properties {
  const specification = launchTemplateSpecification(inputs.launchTemplate);
  return {
    ...pascal(inputs, "minSize", "maxSize", "desiredCapacity", "desiredCapacityType", "defaultCooldown"),
    ...pascal(inputs, "defaultInstanceWarmup", "healthCheckType", "healthCheckGracePeriod", "maxInstanceLifetime"),
    ...pascal(inputs, "capacityRebalance", "terminationPolicies", "placementGroup", "availabilityZones", "context"),
    ...pascal(inputs, "instanceMaintenancePolicy", "availabilityZoneDistribution", "mixedInstancesPolicy"),
    NewInstancesProtectedFromScaleIn: inputs.protectFromScaleIn ?? false,
    ...(inputs.serviceLinkedRoleArn === undefined ? {} : { ServiceLinkedRoleARN: inputs.serviceLinkedRoleArn }),
    ...(inputs.launchConfiguration === undefined ? {} : { LaunchConfigurationName: inputs.launchConfiguration }),
    ...(specification === undefined ? {} : { LaunchTemplate: specification }),
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

/** A changed launch template renews the instances when the program asks for an instance refresh. */
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
  const { instanceWarmup, checkpointDelay, ...preferences } = instanceRefresh.preferences ?? {};
  const seconds = { instanceWarmup, checkpointDelay };
  const numbers = Object.entries(seconds).filter(([, value]) => value !== undefined && value !== "");
  const given = { ...preferences, ...Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])) };
  return [
    autoscaling("StartInstanceRefresh", {
      AutoScalingGroupName: id,
      Strategy: instanceRefresh.strategy,
      ...(Object.keys(given).length > 0 ? { Preferences: renameKeys(given, upperFirst) } : {}),
    }),
  ];
}

/**
 * What the emulator keeps of a group. The launch template is left out: the emulator does not store a changed one. So are the zones: it
 * answers with the region's first zone, AWS with those of the subnets.
 */
function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const group = answer.AutoScalingGroups?.[0];
  if (!group || group.Status === "Delete in progress") return undefined;
  const live = (group.Tags ?? []).map((tag: Properties) => ({
    key: tag.Key,
    value: tag.Value,
    propagateAtLaunch: tag.PropagateAtLaunch,
  }));
  const subnets = String(group.VPCZoneIdentifier ?? "").split(",");
  return {
    arn: group.AutoScalingGroupARN,
    name: group.AutoScalingGroupName,
    minSize: group.MinSize,
    maxSize: group.MaxSize,
    desiredCapacity: group.DesiredCapacity,
    defaultCooldown: group.DefaultCooldown,
    healthCheckType: group.HealthCheckType,
    healthCheckGracePeriod: group.HealthCheckGracePeriod,
    ...(state.tags === undefined ? {} : { tags: orderAsWanted(live, state.tags) }),
    ...(state.vpcZoneIdentifiers === undefined
      ? {}
      : {
          vpcZoneIdentifiers: orderAsWanted(
            subnets.filter((id) => id !== ""),
            state.vpcZoneIdentifiers,
          ),
        }),
  };
}

function createParameters(inputs: Properties, facts: Facts): Properties {
  const name = inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`;
  const specifications = tags(name, inputs.tags);
  return {
    AutoScalingGroupName: name,
    ...settings(inputs),
    ...(inputs.targetGroupArns === undefined ? {} : { TargetGroupARNs: inputs.targetGroupArns }),
    ...(specifications.length > 0 ? { Tags: specifications } : {}),
  };
}

/** Type `aws:autoscaling/group:Group`. Its tags are a list of its own kind; the provider's default tags are not added to them. */
export const group: Row = {
  type: "aws:autoscaling/group:Group",
  autoName: { property: "name", maxLength: 255 },
  required: ["maxSize", "minSize"],
  replaceOn: ["name", "namePrefix"],
  defaults: {
    forceDelete: false,
    forceDeleteWarmPool: false,
    healthCheckGracePeriod: 300,
    ignoreFailedScalingActivities: false,
    metricsGranularity: "1Minute",
    protectFromScaleIn: false,
    waitForCapacityTimeout: "10m",
  },
  conflicts: [
    ["availabilityZones", "vpcZoneIdentifiers"],
    ["name", "namePrefix"],
  ],
  exactlyOne: [["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"]],
  identify: (inputs, facts) => String(inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("autoscaling", `autoScalingGroup:${uuid(id)}:autoScalingGroupName/${id}`),
    desiredCapacity: inputs.desiredCapacity ?? inputs.minSize,
    defaultCooldown: inputs.defaultCooldown ?? 300,
    healthCheckType: inputs.healthCheckType ?? "EC2",
  }),
  create: { call: (inputs, facts) => autoscaling("CreateAutoScalingGroup", createParameters(inputs, facts)) },
  afterCreate: (id, inputs) => [...metricCalls(id, inputs, {}), ...processCalls(id, inputs, {})],
  read: {
    call: (id) => autoscaling("DescribeAutoScalingGroups", { AutoScalingGroupNames: [id] }),
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: [],
  },
  update: (id, inputs, previous) => [
    autoscaling("UpdateAutoScalingGroup", { AutoScalingGroupName: id, ...settings(inputs) }),
    ...tagCalls(id, inputs.tags, previous.tags),
    ...metricCalls(id, inputs, previous),
    ...processCalls(id, inputs, previous),
    ...refreshCalls(id, inputs, previous),
  ],
  // The real provider empties the group first, unless it is told to delete it with its instances.
  delete: (id, state) => [
    ...(state.forceDelete === true
      ? []
      : [
          autoscaling(
            "UpdateAutoScalingGroup",
            { AutoScalingGroupName: id, MinSize: 0, MaxSize: 0, DesiredCapacity: 0 },
            gone,
          ),
        ]),
    autoscaling("DeleteAutoScalingGroup", { AutoScalingGroupName: id, ForceDelete: state.forceDelete === true }, gone),
  ],
  rules: groupRules,
};

/** The ARN's middle part, in the form of a UUID. */
function uuid(id: string): string {
  return derivedHex(id, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
