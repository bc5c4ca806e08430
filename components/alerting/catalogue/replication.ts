import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** A task of the Database Migration Service that replicates changes. */
export interface ReplicationSubject<V> {
  /** Short name in kebab case: ends the alarms' names. */
  readonly subject: string;
  /** Identifier of the replication instance, not its ARN. */
  readonly instanceIdentifier: V;
  /** The task's resource id, the last part of its ARN, which the metrics carry as ReplicationTaskIdentifier. */
  readonly taskIdentifier: V;
}

/**
 * The alarms of a replication.
 * Metrics: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Monitoring.html
 *
 * @param replication the task
 */
export function replicationAlarms<V>(replication: ReplicationSubject<V>): AlarmDefinition<V>[] {
  const { subject, instanceIdentifier, taskIdentifier } = replication;
  const of = (name: string) => ({
    metric: {
      namespace: "AWS/DMS",
      name,
      dimensions: { ReplicationInstanceIdentifier: instanceIdentifier, ReplicationTaskIdentifier: taskIdentifier },
      statistic: "Average" as const,
    },
  });
  // A task that is stopped, or still loads, has no latency.
  const late = {
    comparison: ">",
    threshold: 60,
    periodSeconds: 300,
    datapoints: [3, 3],
    missingData: "notBreaching",
  } as const;
  return [
    alarm("replication-source-latency", {
      subject,
      watched: of("CDCLatencySource"),
      ...late,
      meaning: "Changes are read from the source more than a minute late, so the copy is old.",
    }),
    alarm("replication-target-latency", {
      subject,
      watched: of("CDCLatencyTarget"),
      ...late,
      meaning: "Changes reach the target more than a minute late, so the copy is old.",
    }),
  ];
}
