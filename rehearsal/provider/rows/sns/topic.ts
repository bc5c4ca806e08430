/** The row of topics. */
import type { Call, Facts, Properties, Row } from "../../row.ts";
import { tagChanges, tagList, tagRecord } from "../helpers.ts";
import { policyAsWanted, policyProblem, policyText } from "../policy-document.ts";
import { topicType } from "./shared.ts";

const sns = (operation: string, parameters: Properties): Call => ({ service: "sns", operation, parameters });

const feedback = ["application", "firehose", "http", "lambda", "sqs"].flatMap((protocol) =>
  ["FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate"].map((name): [string, string] => {
    const upper = { http: "HTTP", sqs: "SQS" }[protocol] ?? protocol.charAt(0).toUpperCase() + protocol.slice(1);
    return [`${protocol}${name}`, `${upper}${name}`];
  }),
);

/** Properties of a topic and the attribute that AWS keeps each in. All attributes are texts. */
const attributes: Readonly<Record<string, string>> = {
  archivePolicy: "ArchivePolicy",
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  fifoThroughputScope: "FifoThroughputScope",
  fifoTopic: "FifoTopic",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  tracingConfig: "TracingConfig",
  ...Object.fromEntries(feedback),
};

/** Attributes that only FIFO topics have; others refuse them. */
const fifoOnly = ["contentBasedDeduplication", "fifoThroughputScope", "fifoTopic"];

function attributeValue(inputs: Properties, property: string): unknown {
  const value = inputs[property];
  if (property === "policy" || property === "deliveryPolicy") return policyText(value);
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}

function given(inputs: Properties): string[] {
  const known = Object.keys(attributes).filter((property) => inputs[property] !== undefined);
  return known.filter((property) => inputs.fifoTopic === true || !fifoOnly.includes(property));
}

function liveAttributes(live: Properties, state: Properties): Properties {
  const wanted = given(state).filter((property) => live[attributes[property] as string] !== undefined);
  return Object.fromEntries(
    wanted.map((property) => {
      const value = live[attributes[property] as string];
      if (property === "policy") return [property, policyAsWanted(value, state.policy)];
      return [property, String(state[property]) === value ? state[property] : value];
    }),
  );
}

function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [sns("UntagResource", { ResourceArn: id, TagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [sns("TagResource", { ResourceArn: id, Tags: tagList(set) })] : []),
  ];
}

/** A topic, standard or FIFO, made in the emulator. The rules check its name and its policy. */
export const topic: Row = {
  type: topicType,
  taggable: true,
  autoName: { property: "name", maxLength: 256, suffix: ({ fifoTopic }) => (fifoTopic === true ? ".fifo" : "") },
  required: [],
  replaceOn: ["name", "namePrefix", "fifoTopic"],
  defaults: { contentBasedDeduplication: false, fifoTopic: false },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs, facts) => facts.arn("sns", String(inputs.name)),
  attributes: (_inputs, id, facts) => ({ arn: id, owner: facts.accountId }),
  create: {
    call: (inputs, facts) => {
      const values = given(inputs).map((property) => [attributes[property], attributeValue(inputs, property)]);
      return sns("CreateTopic", {
        Name: inputs.name,
        ...(values.length > 0 && { Attributes: Object.fromEntries(values) }),
        ...(Object.keys(facts.tags).length > 0 && { Tags: tagList(facts.tags) }),
      });
    },
    id: (answer) => answer.TopicArn,
  },
  read: {
    call: (id) => sns("GetTopicAttributes", { TopicArn: id }),
    also: (id) => [sns("ListTagsForResource", { ResourceArn: id })],
    properties: (answer, _id, state) => ({
      ...liveAttributes(answer.Attributes ?? {}, state),
      tagsAll: tagRecord(answer.Tags),
    }),
    gone: ["NotFound", "NotFoundException", "ResourceNotFoundException"],
  },
  update: (id, inputs, previous, facts) => {
    const properties = [...new Set([...given(inputs), ...given(previous)])];
    const changed = properties.filter((property) => property in inputs && inputs[property] !== previous[property]);
    const dropped = properties.filter((property) => property !== "policy" && inputs[property] === undefined);
    return [
      ...[...changed, ...dropped].map((property) => {
        const AttributeValue = attributeValue(inputs, property) ?? "";
        return sns("SetTopicAttributes", { TopicArn: id, AttributeName: attributes[property], AttributeValue });
      }),
      ...tagCalls(id, previous, facts),
    ];
  },
  delete: (id) => [{ ...sns("DeleteTopic", { TopicArn: id }), ignore: ["NotFound", "NotFoundException"] }],
  rules: [
    {
      source: "SNS API, CreateTopic: Name",
      check: ({ name, fifoTopic }) => {
        if (typeof name !== "string") return undefined;
        if (!/^[A-Za-z0-9_-]{1,256}$/.test(name.replace(/\.fifo$/, "")) || name.length > 256) {
          return `SNS refuses the topic's name ${name}: allowed are 1 to 256 letters, digits, "-" and "_" (and .fifo at the end)`;
        }
        if (fifoTopic === true && !name.endsWith(".fifo")) {
          return `the FIFO topic ${name} must have a name that ends with .fifo: name it ${name}.fifo`;
        }
        const plainFifo = fifoTopic === false && name.endsWith(".fifo");
        return plainFifo ? `the topic ${name} ends with .fifo, but fifoTopic is false: set it to true` : undefined;
      },
    },
    {
      source: "SNS API, CreateTopic: Attributes, Policy",
      check: ({ policy }) => {
        const problem = policyProblem(policy);
        return problem && `SNS refuses the topic's policy: ${problem}`;
      },
    },
    {
      source: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html: a key works in its own region only",
      check: ({ kmsMasterKeyId }, _world, facts) => {
        const region = /^arn:aws[\w-]*:kms:([\w-]+):/.exec(String(kmsMasterKeyId ?? ""))?.[1];
        if (region === undefined || region === facts.region) return undefined;
        return `the topic is in ${facts.region} and its key ${kmsMasterKeyId} in ${region}: take a key of the topic's region`;
      },
    },
  ],
};
