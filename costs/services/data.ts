/** What holds data: database, files, objects, tables, backups. */
import type { Charge, Inputs, Pricer } from "../model.ts";
import { missShare, peers } from "./shares.ts";

/** vCPUs of a class by its size, for what RDS charges by the vCPU: https://aws.amazon.com/rds/instance-types/ */
function vCpus(instanceClass: string): number {
  const size = instanceClass.split(".")[2] ?? "";
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return 4 * Number(multiple);
  return size === "xlarge" ? 4 : size === "medium" && !instanceClass.startsWith("db.t") ? 1 : 2;
}

/** A database with its storage; the secret of its user that RDS keeps in Secrets Manager; insights beyond the free ones. */
const database: Pricer = ({ inputs }, { usage }) => {
  const zones = inputs.multiAz === true ? "multi-az" : "single-az";
  const part = usage.hours / 730;
  const type = String(inputs.instanceClass);
  const charges: (Charge | false)[] = [
    {
      what: `${type}, ${engineOf(inputs)}, ${zones}`,
      item: `rds/${engineOf(inputs)}-${type}-${zones}`,
      quantity: usage.hours,
      unit: "hour",
      kind: "fixed",
    },
    inputs.allocatedStorage !== undefined && {
      what: `${inputs.allocatedStorage} GiB ${inputs.storageType}, ${zones}`,
      item: `rds/${inputs.storageType}-storage-${zones}`,
      quantity: inputs.allocatedStorage * part,
      unit: "GB-month",
      kind: "fixed",
    },
    inputs.manageMasterUserPassword === true && {
      what: "secret of the master user",
      item: "secretsmanager/secret",
      quantity: part,
      unit: "month",
      kind: "fixed",
    },
    inputs.databaseInsightsMode === "advanced" && {
      what: `Database Insights of ${vCpus(type)} vCPUs`,
      item: "cloudwatch/database-insights",
      quantity: vCpus(type) * usage.hours,
      unit: "vCPU-hour",
      kind: "fixed",
    },
  ];
  return charges.filter((charge) => charge !== false);
};

/** A replica has its source's engine, and does not say it. */
const engineOf = ({ engine }: Inputs): string => engine ?? "replica";

const replicaOrInstance: Pricer = (resource, context) => {
  const source = context.all.find(
    ({ type, inputs }) => type === resource.type && inputs.identifier === resource.inputs.replicateSourceDb,
  );
  if (resource.inputs.engine !== undefined || source === undefined) return database(resource, context);
  const { engine, allocatedStorage, storageType } = source.inputs;
  return database({ ...resource, inputs: { engine, allocatedStorage, storageType, ...resource.inputs } }, context);
};

/** A proxy is charged by the vCPUs of the database behind it, two at least: https://aws.amazon.com/rds/proxy/pricing/ */
const proxy: Pricer = (_resource, { all, usage }) => {
  const behind = all.find(({ type, inputs }) => type === "aws:rds/instance:Instance" && !inputs.replicateSourceDb);
  const count = Math.max(2, vCpus(String(behind?.inputs.instanceClass ?? "")));
  return [
    {
      what: `proxy, ${count} vCPUs`,
      item: "rds/proxy",
      quantity: count * usage.hours,
      unit: "vCPU-hour",
      kind: "fixed",
    },
  ];
};

const fileSystem: Pricer = (resource, context) => {
  const { usage } = context;
  const of = (what: string, item: string, gb: number, unit: string): Charge => ({
    ...{ what, item, unit },
    quantity: gb / peers(resource, context),
    kind: "usage",
  });
  return [
    of("files, at the price of the standard class", "efs/standard", usage.filesGb, "GB-month"),
    of("read from files", "efs/elastic-read", usage.filesReadGb, "GB"),
    of("written to files", "efs/elastic-write", usage.filesWrittenGb, "GB"),
  ];
};

const bucket: Pricer = (resource, context) => {
  const { usage } = context;
  const share = 1 / peers(resource, context);
  const reads = usage.requests * missShare(context);
  const of = (what: string, item: string, quantity: number, unit: string): Charge => ({
    ...{ what, item, unit },
    quantity: quantity * share,
    kind: "usage",
  });
  return [
    of("objects", "s3/standard", usage.objectsGb, "GB-month"),
    of("writes of objects", "s3/writes", usage.objectWrites / 1000, "1,000 requests"),
    of("reads of objects", "s3/reads", reads / 1000, "1,000 requests"),
  ];
};

/** Items that one alert writes and reads: incident, decision, sent record, and counters of limits. */
const writesPerNotification = 4;
const readsPerNotification = 4;

/** GB of a table of incidents, whose items expire. */
const tableGb = 0.1;

const table: Pricer = ({ inputs }, { usage }) => {
  if (inputs.billingMode !== "PAY_PER_REQUEST") {
    const provisioned = { item: "dynamodb/provisioned", quantity: usage.hours, unit: "hour", kind: "fixed" as const };
    return [{ what: "provisioned capacity", ...provisioned }];
  }
  const millions = usage.notifications / 1_000_000;
  const of = (what: string, item: string, quantity: number, unit: string): Charge => ({
    ...{ what, item, quantity, unit },
    kind: "usage",
  });
  const units = "million units";
  return [
    of("writes of the table", "dynamodb/writes", millions * writesPerNotification, units),
    of("reads of the table", "dynamodb/reads", millions * readsPerNotification, units),
    of("stored in the table", "dynamodb/storage", tableGb, "GB-month"),
    ...(inputs.pointInTimeRecovery?.enabled === true
      ? [of("point-in-time recovery", "dynamodb/point-in-time-recovery", tableGb, "GB-month")]
      : []),
  ];
};

/** Recovery points of files, objects and tables, at the price of files: the plans keep none in cold storage. */
const vault: Pricer = (resource, context) => {
  const quantity = context.usage.backupGb / peers(resource, context);
  return [{ what: "recovery points", item: "backup/warm-storage", quantity, unit: "GB-month", kind: "usage" }];
};

/** Pricers by type. */
export const data: Readonly<Record<string, Pricer>> = {
  "aws:rds/instance:Instance": replicaOrInstance,
  "aws:rds/proxy:Proxy": proxy,
  "aws:efs/fileSystem:FileSystem": fileSystem,
  "aws:s3/bucket:Bucket": bucket,
  "aws:dynamodb/table:Table": table,
  "aws:backup/vault:Vault": vault,
};
