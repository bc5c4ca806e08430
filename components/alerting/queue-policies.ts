/** Who may send to the queues of the alert path. The functions send by their own roles' rights. */
import { denyWithoutTls, policyJson, type Statement } from "../shared/policy-document.ts";
import { snsPrincipal } from "../shared/sns-principal.ts";

/** A topic that delivers to a queue. */
export interface DeliveringTopic {
  readonly region: string;
  readonly arn: string;
}

/**
 * The policy of a queue that topics deliver to: each topic by the principal that SNS uses between its region and the queue's.
 * Sources: https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 *
 * @param queueArn the queue
 * @param queueRegion its region
 * @param topics all topics that deliver
 * @throws Error naming the regions when SNS does not deliver between two of them
 */
export function topicsDeliver(queueArn: string, queueRegion: string, topics: readonly DeliveringTopic[]): string {
  return policyJson([denyWithoutTls("sqs:*", queueArn), ...deliveries(queueArn, queueRegion, topics)]);
}

/**
 * The policy of a queue for what could not be delivered in its region: by SNS from the region's topics, and by EventBridge for the path's
 * own rules.
 * Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 *
 * @param queueArn the queue
 * @param queueRegion its region
 * @param topicArns topics of the region whose subscriptions name the queue
 * @param ruleArns rules of the region, with `*` for any characters
 */
export function undeliveredArrive(
  queueArn: string,
  queueRegion: string,
  topicArns: readonly string[],
  ruleArns: string,
): string {
  const topics = topicArns.map((arn) => ({ region: queueRegion, arn }));
  return policyJson([
    denyWithoutTls("sqs:*", queueArn),
    ...deliveries(queueArn, queueRegion, topics),
    {
      Sid: "EventsThatNoTopicTook",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn,
      Condition: { ArnLike: { "aws:SourceArn": ruleArns } },
    },
  ]);
}

/**
 * The policy of a queue that only roles of the account send to: it lets in nobody, and nothing without TLS.
 *
 * @param queueArn the queue
 */
export function rolesSend(queueArn: string): string {
  return policyJson([denyWithoutTls("sqs:*", queueArn)]);
}

function deliveries(queueArn: string, queueRegion: string, topics: readonly DeliveringTopic[]): readonly Statement[] {
  const principals = [...new Set(topics.map(({ region }) => snsPrincipal(region, queueRegion)))];
  return principals.map((principal) => ({
    Sid: `Deliver${principal.replaceAll(/[^a-z0-9]/gi, "")}`,
    Effect: "Allow" as const,
    Principal: { Service: principal },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: {
      ArnEquals: {
        "aws:SourceArn": topics
          .filter(({ region }) => snsPrincipal(region, queueRegion) === principal)
          .map(({ arn }) => arn),
      },
    },
  }));
}
