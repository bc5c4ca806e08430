/** What AWS adds to logs, alarms, topics and mail. */
import { accountId, arn, type Form, hex, named, type Properties, region } from "./form.ts";

/** FIFO queues end so, by Pulumi's automatic names too. */
const queueName = (name: string, inputs: Properties) =>
  inputs.fifoQueue === true && !name.endsWith(".fifo") ? `${name}.fifo` : name;

const queueUrl = (name: string, place: string) => `https://sqs.${place}.amazonaws.com/${accountId}/${name}`;

/** Forms by type token. */
export const operations: Readonly<Record<string, Form>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": named((name) => ({ arn: arn("cloudwatch", `alarm:${name}`) })),
  "aws:cloudwatch/logGroup:LogGroup": named((name, inputs) => ({
    arn: arn("logs", `log-group:${name}`, { region: inputs.region }),
  })),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": named((name, inputs) => ({
    arn: arn("logs", `delivery-source:${name}`, { region: inputs.region }),
  })),
  "aws:sesv2/emailIdentity:EmailIdentity": {
    id: (_name, _seed, inputs) => inputs.emailIdentity,
    adds: (id, _name, inputs) => ({
      arn: arn("ses", `identity/${id}`, inputs.region === undefined ? {} : { region: inputs.region }),
      dkimSigningAttributes: {
        ...inputs.dkimSigningAttributes,
        tokens: ["one", "two", "three"].map((token) => hex(`${id} ${token}`, 32)),
      },
    }),
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    id: (name) => `${arn("sns", name)}:00000000-0000-4000-8000-000000000000`,
    // An address confirms by a mail; a queue of the account needs not.
    adds: (id, _name, inputs) => ({ arn: id, pendingConfirmation: inputs.protocol === "email" }),
  },
  "aws:sns/topicPolicy:TopicPolicy": { id: (_name, _seed, inputs) => inputs.arn, adds: (id) => ({ arn: id }) },
  "aws:sns/topic:Topic": {
    id: (name, _seed, { region }) => arn("sns", name, { region }),
    adds: (id, name) => ({ arn: id, name }),
  },
  "aws:sqs/queue:Queue": {
    id: (name, _seed, inputs) => queueUrl(queueName(name, inputs), inputs.region ?? region),
    adds: (id, name, inputs) => {
      const own = queueName(name, inputs);
      return { name: own, url: id, arn: arn("sqs", own, { region: inputs.region }) };
    },
  },
  "aws:cloudwatch/eventRule:EventRule": named((name, inputs) => ({
    arn: arn("events", `rule/${name}`, { region: inputs.region }),
  })),
};
