import type { EngineName } from "../../database/engine.ts";
import { type AlarmDefinition, type AlarmParts, alarm, type Statistic, type Watched } from "./alarm-definition.ts";
import type { AlarmId } from "./alarm-ids.ts";
import { isBurstable } from "./auto-scaling.ts";
import { bytesPerGiB, maxConnections, powerOf } from "./database-classes.ts";

/** A DB instance with its read replicas, which are of the same class and size. */
export interface DatabaseSubject<V> {
  readonly identifier: V;
  readonly engine: EngineName;
  /** For example "db.m6g.large". */
  readonly instanceClass: string;
  /** Storage that was allocated, in GiB. */
  readonly storageGiB: number;
  /** Size up to which RDS lets the storage grow, in GiB. Undefined: it does not. */
  readonly maxStorageGiB?: number | undefined;
  /** EBS volume type. */
  readonly storageType: "gp2" | "gp3" | "io1" | "io2";
  /** Whether Database Insights watches it: only then there is a DBLoad. */
  readonly hasInsights: boolean;
  /** Identifiers of the read replicas. Default: none. */
  readonly replicaIdentifiers?: readonly V[] | undefined;
}

/** Bytes of swap beyond which a database waits for its disk. */
const muchSwap = 256 * 1024 ** 2;

/** Share of the maximum from which storage has hardly any room left to grow: RDS grows by 10 % at least. */
const nearMaximum = 0.9;

/**
 * The size from which the alarm of full storage is calculated: the maximum where it is reached or nearly, otherwise what was allocated.
 * Storage that RDS has let grow shows in no metric: raise `storageGiB` after it, and the thresholds follow.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
function fullSize({
  storageGiB,
  maxStorageGiB = storageGiB,
}: Pick<DatabaseSubject<unknown>, "storageGiB" | "maxStorageGiB">) {
  return storageGiB >= maxStorageGiB * nearMaximum ? maxStorageGiB : storageGiB;
}

/** Makes an alarm of this instance. */
type Make<V> = (
  id: AlarmId,
  name: string,
  statistic: Statistic,
  parts: Omit<AlarmParts<V>, "watched" | "subject">,
) => AlarmDefinition<V>;

function powerAlarms<V>(
  make: Make<V>,
  { instanceClass, engine, hasInsights }: DatabaseSubject<V>,
): AlarmDefinition<V>[] {
  const { memoryGiB, virtualProcessors } = powerOf(instanceClass);
  const credits = {
    comparison: "<",
    threshold: 20,
    periodSeconds: 600,
    // Half an hour: a new instance begins without credits.
    datapoints: [3, 3],
  } as const;
  return [
    make("database-cpu", "CPUUtilization", "Average", {
      comparison: ">",
      threshold: 90,
      periodSeconds: 60,
      datapoints: [5, 5],
      meaning: "The database is at the end of its processor, so pages become slow.",
    }),
    make("database-memory", "FreeableMemory", "Average", {
      comparison: "<",
      threshold: Math.round(0.1 * memoryGiB * bytesPerGiB),
      periodSeconds: 60,
      datapoints: [15, 15],
      meaning: "The database has less than a tenth of its memory left and may soon swap or restart.",
    }),
    make("database-swap", "SwapUsage", "Average", {
      comparison: ">",
      threshold: muchSwap,
      periodSeconds: 600,
      meaning: "The database uses the disk as memory, so queries become slow.",
    }),
    make("database-connections", "DatabaseConnections", "Average", {
      comparison: ">",
      threshold: Math.floor(0.9 * maxConnections(engine, instanceClass)),
      periodSeconds: 60,
      datapoints: [5, 5],
      meaning: "The database soon takes no more connections; visitors then get errors.",
    }),
    ...(hasInsights
      ? [
          make("database-load", "DBLoad", "Average", {
            comparison: ">",
            threshold: virtualProcessors,
            periodSeconds: 60,
            datapoints: [15, 15],
            meaning: "More queries are under way than the database has processors, so they wait for each other.",
          }),
        ]
      : []),
    ...(isBurstable(instanceClass)
      ? [
          make("database-cpu-credits", "CPUCreditBalance", "Average", {
            ...credits,
            meaning: "The database has used up its processor credits: it becomes slow, or AWS bills the rest.",
          }),
        ]
      : []),
  ];
}

function storageAlarms<V>(make: Make<V>, database: DatabaseSubject<V>): AlarmDefinition<V>[] {
  const latency = { comparison: ">", threshold: 0.15, periodSeconds: 60, datapoints: [5, 5] } as const;
  return [
    make("database-storage-low", "FreeStorageSpace", "Average", {
      comparison: "<",
      threshold: Math.round(0.1 * database.storageGiB * bytesPerGiB),
      periodSeconds: 300,
      datapoints: [6, 6],
      meaning: "The database's disk is nine tenths full and has not grown for half an hour.",
    }),
    make("database-storage-full", "FreeStorageSpace", "Average", {
      comparison: "<",
      threshold: Math.round(0.05 * fullSize(database) * bytesPerGiB),
      periodSeconds: 60,
      datapoints: [5, 5],
      meaning: "The database's disk is nearly full; when it is, the database stops and with it the site.",
    }),
    make("database-disk-queue", "DiskQueueDepth", "Average", {
      comparison: ">",
      threshold: 64,
      periodSeconds: 600,
      meaning: "The database waits for its disk, so pages become slow.",
    }),
    make("database-read-latency", "ReadLatency", "p90", {
      ...latency,
      meaning: "Reading from the database's disk takes long, so pages become slow.",
    }),
    make("database-write-latency", "WriteLatency", "p90", {
      ...latency,
      meaning: "Writing to the database's disk takes long, so saving becomes slow.",
    }),
    ...(database.storageType === "gp2"
      ? [
          make("database-burst-balance", "BurstBalance", "Average", {
            comparison: "<",
            threshold: 20,
            periodSeconds: 600,
            datapoints: [3, 3],
            meaning: "The database's disk has nearly used up its credits and soon becomes slow.",
          }),
        ]
      : []),
  ];
}

/**
 * The alarms of a database and its read replicas. Thresholds follow from class and size.
 * Metrics: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 *
 * @param database the database
 * @throws Error when the class's memory is not known
 */
export function databaseAlarms<V>(database: DatabaseSubject<V>): AlarmDefinition<V>[] {
  const watch = (identifier: V, name: string, statistic: Statistic): Watched<V> => ({
    metric: { namespace: "AWS/RDS", name, dimensions: { DBInstanceIdentifier: identifier }, statistic },
  });
  const maker = (identifier: V, subject?: string): Make<V> => {
    return (id, name, statistic, parts) =>
      alarm(id, { ...parts, subject, watched: watch(identifier, name, statistic) });
  };
  const ofInstance = (make: Make<V>) => [...powerAlarms(make, database), ...storageAlarms(make, database)];
  const replicas = (database.replicaIdentifiers ?? []).flatMap((identifier, position) => {
    const make = maker(identifier, `replica-${position + 1}`);
    return [
      ...ofInstance(make),
      make("database-replica-lag", "ReplicaLag", "Average", {
        comparison: ">",
        threshold: 300,
        periodSeconds: 60,
        datapoints: [5, 5],
        meaning: "A read replica is more than five minutes behind: visitors who read from it see old data.",
      }),
    ];
  });
  return [...ofInstance(maker(database.identifier)), ...replicas];
}
