/** The row of queues. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { tagChanges } from "../helpers.ts";
import { policyAsWanted, policyText } from "../policy-document.ts";
import { queueRules } from "./queue-rules.ts";
import { gone, queueType, sqs } from "./shared.ts";

/** Properties of a queue and the attribute that AWS keeps each in. All attributes are texts. */
const attributes: Readonly<Record<string, string>> = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  delaySeconds: "DelaySeconds",
  fifoQueue: "FifoQueue",
  fifoThroughputLimit: "FifoThroughputLimit",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
};

const fifoOnly = ["contentBasedDeduplication", "fifoQueue"];

/** JSON texts, of which AWS may tell another form of the same content. */
const documents = ["policy", "redriveAllowPolicy", "redrivePolicy"];

/** What the provider computes when the program gives nothing: a property that is left out stays as it is. */
const computed = [...documents, "deduplicationScope", "fifoThroughputLimit", "kmsDataKeyReusePeriodSeconds"];

function attributeValue(inputs: Properties, property: string): unknown {
  const value = policyText(inputs[property]);
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}

/** Standard queues take no attribute of FIFO queues, not even false. */
function given(inputs: Properties): string[] {
  const known = Object.keys(attributes).filter((property) => inputs[property] !== undefined);
  return known.filter((property) => inputs.fifoQueue === true || !fifoOnly.includes(property));
}

function sent(inputs: Properties, properties: readonly string[]): Properties {
  return Object.fromEntries(properties.map((property) => [attributes[property], attributeValue(inputs, property)]));
}

function liveAttributes(live: Properties, state: Properties): Properties {
  const wanted = given(state).filter((property) => live[attributes[property] as string] !== undefined);
  return Object.fromEntries(
    wanted.map((property) => {
      const value = live[attributes[property] as string];
      if (documents.includes(property)) return [property, policyAsWanted(value, state[property])];
      if (String(state[property]) === value) return [property, state[property]];
      if (typeof state[property] === "number") return [property, Number(value)];
      return [property, typeof state[property] === "boolean" ? value === "true" : value];
    }),
  );
}

/** A dropped key is given up by an empty text; a dropped policy stays, as the provider computes it. */
function changeCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const changed = given(inputs).filter(
    (property) => property !== "fifoQueue" && attributeValue(inputs, property) !== attributeValue(previous, property),
  );
  const dropped = given(previous).filter(
    (property) => inputs[property] === undefined && !computed.includes(property) && !fifoOnly.includes(property),
  );
  if (changed.length + dropped.length === 0) return [];
  const emptied = dropped.map((property) => [attributes[property], property === "sqsManagedSseEnabled" ? "false" : ""]);
  return [
    sqs("SetQueueAttributes", {
      QueueUrl: id,
      Attributes: { ...Object.fromEntries(emptied), ...sent(inputs, changed) },
    }),
  ];
}

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [sqs("UntagQueue", { QueueUrl: id, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [sqs("TagQueue", { QueueUrl: id, Tags: set })] : []),
  ];
}

/**
 * A queue, standard or FIFO, made in the emulator. Its URL has the emulator's host and no region: two regions' queues of
 * one name would have one id, so give them different names.
 */
export const queue: Row = {
  type: queueType,
  taggable: true,
  autoName: { property: "name", maxLength: 80, suffix: ({ fifoQueue }) => (fifoQueue === true ? ".fifo" : "") },
  required: [],
  replaceOn: ["name", "namePrefix", "fifoQueue"],
  defaults: {
    contentBasedDeduplication: false,
    delaySeconds: 0,
    fifoQueue: false,
    maxMessageSize: 262_144,
    messageRetentionSeconds: 345_600,
    receiveWaitTimeSeconds: 0,
    visibilityTimeoutSeconds: 30,
  },
  conflicts: [
    ["name", "namePrefix"],
    ["kmsMasterKeyId", "sqsManagedSseEnabled"],
  ],
  identify: (inputs, facts) => `https://sqs.${facts.region}.amazonaws.com/${facts.accountId}/${inputs.name}`,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("sqs", String(inputs.name)),
    url: id,
    ...(inputs.kmsDataKeyReusePeriodSeconds === undefined && { kmsDataKeyReusePeriodSeconds: 300 }),
  }),
  create: {
    call: (inputs, facts) =>
      sqs("CreateQueue", {
        QueueName: inputs.name,
        Attributes: sent(inputs, given(inputs)),
        ...(Object.keys(facts.tags).length > 0 && { tags: facts.tags }),
      }),
    id: (answer) => answer.QueueUrl,
  },
  read: {
    call: (id) => sqs("GetQueueAttributes", { QueueUrl: id, AttributeNames: ["All"] }),
    also: (id) => [sqs("ListQueueTags", { QueueUrl: id })],
    properties: (answer, _id, state) => ({
      ...liveAttributes(answer.Attributes ?? {}, state),
      tagsAll: answer.Tags ?? {},
    }),
    gone,
  },
  update: (id, inputs, previous, facts) => [...changeCalls(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: (id) => [{ ...sqs("DeleteQueue", { QueueUrl: id }), ignore: gone }],
  rules: queueRules,
};
