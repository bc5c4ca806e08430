/** Auto Scaling as the function uses it. */
import { setTimeout } from "node:timers/promises";
import {
  type AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  StartInstanceRefreshCommand,
} from "@aws-sdk/client-auto-scaling";
import type { Groups } from "./core.ts";

/** Seconds between two attempts, and attempts at most: a role that was just made may do nothing yet for some seconds. */
const patience = { seconds: 5, attempts: 8 };

/**
 * @param client of the region in which the groups are
 * @param wait ends after that many milliseconds
 */
export function groupsOf(
  client: AutoScalingClient,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Groups {
  return {
    group: async (name) => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
      const { AutoScalingGroups } = await onceAllowed(() => client.send(command), wait);
      return AutoScalingGroups?.[0];
    },
    refreshes: async (AutoScalingGroupName) => {
      const command = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName, MaxRecords: 10 });
      return (await client.send(command)).InstanceRefreshes ?? [];
    },
    start: async (request) => {
      const { InstanceRefreshId } = await onceAllowed(
        () => client.send(new StartInstanceRefreshCommand(request)),
        wait,
      );
      if (InstanceRefreshId === undefined) throw new Error("Auto Scaling told no id of the instance refresh.");
      return InstanceRefreshId;
    },
  };
}

/** Tries again while AWS says that the role may not: IAM's changes arrive late. */
async function onceAllowed<Answer>(
  work: () => Promise<Answer>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isDenied = /^AccessDenied/.test((error as Error).name);
      if (!isDenied || attempt === patience.attempts) throw error;
      await wait(patience.seconds * 1000);
    }
  }
}
