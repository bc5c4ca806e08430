/** Examples of Auto Scaling's rows. */
import type { Example } from "../example.ts";

/** One example of each row. */
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
];
