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
    needs: ["sns-topic"],
    inputs: (made, { accountId, region }) => ({
      topic: made("sns-topic").arn,
      protocol: "sqs",
      endpoint: `arn:aws:sqs:${region}:${accountId}:rehearsal-example`,
      rawMessageDelivery: true,
    }),
    change: () => ({ filterPolicy: JSON.stringify({ severity: ["page"] }) }),
  },
];
