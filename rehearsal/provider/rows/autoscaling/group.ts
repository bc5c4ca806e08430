/** Row of Auto Scaling groups. */
import type { Properties, Row } from "../../row.ts";
import { derivedHex, orderAsWanted } from "../known.ts";
import { afterCreateCalls, autoscaling, createCall, deleteCalls, updateCalls } from "./group-calls.ts";
import { groupRules } from "./rules.ts";

/** What the emulator does not keep of a group, or not when it is changed. */
const kept = [
  "availabilityZoneDistribution",
  "capacityRebalance",
  "defaultInstanceWarmup",
  "enabledMetrics",
  "instanceMaintenancePolicy",
  "launchTemplate",
  "maxInstanceLifetime",
  "mixedInstancesPolicy",
  "serviceLinkedRoleArn",
  "suspendedProcesses",
  "targetGroupArns",
  "terminationPolicies",
  "warmPool",
];

/** What the emulator keeps of a group. It answers with the region's first zone, AWS with those of the subnets: zones are left out. */
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
  kept,
  identify: (inputs, facts) => String(inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`),
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("autoscaling", `autoScalingGroup:${uuid(id)}:autoScalingGroupName/${id}`),
    desiredCapacity: inputs.desiredCapacity ?? inputs.minSize,
    defaultCooldown: inputs.defaultCooldown ?? 300,
    healthCheckType: inputs.healthCheckType ?? "EC2",
  }),
  create: { call: createCall },
  afterCreate: (id, inputs) => afterCreateCalls(id, inputs),
  read: {
    call: (id) => autoscaling("DescribeAutoScalingGroups", { AutoScalingGroupNames: [id] }),
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: [],
  },
  update: updateCalls,
  delete: deleteCalls,
  rules: groupRules,
};

/** The ARN's middle part, in the form of a UUID. */
function uuid(id: string): string {
  return derivedHex(id, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
