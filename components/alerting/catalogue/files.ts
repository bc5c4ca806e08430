import { type AlarmDefinition, alarm, type Statistic } from "./alarm-definition.ts";

/** A file system of EFS. */
export interface FilesSubject<V> {
  readonly fileSystemId: V;
  readonly throughputMode: "bursting" | "elastic" | "provisioned";
  readonly performanceMode: "generalPurpose" | "maxIO";
}

/** Bytes of credits that let a file system run at 100 MB/s for about half an hour. */
const fewCredits = 192e9;

/**
 * The alarms of a file system.
 * Metrics: https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html; the share of the throughput as in
 * https://docs.aws.amazon.com/efs/latest/ug/monitoring-metric-math.html
 *
 * @param files the file system
 */
export function filesAlarms<V>(files: FilesSubject<V>): AlarmDefinition<V>[] {
  const of = (name: string, statistic: Statistic) => ({
    namespace: "AWS/EFS",
    name,
    dimensions: { FileSystemId: files.fileSystemId },
    statistic,
  });
  return [
    ...(files.throughputMode === "bursting"
      ? [
          alarm("files-burst-credits", {
            watched: { metric: of("BurstCreditBalance", "Average") },
            comparison: "<",
            threshold: fewCredits,
            periodSeconds: 600,
            meaning: "The shared files have nearly used up their credits and soon become slow.",
          }),
        ]
      : []),
    ...(files.performanceMode === "generalPurpose"
      ? [
          alarm("files-io-limit", {
            watched: { metric: of("PercentIOLimit", "Maximum") },
            comparison: ">",
            threshold: 95,
            periodSeconds: 600,
            datapoints: [3, 3],
            meaning: "The shared files get about as many operations as they can take, so they become slow.",
          }),
        ]
      : []),
    alarm("files-throughput", {
      watched: {
        expression: "100 * (FILL(metered, 0) / PERIOD(metered)) / permitted",
        label: "Share of the permitted throughput, per cent",
        metrics: { metered: of("MeteredIOBytes", "Sum"), permitted: of("PermittedThroughput", "Average") },
      },
      comparison: ">",
      threshold: 80,
      periodSeconds: 60,
      datapoints: [6, 10],
      meaning: "The shared files move nearly as much data as they may, so they become slow.",
    }),
  ];
}
