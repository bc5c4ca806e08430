/** The row of tables. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { asWanted } from "../drift.ts";
import { pascal, tagChanges, tagList, tagRecord } from "../helpers.ts";
import { tableRules } from "./table-rules.ts";

const dynamodb = (operation: string, parameters: Properties): Call => ({ service: "dynamodb", operation, parameters });

const gone = ["ResourceNotFoundException"];

function keySchema({ hashKey, rangeKey }: Properties): Properties[] {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" }]),
  ];
}

function encryption(inputs: Properties): Properties {
  const { enabled = false, kmsKeyArn } = inputs.serverSideEncryption ?? {};
  return enabled === false ? { Enabled: false } : { Enabled: enabled, SSEType: "KMS", KMSMasterKeyId: kmsKeyArn };
}

function throughput({ billingMode, readCapacity, writeCapacity }: Properties): Properties {
  if (billingMode === "PAY_PER_REQUEST") return {};
  return { ProvisionedThroughput: { ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity } };
}

function expiryCall(id: string, ttl: Properties | undefined, before: Properties | undefined): Call[] {
  const [wanted, was] = [ttl?.enabled === true, before?.enabled === true];
  if (wanted === was && (!wanted || ttl?.attributeName === before?.attributeName)) return [];
  const AttributeName = wanted ? ttl?.attributeName : before?.attributeName;
  return [
    dynamodb("UpdateTimeToLive", {
      TableName: id,
      TimeToLiveSpecification: { Enabled: wanted, AttributeName },
    }),
  ];
}

function recoveryCall(id: string, wanted: Properties | undefined, before: Properties | undefined): Call[] {
  const { enabled = false, recoveryPeriodInDays } = wanted ?? {};
  if (enabled === (before?.enabled ?? false) && recoveryPeriodInDays === before?.recoveryPeriodInDays) return [];
  const days = enabled ? { RecoveryPeriodInDays: recoveryPeriodInDays } : {};
  return [
    dynamodb("UpdateContinuousBackups", {
      TableName: id,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: enabled, ...days },
    }),
  ];
}

/** DynamoDB takes one kind of change in a call: throughput, encryption, class or protection. */
function changeCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const update = (parameters: Properties) => dynamodb("UpdateTable", { TableName: id, ...parameters });
  const differs = (...names: string[]) =>
    names.some((name) => JSON.stringify(inputs[name]) !== JSON.stringify(previous[name]));
  if (asWanted(previous.attributes, inputs.attributes) !== inputs.attributes) {
    throw new Error(`the attributes of the table ${id} differ, and DynamoDB changes no key's type: make another table`);
  }
  return [
    ...(differs("billingMode", "readCapacity", "writeCapacity")
      ? [update({ BillingMode: inputs.billingMode, ...throughput(inputs) })]
      : []),
    ...(JSON.stringify(encryption(inputs)) === JSON.stringify(encryption(previous))
      ? []
      : [update({ SSESpecification: encryption(inputs) })]),
    ...(differs("tableClass") ? [update({ TableClass: inputs.tableClass ?? "STANDARD" })] : []),
    ...(differs("deletionProtectionEnabled")
      ? [update({ DeletionProtectionEnabled: inputs.deletionProtectionEnabled ?? false })]
      : []),
  ];
}

function tagCalls(arn: unknown, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [dynamodb("UntagResource", { ResourceArn: arn, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [dynamodb("TagResource", { ResourceArn: arn, Tags: tagList(set) })] : []),
  ];
}

/** What AWS tells of the properties that the program gives. */
function liveSettings(answer: Properties, state: Properties): Properties {
  const { Table = {}, TimeToLiveDescription = {}, ContinuousBackupsDescription = {} } = answer;
  const keyOf = (kind: string) => Table.KeySchema?.find(({ KeyType }: Properties) => KeyType === kind)?.AttributeName;
  const [expires, encrypted] = [
    TimeToLiveDescription.TimeToLiveStatus === "ENABLED",
    Table.SSEDescription?.Status === "ENABLED",
  ];
  const recovery = ContinuousBackupsDescription.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  const found: Properties = {
    attributes: (Table.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }: Properties) => ({
      name: AttributeName,
      type: AttributeType,
    })),
    billingMode: Table.BillingModeSummary?.BillingMode ?? "PROVISIONED",
    deletionProtectionEnabled: Table.DeletionProtectionEnabled ?? false,
    hashKey: keyOf("HASH"),
    rangeKey: keyOf("RANGE"),
    // The emulator does not keep the days.
    pointInTimeRecovery: { ...state.pointInTimeRecovery, enabled: recovery === "ENABLED" },
    serverSideEncryption: {
      enabled: encrypted,
      ...(encrypted && { kmsKeyArn: Table.SSEDescription.KMSMasterKeyArn }),
    },
    tableClass: Table.TableClassSummary?.TableClass ?? "STANDARD",
    ttl: { enabled: expires, ...(expires && { attributeName: TimeToLiveDescription.AttributeName }) },
    ...(state.billingMode !== "PAY_PER_REQUEST" && {
      readCapacity: Table.ProvisionedThroughput?.ReadCapacityUnits,
      writeCapacity: Table.ProvisionedThroughput?.WriteCapacityUnits,
    }),
  };
  const given = Object.keys(found).filter((name) => state[name] !== undefined && found[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, matches(found[name], state[name])]));
}

/** What is switched off may still name an attribute or a key, which AWS then no longer tells. */
function matches(live: unknown, wanted: unknown): unknown {
  const isOff = (group: unknown) => (group as Properties | undefined)?.enabled === false;
  return isOff(live) && isOff(wanted) ? wanted : asWanted(live, wanted);
}

/** A table without secondary indexes, made in the emulator. Recovery and expiry of items are set after its creation. */
export const table: Row = {
  type: "aws:dynamodb/table:Table",
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: [],
  replaceOn: [
    "name",
    "hashKey",
    "rangeKey",
    "importTable",
    "localSecondaryIndexes",
    "restoreBackupArn",
    "restoreSourceName",
    "restoreSourceTableArn",
  ],
  defaults: { billingMode: "PROVISIONED" },
  identify: (inputs) => String(inputs.name),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("dynamodb", `table/${id}`), streamArn: "", streamLabel: "" }),
  create: {
    call: (inputs, facts) =>
      dynamodb("CreateTable", {
        TableName: inputs.name,
        AttributeDefinitions: (inputs.attributes ?? []).map(({ name, type }: Properties) => ({
          AttributeName: name,
          AttributeType: type,
        })),
        KeySchema: keySchema(inputs),
        ...pascal(inputs, "billingMode", "deletionProtectionEnabled", "tableClass"),
        ...throughput(inputs),
        ...(inputs.serverSideEncryption && { SSESpecification: encryption(inputs) }),
        ...(Object.keys(facts.tags).length > 0 && { Tags: tagList(facts.tags) }),
      }),
    id: (answer) => answer.TableDescription.TableName,
  },
  afterCreate: (id, inputs) => [
    ...expiryCall(id, inputs.ttl, undefined),
    ...recoveryCall(id, inputs.pointInTimeRecovery, undefined),
  ],
  read: {
    call: (id) => dynamodb("DescribeTable", { TableName: id }),
    also: (id, _state, facts) => [
      dynamodb("DescribeTimeToLive", { TableName: id }),
      dynamodb("DescribeContinuousBackups", { TableName: id }),
      dynamodb("ListTagsOfResource", { ResourceArn: facts.arn("dynamodb", `table/${id}`) }),
    ],
    properties: (answer, _id, state) =>
      answer.Table?.TableStatus === "DELETING"
        ? undefined
        : { ...liveSettings(answer, state), tagsAll: tagRecord(answer.Tags) },
    gone,
  },
  update: (id, inputs, previous, facts) => [
    ...changeCalls(id, inputs, previous),
    ...expiryCall(id, inputs.ttl, previous.ttl),
    ...recoveryCall(id, inputs.pointInTimeRecovery, previous.pointInTimeRecovery),
    ...tagCalls(previous.arn, previous, facts),
  ],
  delete: (id) => [{ ...dynamodb("DeleteTable", { TableName: id }), ignore: gone }],
  unlock: { deletionProtectionEnabled: false },
  rules: tableRules,
};
