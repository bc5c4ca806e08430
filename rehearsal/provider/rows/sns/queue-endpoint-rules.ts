/** What keeps SNS from delivering to a queue: at once refused by AWS, or lost without a word. */
import type { Facts, Properties, Rule, World } from "../../row.ts";
import { text } from "../known.ts";
import { snsSender } from "../regions.ts";
import { queueArnParts, sendProblem } from "../sqs/shared.ts";
import { topicArnPattern } from "./shared.ts";

const deadLetterPages = "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html";

/** Region, account and kind of a topic; undefined when the ARN is none or not known yet. */
function topicParts(topic: unknown) {
  const parts = topicArnPattern.exec(text(topic) ?? "");
  return parts
    ? { region: String(parts[1]), account: String(parts[2]), fifo: String(parts[3]).endsWith(".fifo") }
    : undefined;
}

/** The ARN in a redrive policy; undefined when there is none, it is not known yet, or it cannot be read. */
function deadLetterArn({ redrivePolicy }: Properties): unknown {
  try {
    return JSON.parse(text(redrivePolicy) ?? "{}")?.deadLetterTargetArn;
  } catch {
    return undefined;
  }
}

function hasRedrivePolicy({ redrivePolicy }: Properties): boolean {
  return text(redrivePolicy) !== undefined && redrivePolicy !== "";
}

function deadLetterProblem(inputs: Properties): string | undefined {
  if (!hasRedrivePolicy(inputs)) return undefined;
  const arn = deadLetterArn(inputs);
  const queue = queueArnParts(arn);
  if (!queue) return `redrivePolicy.deadLetterTargetArn is ${arn}: it must be a queue's ARN`;
  const topic = topicParts(inputs.topic);
  if (!topic) return undefined;
  if (queue.region !== topic.region || queue.account !== topic.account) {
    return `the dead-letter queue ${arn} must be in the topic's region and account (${topic.region}, ${topic.account})`;
  }
  if (queue.fifo === topic.fifo) return undefined;
  const kind = topic.fifo ? "FIFO queues" : "standard queues";
  return `the dead-letter queue ${arn} is of the wrong kind: subscriptions to ${inputs.topic} take ${kind}`;
}

/** Whether SNS may send there. Queues of other accounts are not looked at. */
function deliveryProblem(queueArn: unknown, topicArn: unknown, world: World, facts: Facts): string | undefined {
  const [queue, topic] = [queueArnParts(queueArn), topicParts(topicArn)];
  if (!queue || !topic || queue.account !== facts.accountId) return undefined;
  const sender = snsSender(topic.region, queue.region);
  if (sender === undefined) return undefined;
  const context = { "aws:sourcearn": topicArn, "aws:sourceaccount": topic.account };
  return sendProblem(queueArn, sender, context, world);
}

/** The rules of subscriptions whose endpoint or dead-letter queue is a queue. */
export const queueEndpointRules: readonly Rule[] = [
  {
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html: subscribe in the topic's region",
    check: ({ topic }, _world, facts) => {
      const region = topicParts(topic)?.region;
      if (region === undefined || region === facts.region) return undefined;
      return `the subscription is made in ${facts.region} and its topic ${topic} is in ${region}: set its region to ${region}`;
    },
  },
  {
    source:
      "https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html: a standard topic feeds no FIFO queue; InvalidParameter",
    check: ({ protocol, topic, endpoint }) =>
      protocol === "sqs" && topicParts(topic)?.fifo === false && queueArnParts(endpoint)?.fifo === true
        ? `the topic ${topic} is no FIFO topic and cannot feed the FIFO queue ${endpoint}: subscribe a standard queue`
        : undefined,
  },
  {
    source: "https://docs.aws.amazon.com/sns/latest/dg/lambda-prereq.html: not between opt-in regions",
    check: ({ protocol, topic, endpoint }) => {
      const [from, to] = [topicParts(topic)?.region, queueArnParts(endpoint)?.region];
      if (protocol !== "sqs" || from === undefined || to === undefined || snsSender(from, to) !== undefined)
        return undefined;
      return `SNS does not deliver from ${from} to ${to}, which are both opt-in regions: take a queue in ${from}`;
    },
  },
  { source: `${deadLetterPages}: same account and Region, FIFO for FIFO`, check: deadLetterProblem },
  {
    source:
      "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html and sns-cross-region-delivery.html: the principal in the queue's policy",
    when: "creation",
    check: ({ protocol, topic, endpoint }, world, facts) =>
      protocol === "sqs" ? deliveryProblem(endpoint, topic, world, facts) : undefined,
  },
  {
    source: `${deadLetterPages}: the queue's policy and key let SNS in`,
    when: "creation",
    check: (inputs, world, facts) => deliveryProblem(deadLetterArn(inputs), inputs.topic, world, facts),
  },
];
