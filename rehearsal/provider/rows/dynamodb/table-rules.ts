/** What DynamoDB and the real provider refuse of a table. */
import { type Facts, isUnknown, type Properties, type Rule } from "../../row.ts";
import { number, text } from "../known.ts";

function keysProblem({ hashKey, rangeKey, attributes }: Properties): string | undefined {
  if (hashKey === undefined) return "hashKey is not given: a table needs a partition key";
  if (!Array.isArray(attributes ?? []) || isUnknown(hashKey) || isUnknown(rangeKey)) return undefined;
  const defined = (attributes ?? []) as readonly Properties[];
  if (defined.some(({ name }) => isUnknown(name))) return undefined;
  const names = defined.map(({ name }) => String(name));
  const keys = [hashKey, rangeKey].filter((key) => key !== undefined).map(String);
  if (new Set(keys).size !== keys.length) return `hashKey and rangeKey are both ${hashKey}: they must differ`;
  const missing = keys.filter((key) => !names.includes(key));
  if (missing.length > 0) return `the key ${missing.join(", ")} is no attribute of the table: add it to attributes`;
  const unused = names.filter((name) => !keys.includes(name));
  if (unused.length > 0) {
    return `attributes has ${unused.join(", ")}, which is the key of nothing: define the attributes of keys only`;
  }
  const strange = defined.find(({ type }) => text(type) !== undefined && !["B", "N", "S"].includes(type));
  return strange && `the attribute ${strange.name} is of the type ${strange.type}: keys are S, N or B`;
}

function encryptionProblem({ serverSideEncryption }: Properties, facts: Facts): string | undefined {
  const { enabled, kmsKeyArn } = (serverSideEncryption ?? {}) as Properties;
  const arn = text(kmsKeyArn);
  if (arn === undefined) return undefined;
  if (enabled === false) return "serverSideEncryption names a key, but enabled is false: set it to true";
  const region = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:(?:key|alias)\/.+$/.exec(arn)?.[1];
  if (region === undefined) return `serverSideEncryption.kmsKeyArn is ${arn}: it must be a key's ARN`;
  if (region === facts.region) return undefined;
  return `the table is in ${facts.region} and its key ${arn} in ${region}: take a key of the table's region`;
}

function capacityProblem({ billingMode, readCapacity, writeCapacity }: Properties): string | undefined {
  const mode = text(billingMode);
  if (mode === undefined) return undefined;
  if (!["PAY_PER_REQUEST", "PROVISIONED"].includes(mode)) {
    return `billingMode is ${mode}: allowed are PAY_PER_REQUEST and PROVISIONED`;
  }
  if (mode === "PAY_PER_REQUEST" || (readCapacity !== undefined && writeCapacity !== undefined)) return undefined;
  return "billingMode is PROVISIONED, which needs readCapacity and writeCapacity: give both, or set PAY_PER_REQUEST";
}

function settingsProblem({ ttl, pointInTimeRecovery }: Properties): string | undefined {
  if (ttl?.enabled === true && (ttl.attributeName === undefined || ttl.attributeName === "")) {
    return "ttl is enabled and names no attributeName: name the attribute that holds the time, in seconds since 1970";
  }
  const days = number(pointInTimeRecovery?.recoveryPeriodInDays);
  if (days === undefined || (days >= 1 && days <= 35)) return undefined;
  return `pointInTimeRecovery.recoveryPeriodInDays is ${days}: allowed are 1 to 35 days`;
}

const unsupported = ["globalSecondaryIndexes", "importTable", "localSecondaryIndexes", "replicas", "streamEnabled"];

/** All rules of tables. */
export const tableRules: readonly Rule[] = [
  {
    source: "DynamoDB API, CreateTable: TableName",
    check: ({ name }) =>
      typeof name !== "string" || /^[\w.-]{3,255}$/.test(name)
        ? undefined
        : `the table's name is ${name}: allowed are 3 to 255 letters, digits, "_", "-" and "."`,
  },
  {
    source: "DynamoDB API, CreateTable: AttributeDefinitions, KeySchema; aws.dynamodb.Table: attributes",
    check: keysProblem,
  },
  { source: "DynamoDB API, CreateTable: BillingMode, ProvisionedThroughput", check: capacityProblem },
  {
    source: "DynamoDB API, SSESpecification: KMSMasterKeyId",
    check: (inputs, _world, facts) => encryptionProblem(inputs, facts),
  },
  { source: "DynamoDB API, UpdateTimeToLive and UpdateContinuousBackups", check: settingsProblem },
  {
    source: "rehearsal: the row of tables makes no indexes, replicas and streams",
    check: (inputs) => {
      const given = unsupported.filter((name) => inputs[name] !== undefined && inputs[name] !== false);
      return given.length === 0
        ? undefined
        : `the rehearsal makes tables without ${given.join(", ")}: leave it out, or extend rehearsal/provider/rows/dynamodb/table.ts`;
    },
  },
];
