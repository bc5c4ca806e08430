import { type AlarmDefinition, alarm } from "./alarm-definition.ts";

/** A queue of SQS. */
export interface QueueSubject<V> {
  /** Short name in kebab case: ends the alarms' names. */
  readonly subject: string;
  readonly queueName: V;
  /** Name of its dead-letter queue. Default: none, so there is no alarm on it. */
  readonly deadLetterQueueName?: V | undefined;
}

/**
 * The metric of a queue. An idle queue reports nothing after six hours.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 *
 * @param queueName name of the queue
 * @param name of the metric
 */
export function queueMetric<V>(queueName: V, name: string) {
  return {
    metric: { namespace: "AWS/SQS", name, dimensions: { QueueName: queueName }, statistic: "Maximum" as const },
  };
}

/**
 * The alarms of a queue and its dead-letter queue. They are the right ones for a function that reports partial failures: its Errors
 * stay at 0.
 *
 * @param queue the queue
 */
export function queueAlarms<V>(queue: QueueSubject<V>): AlarmDefinition<V>[] {
  const { subject, queueName, deadLetterQueueName } = queue;
  return [
    alarm("queue-age", {
      subject,
      watched: queueMetric(queueName, "ApproximateAgeOfOldestMessage"),
      comparison: ">",
      threshold: 600,
      periodSeconds: 60,
      missingData: "notBreaching",
      meaning: "Work waits in the queue for more than ten minutes: nobody takes it, or too few do.",
    }),
    ...(deadLetterQueueName === undefined
      ? []
      : [
          alarm("queue-dead-letters", {
            subject,
            watched: queueMetric(deadLetterQueueName, "ApproximateNumberOfMessagesVisible"),
            comparison: ">",
            threshold: 0,
            periodSeconds: 60,
            missingData: "notBreaching",
            meaning: "Work failed as often as it may and was put aside; it is not done until somebody sends it again.",
          }),
        ]),
  ];
}
