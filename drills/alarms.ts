/** Alarms in CloudWatch as drills use them. */
import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { inParallel } from "./in-parallel.ts";

/** An alarm that a drill may set off. */
export interface DrillAlarm {
  readonly name: string;
  readonly arn: string;
  /** Region's code. */
  readonly region: string;
  readonly state: StateValue;
  /** ARNs of the topics that it tells. */
  readonly topicArns: readonly string[];
}

/** How alarms are set off and made. */
export interface AlarmControl {
  /** Sets an alarm's state; returns when that was, in milliseconds since 1970. */
  set(alarm: Pick<DrillAlarm, "name" | "region">, state: "ALARM" | "OK"): Promise<number>;
  state(alarm: Pick<DrillAlarm, "name" | "region">): Promise<StateValue | undefined>;
  /**
   * Makes alarms of the drill's own, which look at no metric that there is.
   *
   * @param tellsRecovery whether they tell that they are OK again
   */
  make(names: readonly string[], topicArn: string, tellsRecovery: boolean): Promise<readonly DrillAlarm[]>;
  remove(alarms: readonly Pick<DrillAlarm, "name">[]): Promise<void>;
}

const reasons = { ALARM: "A drill: nothing is wrong", OK: "The drill is over" };

/** Alarms that one call deletes at most. Source: CloudWatch API, DeleteAlarms. */
const mostDeleted = 100;

/**
 * Looks an alarm up.
 *
 * @returns undefined when there is none in the client's region
 */
export async function describeAlarms(
  client: CloudWatchClient,
  region: string,
  names: readonly string[],
): Promise<DrillAlarm[]> {
  const found: DrillAlarm[] = [];
  // DescribeAlarms takes a hundred names.
  for (let start = 0; start < names.length; start += 100) {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames: names.slice(start, start + 100),
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: 100,
      }),
    );
    for (const { AlarmName, AlarmArn, StateValue, AlarmActions = [] } of [...MetricAlarms, ...CompositeAlarms]) {
      if (AlarmName === undefined || AlarmArn === undefined) continue;
      const topicArns = AlarmActions.filter((arn) => arn.includes(":sns:"));
      found.push({ name: AlarmName, arn: AlarmArn, region, state: StateValue ?? "INSUFFICIENT_DATA", topicArns });
    }
  }
  return found;
}

/**
 * CloudWatch.
 *
 * @param clientOf the client of a region
 * @param home region in which alarms are made
 */
export function cloudWatchAlarms(clientOf: (region: string) => CloudWatchClient, home: string): AlarmControl {
  const put = (name: string, topicArn: string, tellsRecovery: boolean) =>
    clientOf(home).send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        AlarmDescription: "Made by a drill, and deleted at its end.",
        Namespace: "Platform/Drills",
        MetricName: name,
        Statistic: "Maximum",
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 0,
        TreatMissingData: "ignore",
        AlarmActions: [topicArn],
        OKActions: tellsRecovery ? [topicArn] : [],
      }),
    );
  return {
    set: async ({ name, region }, state) => {
      const at = Date.now();
      const command = new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: reasons[state] });
      await clientOf(region).send(command);
      return at;
    },
    state: async ({ name, region }) => (await describeAlarms(clientOf(region), region, [name]))[0]?.state,
    make: async (names, topicArn, tellsRecovery) => {
      await inParallel(names, (name) => put(name, topicArn, tellsRecovery));
      return describeAlarms(clientOf(home), home, names);
    },
    remove: async (alarms) => {
      for (let start = 0; start < alarms.length; start += mostDeleted) {
        const AlarmNames = alarms.slice(start, start + mostDeleted).map(({ name }) => name);
        await clientOf(home).send(new DeleteAlarmsCommand({ AlarmNames }));
      }
    },
  };
}
