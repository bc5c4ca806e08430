/** What dead letters are, and what of them is sent again. */
import { createHash } from "node:crypto";

/** A message of a queue of dead letters. */
export interface DeadLetter {
  readonly messageId: string;
  /** By which it is deleted, until it becomes visible again. */
  readonly receiptHandle: string;
  readonly body: string;
  /** Message group; undefined in a standard queue. */
  readonly group?: string | undefined;
  /** Attributes that are texts, by name. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Longest body in bytes that every queue takes. Source: SQS API, SendMessage, before its limit was raised. */
const mostBytes = 262_144;

/**
 * The body that is sent again. What SNS could not deliver is in SNS's envelope already, and goes as it is. What EventBridge or Scheduler
 * could not publish is the event alone, with the topic's ARN in the attribute TARGET_ARN: it is put into the envelope that the topic
 * would have given it, because the topic tells the severity.
 *
 * Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/rule-dlq.html,
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function bodyAgain({ body, messageId, attributes }: DeadLetter): string {
  const topicArn = attributes.TARGET_ARN ?? "";
  if (!/^arn:aws[a-z-]*:sns:/.test(topicArn) || isEnvelope(body)) return body;
  const wrapped = JSON.stringify({ Type: "Notification", MessageId: messageId, TopicArn: topicArn, Message: body });
  return Buffer.byteLength(wrapped) <= mostBytes ? wrapped : body;
}

function isEnvelope(body: string): boolean {
  try {
    const { TopicArn, Message } = JSON.parse(body) as { TopicArn?: unknown; Message?: unknown };
    return TopicArn !== undefined && Message !== undefined;
  } catch {
    return false;
  }
}

/**
 * Id by which a FIFO queue knows the message again for five minutes: not that of its first life, in which it may just have been sent; the
 * same when this command was ended between sending and deleting.
 */
export function dedupeId({ messageId }: DeadLetter): string {
  return `redrive-${createHash("sha256").update(messageId).digest("hex").slice(0, 40)}`;
}
