import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** A service of ECS in a cluster with Container Insights. */
export interface ServiceSubject<V> {
  /** Short name in kebab case: ends the alarms' names. */
  readonly subject: string;
  readonly clusterName: V;
  readonly serviceName: V;
  /** Tasks that shall always run. With 0 none need to, and there is no such alarm. */
  readonly minTasks: number;
}

/**
 * The alarms of an ECS service.
 * Metrics: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
 *
 * @param service the service
 */
export function serviceAlarms<V>(service: ServiceSubject<V>): AlarmDefinition<V>[] {
  const { subject, clusterName, serviceName, minTasks } = service;
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  const busy = { comparison: ">", threshold: 80, periodSeconds: 300 } as const;
  return [
    alarm("service-cpu", {
      subject,
      watched: { metric: { namespace: "AWS/ECS", name: "CPUUtilization", dimensions, statistic: "Average" } },
      ...busy,
      meaning: "The service is at the end of its processor, so answers become slow.",
    }),
    alarm("service-memory", {
      subject,
      watched: { metric: { namespace: "AWS/ECS", name: "MemoryUtilization", dimensions, statistic: "Average" } },
      ...busy,
      meaning: "The service is short of memory; ECS stops tasks that need more than they have.",
    }),
    ...(minTasks > 0
      ? [
          alarm("service-running-tasks", {
            subject,
            watched: {
              metric: {
                namespace: "ECS/ContainerInsights",
                name: "RunningTaskCount",
                dimensions,
                statistic: "Minimum" as const,
              },
            },
            comparison: "<",
            threshold: minTasks,
            periodSeconds: 60,
            datapoints: [5, 5],
            missingData: "breaching",
            meaning: "Fewer tasks of the service run than must: what it does becomes slow or stops.",
          }),
        ]
      : []),
  ];
}
