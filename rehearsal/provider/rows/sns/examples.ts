/** Examples of SNS's rows. */
import type { Example } from "../example.ts";

/** All examples of SNS. */
export const examples: readonly Example[] = [
  {
    name: "sns-topic",
    type: "aws:sns/topic:Topic",
    inputs: () => ({ name: "rehearsal-example", displayName: "first" }),
    change: () => ({ displayName: "second", tags: { kind: "second" } }),
  },
  {
    name: "sns-topic-policy",
    type: "aws:sns/topicPolicy:TopicPolicy",
    stays: "a topic goes back to AWS's first policy",
    needs: ["sns-topic"],
    inputs: (made, { accountId }) => ({
      arn: made("sns-topic").arn,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: ["budgets.amazonaws.com", "costalerts.amazonaws.com"] },
            Action: "sns:Publish",
            Resource: made("sns-topic").arn,
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ],
      }),
    }),
    change: (made) => ({
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: ["budgets.amazonaws.com", "costalerts.amazonaws.com", "events.amazonaws.com"] },
            Action: "sns:Publish",
            Resource: made("sns-topic").arn,
          },
        ],
      }),
    }),
  },
  {
    name: "sns-subscription",
    type: "aws:sns/topicSubscription:TopicSubscription",
    needs: ["sns-topic", "sqs-queue", "sqs-queue-policy"],
    inputs: (made) => ({ topic: made("sns-topic").arn, protocol: "sqs", endpoint: made("sqs-queue").arn }),
    change: () => ({
      rawMessageDelivery: true,
      filterPolicyScope: "MessageBody",
      filterPolicy: JSON.stringify({ severity: ["page"] }),
    }),
  },
  {
    name: "sns-second-region-topic",
    type: "aws:sns/topic:Topic",
    inputs: () => ({ name: "rehearsal-example", region: "us-east-1" }),
  },
  {
    name: "sns-second-region-dead-letters",
    type: "aws:sqs/queue:Queue",
    inputs: (_made, { accountId }) => ({
      name: "rehearsal-example-undelivered",
      region: "us-east-1",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: `arn:aws:sqs:us-east-1:${accountId}:rehearsal-example-undelivered`,
          },
        ],
      }),
    }),
  },
  {
    // From a region that everyone has to one that must be opted into: another principal sends, in the topic's region.
    name: "sns-second-region-subscription",
    type: "aws:sns/topicSubscription:TopicSubscription",
    needs: ["sns-second-region-topic", "sns-second-region-dead-letters", "sqs-queue", "sqs-queue-policy"],
    inputs: (made) => ({
      region: "us-east-1",
      topic: made("sns-second-region-topic").arn,
      protocol: "sqs",
      endpoint: made("sqs-queue").arn,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: String(made("sns-second-region-dead-letters").arn),
      }),
    }),
    change: () => ({ rawMessageDelivery: true }),
  },
];
