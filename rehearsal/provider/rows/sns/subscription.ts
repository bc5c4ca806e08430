/** The row of subscriptions to topics. */
import { type Call, isUnknown, type Properties, type Row, type Rule } from "../../row.ts";
import { policyAsWanted, policyText } from "../policy-document.ts";
import { queueEndpointRules } from "./queue-endpoint-rules.ts";
import { topicArnPattern, topicType } from "./shared.ts";

const sns = (operation: string, parameters: Properties): Call => ({ service: "sns", operation, parameters });

const attributes: Readonly<Record<string, string>> = {
  deliveryPolicy: "DeliveryPolicy",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
  replayPolicy: "ReplayPolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
};

/** SNS API, Subscribe: Protocol and Endpoint. */
const endpointForms: Readonly<Record<string, { readonly pattern: RegExp; readonly form: string }>> = {
  application: { pattern: /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:endpoint\/.+$/, form: "the ARN of a mobile endpoint" },
  email: { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, form: "an e-mail address" },
  "email-json": { pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, form: "an e-mail address" },
  firehose: { pattern: /^arn:aws[\w-]*:firehose:[\w-]+:\d{12}:deliverystream\/.+$/, form: "a delivery stream's ARN" },
  http: { pattern: /^http:\/\/.+$/, form: "a URL that begins with http://" },
  https: { pattern: /^https:\/\/.+$/, form: "a URL that begins with https://" },
  lambda: { pattern: /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:.+$/, form: "a function's ARN" },
  sms: { pattern: /^\+?[1-9]\d{4,14}$/, form: "a telephone number in E.164 form (+27…)" },
  sqs: { pattern: /^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/, form: "a queue's ARN" },
};

function attributeText(inputs: Properties, property: string): unknown {
  const value = inputs[property];
  return typeof value === "boolean" ? String(value) : policyText(value);
}

/** The wanted value when the live text says the same; JSON is compared by what it means. */
function asText(live: string, state: Properties, property: string): unknown {
  if (live === attributeText(state, property)) return state[property];
  return property.endsWith("Policy") ? policyAsWanted(live, state[property]) : live;
}

function given(inputs: Properties): string[] {
  return Object.keys(attributes).filter((property) => {
    const value = inputs[property];
    return value !== undefined && !(property === "rawMessageDelivery" && value === false);
  });
}

const endpointRule: Rule = {
  source: "SNS API, Subscribe: Protocol, Endpoint",
  check: ({ protocol, endpoint, topic, subscriptionRoleArn }) => {
    if (typeof protocol !== "string") return undefined;
    const wanted = endpointForms[protocol];
    if (!wanted) return `protocol is ${protocol}: allowed are ${Object.keys(endpointForms).join(", ")}`;
    if (typeof endpoint === "string" && !wanted.pattern.test(endpoint)) {
      return `the endpoint of the protocol ${protocol} must be ${wanted.form}, got ${endpoint}`;
    }
    if (protocol === "firehose" && subscriptionRoleArn === undefined) {
      return "a subscription of the protocol firehose needs subscriptionRoleArn, the role by which SNS writes to the stream";
    }
    if (typeof topic === "string" && topic.endsWith(".fifo") && protocol !== "sqs") {
      return `the FIFO topic ${topic} takes queues only, got the protocol ${protocol}`;
    }
    return undefined;
  },
};

const jsonRule: Rule = {
  source: "SNS API, Subscribe: Attributes (FilterPolicy, RedrivePolicy, DeliveryPolicy)",
  check: (inputs) => {
    for (const property of ["filterPolicy", "redrivePolicy", "deliveryPolicy", "replayPolicy"]) {
      const value = inputs[property];
      if (typeof value !== "string" || value === "") continue;
      try {
        JSON.parse(value);
      } catch {
        return `${property} is not valid JSON: ${value.slice(0, 60)}`;
      }
    }
    const { filterPolicyScope, filterPolicy } = inputs;
    if (typeof filterPolicyScope === "string" && !["MessageAttributes", "MessageBody"].includes(filterPolicyScope)) {
      return `filterPolicyScope is ${filterPolicyScope}: allowed are MessageAttributes and MessageBody`;
    }
    if (filterPolicyScope === undefined || isUnknown(filterPolicyScope) || filterPolicy !== undefined) return undefined;
    return "filterPolicyScope is given without filterPolicy: give both or none";
  },
};

const topicRule: Rule = {
  source: "SNS API, Subscribe: NotFound",
  when: "creation",
  check: ({ topic }, world) => {
    if (typeof topic !== "string" || world.find(topicType, topic)) return undefined;
    if (!topicArnPattern.test(topic)) return `topic is ${topic}: it must be a topic's ARN`;
    return `the topic ${topic} does not exist: take it from the topic's output "arn"`;
  },
};

const emulatorRule: Rule = {
  source: "rehearsal: MiniStack 1.5.33 gives no ARN for unconfirmed subscriptions",
  check: ({ protocol }) =>
    protocol === "http" || protocol === "https"
      ? `the rehearsal cannot subscribe the protocol ${protocol}: its emulator returns no ARN before the endpoint confirms; subscribe a queue`
      : undefined,
};

/**
 * A subscription to a topic, made in the emulator, which keeps a redrive policy and never uses it. The rules, from the API's
 * Subscribe, check protocol, endpoint, JSON attributes and topic, and whether SNS may send to the queues; http and https are
 * refused, because the emulator gives them no ARN before they are confirmed.
 */
export const topicSubscription: Row = {
  type: "aws:sns/topicSubscription:TopicSubscription",
  required: ["endpoint", "protocol", "topic"],
  replaceOn: ["endpoint", "protocol", "topic"],
  defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
  identify: (inputs, facts) =>
    `${inputs.topic}:${facts.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}`,
  attributes: (_inputs, id, facts) => ({ arn: id, ownerId: facts.accountId }),
  create: {
    call: (inputs) => {
      const values = given(inputs).map((property) => [attributes[property], attributeText(inputs, property)]);
      return sns("Subscribe", {
        TopicArn: inputs.topic,
        Protocol: inputs.protocol,
        Endpoint: inputs.endpoint,
        ReturnSubscriptionArn: true,
        ...(values.length > 0 && { Attributes: Object.fromEntries(values) }),
      });
    },
    id: (answer) => answer.SubscriptionArn,
  },
  read: {
    call: (id) => sns("GetSubscriptionAttributes", { SubscriptionArn: id }),
    properties: (answer, _id, state) => {
      const live = answer.Attributes ?? {};
      const texts = given(state).filter((property) => property !== "rawMessageDelivery");
      const known = texts.filter((property) => live[attributes[property] as string] !== undefined);
      return {
        pendingConfirmation: live.PendingConfirmation === "true",
        ...(live.RawMessageDelivery !== undefined && { rawMessageDelivery: live.RawMessageDelivery === "true" }),
        ...Object.fromEntries(
          known.map((property) => {
            const value = live[attributes[property] as string];
            return [property, asText(value, state, property)];
          }),
        ),
      };
    },
    gone: ["NotFound", "NotFoundException"],
  },
  update: (id, inputs, previous) => {
    const properties = [...new Set([...given(inputs), ...given(previous)])];
    const changed = properties.filter(
      (property) => attributeText(inputs, property) !== attributeText(previous, property),
    );
    return changed.map((property) =>
      sns("SetSubscriptionAttributes", {
        SubscriptionArn: id,
        AttributeName: attributes[property],
        AttributeValue: attributeText(inputs, property) ?? "",
      }),
    );
  },
  delete: (id) => [{ ...sns("Unsubscribe", { SubscriptionArn: id }), ignore: ["NotFound", "NotFoundException"] }],
  rules: [endpointRule, jsonRule, topicRule, emulatorRule, ...queueEndpointRules],
};
