/** Examples of SQS. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [
  {
    name: "sqs-dead-letters",
    type: "aws:sqs/queue:Queue",
    inputs: (_made, { accountId, region }) => ({
      name: "rehearsal-example-dead",
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [`arn:aws:sqs:${region}:${accountId}:rehearsal-example`],
      }),
    }),
    change: () => ({ redriveAllowPolicy: JSON.stringify({ redrivePermission: "allowAll" }) }),
  },
  {
    name: "sqs-queue",
    type: "aws:sqs/queue:Queue",
    needs: ["sqs-dead-letters", "kms-key"],
    inputs: (made) => ({
      name: "rehearsal-example",
      kmsMasterKeyId: made("kms-key").arn,
      visibilityTimeoutSeconds: 360,
      redrivePolicy: redrive(made("sqs-dead-letters").arn, 5),
    }),
    change: (made) => ({
      delaySeconds: 5,
      visibilityTimeoutSeconds: 60,
      redrivePolicy: redrive(made("sqs-dead-letters").arn, 9),
      tags: { kind: "second" },
    }),
  },
  {
    name: "sqs-fifo-queue",
    type: "aws:sqs/queue:Queue",
    inputs: () => ({
      fifoQueue: true,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
    }),
    change: () => ({ contentBasedDeduplication: true, receiveWaitTimeSeconds: 20 }),
  },
  {
    name: "sqs-queue-policy",
    type: "aws:sqs/queuePolicy:QueuePolicy",
    needs: ["sqs-queue"],
    inputs: (made, { accountId, region }) => ({
      queueUrl: made("sqs-queue").url,
      policy: policy(made("sqs-queue").arn, [
        `arn:aws:sns:${region}:${accountId}:rehearsal-example`,
        `arn:aws:sns:us-east-1:${accountId}:rehearsal-example`,
      ]),
    }),
    change: (made, { accountId, region }) => ({
      policy: policy(made("sqs-queue").arn, [`arn:aws:sns:${region}:${accountId}:rehearsal-*`]),
    }),
  },
];

/** A text, so that a preview knows nothing of it while the ARN is not known. */
function redrive(deadLetterTargetArn: unknown, maxReceiveCount: number): string {
  return JSON.stringify({ deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount });
}

function policy(queueArn: string, topicArns: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: ["sns.amazonaws.com", "sns.af-south-1.amazonaws.com"] },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnLike: { "aws:SourceArn": topicArns } },
      },
    ],
  });
}
