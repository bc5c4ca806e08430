import { type AlarmDefinition, alarm, type Statistic } from "./alarm-definition.ts";

/** An Auto Scaling group. */
export interface AutoScalingSubject<V> {
  /** Short name in kebab case, for example "web": ends the alarms' names. */
  readonly subject: string;
  /** Name of the group. */
  readonly groupName: V;
  /** EC2 instance types of the group. */
  readonly instanceTypes: readonly string[];
  /**
   * Namespace to which the CloudWatch agent writes memory and disk, summed up over the group (components/web/user-data-agent.ts).
   * Default: no agent runs, so there are no such alarms.
   */
  readonly agentNamespace?: string | undefined;
}

/**
 * Says whether an instance type lives on CPU credits: T2, T3, T3a, T4g.
 *
 * @param instanceType of EC2 or RDS, for example "t4g.small" or "db.t4g.small"
 */
export function isBurstable(instanceType: string): boolean {
  return /^(db\.)?t\d\w*\./.test(instanceType);
}

function agentAlarms<V>(
  subject: string,
  namespace: string,
  dimensions: Readonly<Record<string, V>>,
): AlarmDefinition<V>[] {
  const full = { comparison: ">", threshold: 80, periodSeconds: 600 } as const;
  return [
    alarm("instance-memory", {
      subject,
      watched: { metric: { namespace, name: "mem_used_percent", dimensions, statistic: "Average" } },
      ...full,
      meaning: "The servers are short of memory and may soon swap or kill processes.",
    }),
    alarm("instance-disk", {
      subject,
      watched: { metric: { namespace, name: "disk_used_percent", dimensions, statistic: "Average" } },
      ...full,
      meaning: "The servers' disks are nearly full; when they are, the application and its logs stop.",
    }),
  ];
}

/**
 * The alarms of an Auto Scaling group and its instances.
 *
 * @param group the group
 */
export function autoScalingAlarms<V>(group: AutoScalingSubject<V>): AlarmDefinition<V>[] {
  const { subject, groupName, instanceTypes, agentNamespace } = group;
  const dimensions = { AutoScalingGroupName: groupName };
  const of = (name: string, statistic: Statistic) => ({
    metric: { namespace: "AWS/EC2", name, dimensions, statistic },
  });
  return [
    alarm("auto-scaling-cpu", {
      subject,
      watched: of("CPUUtilization", "Average"),
      comparison: ">",
      threshold: 80,
      periodSeconds: 600,
      meaning:
        "The servers are busier than scaling keeps them, so answers become slow: the group may be at its largest size.",
    }),
    ...(agentNamespace === undefined ? [] : agentAlarms(subject, agentNamespace, dimensions)),
    alarm("instance-status", {
      subject,
      watched: of("StatusCheckFailed", "Maximum"),
      comparison: ">",
      threshold: 0,
      periodSeconds: 60,
      datapoints: [5, 5],
      meaning: "A server or the machine below it is broken and was not replaced for five minutes.",
    }),
    ...(instanceTypes.some(isBurstable)
      ? [
          alarm("instance-surplus-credits", {
            subject,
            watched: of("CPUSurplusCreditsCharged", "Sum"),
            comparison: ">",
            threshold: 0,
            periodSeconds: 3600,
            // CloudWatch gets it only from burstable types, and only while one of them runs.
            missingData: "notBreaching",
            meaning:
              "The servers use more processor than their type includes, which AWS bills: a larger type may be cheaper.",
          }),
        ]
      : []),
  ];
}
