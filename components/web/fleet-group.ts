import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import type { CompleteFleetArgs } from "./fleet-args.ts";

const secondsPerDay = 24 * 60 * 60;

/** A new instance serves before an old one goes, also when there is only one. */
export const replacement = { minHealthyPercentage: 100, maxHealthyPercentage: 150 } as const;

/** Free of charge. */
const groupMetrics: aws.autoscaling.Metric[] = [
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupMaxSize",
  "GroupMinSize",
  "GroupPendingInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
];

/** From what instances are launched: one type beside a warm pool, which AWS gives to no mixed group; else of any listed type. */
function launchOf(
  args: CompleteFleetArgs,
  template: aws.ec2.LaunchTemplate,
): Pick<aws.autoscaling.GroupArgs, "launchTemplate" | "mixedInstancesPolicy" | "warmPool" | "capacityRebalance"> {
  // A number: AWS rolls nothing back to `$Latest`.
  const version = template.latestVersion.apply(String);
  if (args.warmPoolInstances !== undefined) {
    return {
      launchTemplate: { id: template.id, version },
      warmPool: { poolState: "Running", minSize: args.warmPoolInstances },
    };
  }
  return {
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandAllocationStrategy: "prioritized",
        onDemandBaseCapacity: args.onDemandBase,
        onDemandPercentageAboveBaseCapacity: args.onDemandPercent,
        spotAllocationStrategy: "price-capacity-optimized",
      },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version },
        overrides: args.instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
    capacityRebalance: args.onDemandPercent < 100,
  };
}

/** Where the group has the version of its template. */
function versionPath(args: CompleteFleetArgs): string {
  return args.warmPoolInstances === undefined
    ? "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version"
    : "launchTemplate.version";
}

/**
 * Makes the Auto Scaling group. Scaling, schedules and people change its capacity, instance refreshes the version of its template:
 * both are set once and then left alone.
 */
export function createFleetGroup(
  name: string,
  args: CompleteFleetArgs,
  template: aws.ec2.LaunchTemplate,
  parent: pulumi.Resource,
): aws.autoscaling.Group {
  const tags = { ...args.context.tags, Name: name };
  return new aws.autoscaling.Group(
    limitName(name, autoNameLimit("autoScalingGroup")),
    {
      minSize: args.minInstances,
      maxSize: args.maxInstances,
      desiredCapacity: args.desiredInstances,
      vpcZoneIdentifiers: args.privateSubnetIds,
      ...launchOf(args, template),
      targetGroupArns: [args.loadBalancer.targetGroupArn],
      healthCheckType: "ELB",
      healthCheckGracePeriod: args.healthCheckGraceSeconds,
      defaultInstanceWarmup: args.warmupSeconds,
      maxInstanceLifetime: args.maxInstanceLifetimeDays * secondsPerDay,
      instanceMaintenancePolicy: replacement,
      terminationPolicies: ["OldestLaunchTemplate", "Default"],
      serviceLinkedRoleArn: args.serviceLinkedRoleArn,
      enabledMetrics: groupMetrics,
      forceDelete: false,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    {
      parent,
      ignoreChanges: ["desiredCapacity", versionPath(args), ...(args.schedule.length > 0 ? ["minSize"] : [])],
    },
  );
}
