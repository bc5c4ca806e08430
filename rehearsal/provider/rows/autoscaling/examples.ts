/** Examples of Auto Scaling's rows. */
import type { Example } from "../example.ts";

/** A mixed instances policy of these types. */
function mixed(launchTemplateId: string, ...instanceTypes: readonly string[]) {
  return {
    instancesDistribution: {
      onDemandBaseCapacity: 1,
      onDemandPercentageAboveBaseCapacity: 50,
      spotAllocationStrategy: "price-capacity-optimized",
    },
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId, version: "1" },
      overrides: instanceTypes.map((instanceType) => ({ instanceType })),
    },
  };
}

/** Examples of each row. */
export const examples: readonly Example[] = [
  {
    name: "autoscaling-group",
    type: "aws:autoscaling/group:Group",
    needs: ["ec2-subnet-a", "ec2-subnet-b", "ec2-launch-template"],
    inputs: (made) => ({
      name: "example",
      minSize: 1,
      maxSize: 2,
      desiredCapacity: 1,
      vpcZoneIdentifiers: [made("ec2-subnet-b").id, made("ec2-subnet-a").id],
      launchTemplate: { id: made("ec2-launch-template").id, version: "1" },
      healthCheckType: "EC2",
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0, instanceWarmup: "60" } },
      enabledMetrics: ["GroupDesiredCapacity"],
      tags: [{ key: "Name", value: "example", propagateAtLaunch: true }],
    }),
    change: (made) => ({
      desiredCapacity: 2,
      launchTemplate: { id: made("ec2-launch-template").id, version: "$Latest" },
      enabledMetrics: [],
      suspendedProcesses: ["AZRebalance"],
      tags: [{ key: "Name", value: "changed", propagateAtLaunch: true }],
    }),
  },
  {
    name: "autoscaling-mixed-group",
    type: "aws:autoscaling/group:Group",
    needs: ["ec2-subnet-a", "ec2-subnet-b", "ec2-launch-template"],
    inputs: (made) => ({
      name: "example-mixed",
      minSize: 1,
      maxSize: 3,
      desiredCapacity: 1,
      vpcZoneIdentifiers: [made("ec2-subnet-a").id, made("ec2-subnet-b").id],
      mixedInstancesPolicy: mixed(made("ec2-launch-template").id, "t4g.small", "t4g.medium"),
      healthCheckType: "ELB",
      healthCheckGracePeriod: 120,
      defaultInstanceWarmup: 60,
      capacityRebalance: true,
      terminationPolicies: ["OldestLaunchTemplate", "Default"],
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 150, skipMatching: true },
      },
      tags: [{ key: "Name", value: "example", propagateAtLaunch: true }],
    }),
    change: (made) => ({
      minSize: 2,
      desiredCapacity: 2,
      mixedInstancesPolicy: mixed(made("ec2-launch-template").id, "t4g.small", "m6g.medium"),
      capacityRebalance: false,
      terminationPolicies: ["OldestInstance"],
    }),
  },
  {
    name: "autoscaling-warm-group",
    type: "aws:autoscaling/group:Group",
    needs: ["ec2-subnet-a", "ec2-launch-template"],
    inputs: (made) => ({
      name: "example-warm",
      minSize: 0,
      maxSize: 2,
      vpcZoneIdentifiers: [made("ec2-subnet-a").id],
      launchTemplate: { id: made("ec2-launch-template").id, version: "1" },
      warmPool: { poolState: "Stopped", minSize: 1 },
    }),
    change: () => ({ warmPool: { poolState: "Running", minSize: 1 } }),
  },
  {
    name: "autoscaling-policy",
    type: "aws:autoscaling/policy:Policy",
    needs: ["autoscaling-group"],
    inputs: (made) => ({
      name: "example-cpu",
      autoscalingGroupName: made("autoscaling-group").name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: 50,
      },
    }),
    change: () => ({
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
        targetValue: 60,
      },
    }),
  },
  {
    name: "autoscaling-schedule",
    type: "aws:autoscaling/schedule:Schedule",
    needs: ["autoscaling-group"],
    inputs: (made) => ({
      autoscalingGroupName: made("autoscaling-group").name,
      scheduledActionName: "example-morning",
      recurrence: "0 6 * * MON-FRI",
      timeZone: "Africa/Johannesburg",
      minSize: 1,
      maxSize: -1,
      desiredCapacity: -1,
    }),
    change: () => ({ recurrence: "0 7 * * MON-FRI", desiredCapacity: 2 }),
  },
];
