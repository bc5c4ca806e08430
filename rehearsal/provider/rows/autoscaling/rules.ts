/** What AWS refuses of Auto Scaling groups and the emulator takes. */
import { isUnknown, type Known, type Properties, type Rule, type World } from "../../row.ts";
import { found, securityGroupsProblem, types, vpcOfSubnet } from "../ec2/shared.ts";
import { number, text, texts } from "../known.ts";
import { mixedRules } from "./mixed-rules.ts";
import { refreshRules } from "./refresh-rules.ts";
import { specificationOf } from "./specification.ts";

/**
 * The desired capacity counts when the group is made or the capacity itself is changed. Else the real provider does not send
 * it, and AWS moves the present one into the new limits.
 */
function sizesProblem(inputs: Properties, world: World): string | undefined {
  const { minSize, maxSize, desiredCapacity, name } = inputs;
  const made = text(name) === undefined ? undefined : world.find("aws:autoscaling/group:Group", name);
  const isSent = made === undefined || made.properties.desiredCapacity !== desiredCapacity;
  const [least, most] = [number(minSize), number(maxSize)];
  const desired = isSent ? number(desiredCapacity) : undefined;
  if (least !== undefined && most !== undefined && least > most) {
    return `the group's minSize ${least} is more than its maxSize ${most}: lower the one or raise the other`;
  }
  if (desired !== undefined && least !== undefined && desired < least) {
    return `the group's desiredCapacity ${desired} is less than its minSize ${least}: give ${least} to ${most ?? "maxSize"}`;
  }
  if (desired !== undefined && most !== undefined && desired > most) {
    return `the group's desiredCapacity ${desired} is more than its maxSize ${most}: give ${least ?? "minSize"} to ${most}`;
  }
  return undefined;
}

function placeProblem(inputs: Properties, world: World): string | undefined {
  const placed = texts(inputs.vpcZoneIdentifiers).flatMap((id) => {
    const vpcId = vpcOfSubnet(world, id);
    return vpcId === undefined ? [] : [{ id, vpcId }];
  });
  const first = placed[0];
  if (!first) return undefined;
  const stranger = placed.find(({ vpcId }) => vpcId !== first.vpcId);
  if (stranger) {
    return `the group's subnets are of two VPCs: ${first.id} of ${first.vpcId} and ${stranger.id} of ${stranger.vpcId}; give subnets of one`;
  }
  return securityGroupsProblem(world, groupsOf(templateOf(inputs, world)), first.vpcId, "the group");
}

function templateOf(inputs: Properties, world: World): Known | undefined {
  const { id, name } = specificationOf(inputs) ?? {};
  if (text(id) !== undefined) return found(world, types.launchTemplate, id);
  const known = text(name);
  return known === undefined
    ? undefined
    : world.all(types.launchTemplate).find(({ properties }) => properties.name === known);
}

function groupsOf(template: Known | undefined): readonly string[] {
  const interfaces: Properties[] = Array.isArray(template?.properties.networkInterfaces)
    ? template.properties.networkInterfaces
    : [];
  return [
    ...texts(template?.properties.vpcSecurityGroupIds),
    ...interfaces.flatMap((item) => texts(item.securityGroups)),
  ];
}

function templateProblem(inputs: Properties, world: World): string | undefined {
  const given = specificationOf(inputs);
  if (given === undefined || isUnknown(given) || isUnknown(given.id) || isUnknown(given.name)) return undefined;
  const template = templateOf(inputs, world);
  if (!template) {
    return `the group's launch template ${given.id ?? given.name} does not exist: give one that this workspace made`;
  }
  const version = text(given.version);
  const latest = number(template.properties.latestVersion);
  if (version !== undefined && /^\d+$/.test(version) && latest !== undefined && Number(version) > latest) {
    return `the group's launch template ${template.id} has no version ${version}: its latest is ${latest}`;
  }
  return undefined;
}

function targetGroupProblem(inputs: Properties, world: World): string | undefined {
  const vpcId = texts(inputs.vpcZoneIdentifiers)
    .map((id) => vpcOfSubnet(world, id))
    .find((found) => found !== undefined);
  for (const arn of texts(inputs.targetGroupArns)) {
    const target = world.find("aws:lb/targetGroup:TargetGroup", arn)?.properties;
    if (!target)
      return `the group's target group ${arn} does not exist: give ARNs of target groups that this workspace made`;
    if ((target.targetType ?? "instance") !== "instance") {
      return `the group's target group ${arn} has target type ${target.targetType}: Auto Scaling registers instances only`;
    }
    if (vpcId !== undefined && target.vpcId !== undefined && target.vpcId !== vpcId) {
      return `the group is in ${vpcId}, but its target group ${arn} in ${target.vpcId}: give one of the same VPC`;
    }
  }
  return undefined;
}

/** All rules of Auto Scaling groups. */
export const groupRules: readonly Rule[] = [
  { source: "Auto Scaling API, CreateAutoScalingGroup: MinSize, MaxSize, DesiredCapacity", check: sizesProblem },
  {
    source: "Auto Scaling API, CreateAutoScalingGroup: AvailabilityZones or VPCZoneIdentifier",
    check: ({ availabilityZones, vpcZoneIdentifiers }) => {
      const empty = (list: unknown) => list === undefined || (Array.isArray(list) && list.length === 0);
      return empty(availabilityZones) && empty(vpcZoneIdentifiers)
        ? "the group has no place to launch in: give vpcZoneIdentifiers (ids of subnets) or availabilityZones"
        : undefined;
    },
  },
  {
    source:
      "Auto Scaling User Guide, launch templates and subnets; EC2 API error InvalidParameter (different networks)",
    check: placeProblem,
  },
  {
    source: "Auto Scaling API, LaunchTemplateSpecification, Version",
    check: (inputs) => {
      const version = text(specificationOf(inputs)?.version);
      return version === undefined || /^(\d+|\$Latest|\$Default)$/.test(version)
        ? undefined
        : `the group's launch template has version ${JSON.stringify(version)}: give a number, $Latest or $Default`;
    },
  },
  { source: "EC2 API error InvalidLaunchTemplateId.NotFound", when: "creation", check: templateProblem },
  {
    source: "EC2 API error InvalidSubnetID.NotFound",
    when: "creation",
    check: ({ vpcZoneIdentifiers }, world) => {
      const missing = texts(vpcZoneIdentifiers).find((id) => !found(world, types.subnet, id));
      return missing && `the group's subnet ${missing} does not exist: give ids of subnets that this workspace made`;
    },
  },
  {
    source: "Auto Scaling API, CreateAutoScalingGroup, MaxInstanceLifetime",
    check: ({ maxInstanceLifetime }) => {
      const seconds = number(maxInstanceLifetime);
      return seconds !== undefined && seconds !== 0 && (seconds < 86400 || seconds > 31536000)
        ? `the group's maxInstanceLifetime is ${seconds} seconds: AWS takes 0 or 86400 to 31536000`
        : undefined;
    },
  },
  {
    source: "Auto Scaling API, CreateAutoScalingGroup, HealthCheckType; the other types are not used here",
    check: ({ healthCheckType }) => {
      const type = text(healthCheckType);
      return type === undefined || ["EC2", "ELB"].includes(type)
        ? undefined
        : `the group's healthCheckType is ${type}: give EC2 or ELB`;
    },
  },
  {
    source: "Auto Scaling API, CreateAutoScalingGroup, ServiceLinkedRoleARN",
    check: ({ serviceLinkedRoleArn }) => {
      const arn = text(serviceLinkedRoleArn);
      return arn === undefined || /:role\/aws-service-role\/autoscaling\.amazonaws\.com\//.test(arn)
        ? undefined
        : `the group's serviceLinkedRoleArn is ${arn}: give a role that is linked to autoscaling.amazonaws.com`;
    },
  },
  {
    source: "Auto Scaling User Guide, Attach a target group: same region and VPC, target type instance",
    when: "creation",
    check: targetGroupProblem,
  },
  ...mixedRules,
  ...refreshRules,
];
