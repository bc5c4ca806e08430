/** The ways out of the sender but Slack, over SQS and SNS. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { keyOf } from "../incidents/records.ts";
import type { SenderSettings } from "../settings.ts";
import type { Exits } from "./parts.ts";

/** @param settings names the queues and the topic */
export function awsExits(sqs: SQSClient, sns: SNSClient, settings: SenderSettings): Exits {
  const { outboxUrl, deadLetterUrl, fallbackTopicArn } = settings;
  return {
    delay: async ({ receiptHandle: ReceiptHandle }, VisibilityTimeout) => {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: outboxUrl, ReceiptHandle, VisibilityTimeout }));
    },
    bury: async ({ body, group, messageId }, reason) => {
      const command = new SendMessageCommand({
        QueueUrl: deadLetterUrl,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: keyOf(messageId),
        MessageAttributes: { reason: { DataType: "String", StringValue: reason } },
      });
      await sqs.send(command);
    },
    mail: async ({ subject, text }) => {
      const Subject = subject === "" ? "Alert" : subject.slice(0, 100);
      await sns.send(
        new PublishCommand({ TopicArn: fallbackTopicArn, Subject, Message: text === "" ? Subject : text }),
      );
    },
  };
}
