/** What AWS adds to logs, alarms, topics and mail. */
import { arn, byArn, type Form, hex, named } from "./form.ts";

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
  "aws:sns/topicPolicy:TopicPolicy": { id: (_name, _seed, inputs) => inputs.arn, adds: (id) => ({ arn: id }) },
  "aws:sns/topic:Topic": byArn((name) => arn("sns", name)),
};
