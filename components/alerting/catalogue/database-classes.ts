import type { EngineName } from "../../database/engine.ts";
import { instanceClassSizes, isInstanceClass } from "../../database/instance-class.ts";

/** Bytes in a GiB. */
export const bytesPerGiB = 1024 ** 3;

/** What a DB instance class has. */
export interface ClassPower {
  readonly virtualProcessors: number;
  readonly memoryGiB: number;
}

/** GiB for each vCPU, by the family's first letter; small burstable sizes have less. */
const memoryPerProcessor: Readonly<Record<string, number>> = { t: 4, m: 4, r: 8 };

/** GiB of burstable sizes with two vCPUs that are smaller than "large". */
const smallMemoryGiB: Readonly<Record<string, number>> = { micro: 1, small: 2, medium: 4 };

/**
 * Processors and memory of a DB instance class.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 *
 * @param instanceClass one of `instanceClassSizes`, for example "db.m6g.large"
 * @throws Error when the class is not one of them
 */
export function powerOf(instanceClass: string): ClassPower {
  const [, family = "", size = ""] = instanceClass.split(".");
  const perProcessor = memoryPerProcessor[family.charAt(0)];
  if (!isInstanceClass(instanceClass) || perProcessor === undefined) {
    throw new Error(
      `${instanceClass}: its memory is not known, so its alarms have no thresholds. Allowed are the families ` +
        `${Object.keys(instanceClassSizes).join(", ")} of components/database/instance-class.ts. Add memory and vCPUs of a new family ` +
        "to components/alerting/catalogue/database-classes.ts.",
    );
  }
  const small = smallMemoryGiB[size];
  if (small !== undefined) return { virtualProcessors: 2, memoryGiB: small };
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  const virtualProcessors = times === undefined ? 2 : 4 * Number(times === "" ? 1 : times);
  return { virtualProcessors, memoryGiB: virtualProcessors * perProcessor };
}

/**
 * What the operating system and RDS keep for themselves, so that DBInstanceClassMemory is less than the class's memory. AWS tells no
 * figure. Instances show between 77 % (1 GiB) and 97 % (16 GiB) of the memory, which this never exceeds:
 * MySQL 66 connections with 1 GiB, 150 with 2, 312 with 4, 648 with 8 (http://tritoneco.com/2015/11/23/max_connections-at-aws-rds-mysql-instance-sizes/);
 * PostgreSQL 198 with 2, 413 with 4, 856 with 8 (https://gist.github.com/guizmaii/1cacffef793c2ba9645083c3e18b3d8c).
 */
const reserved = { bytes: 256 * 1024 ** 2, share: 0.03 } as const;

/**
 * Bytes of memory for each connection, and most connections, by which RDS calculates max_connections from DBInstanceClassMemory. Of MySQL
 * AWS names no cap for RDS; 16000 is Aurora's, and only the alarm comes early by it on the largest classes.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
const connectionRules: Readonly<Record<EngineName, { readonly bytesEach: number; readonly most: number }>> = {
  mysql: { bytesEach: 12_582_880, most: 16_000 },
  postgres: { bytesEach: 9_531_392, most: 5000 },
};

/**
 * Connections that a database takes at least: RDS's default of max_connections, less what the system keeps of the memory. With the whole
 * memory of a small class in the formula, 90 % of the result would be more than the database ever takes, and the alarm could not fire.
 *
 * @param engine which engine
 * @param instanceClass for example "db.t4g.micro"
 */
export function maxConnections(engine: EngineName, instanceClass: string): number {
  const bytes = powerOf(instanceClass).memoryGiB * bytesPerGiB;
  const { bytesEach, most } = connectionRules[engine];
  return Math.min(Math.floor((bytes * (1 - reserved.share) - reserved.bytes) / bytesEach), most);
}
