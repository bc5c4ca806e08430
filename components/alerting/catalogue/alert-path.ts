import {
  metricDimensions,
  metricNames,
  metricNamespace,
  metricServices,
} from "../../../ops-lambdas/slack-alerts/metric-names.ts";
import { type AlarmDefinition, alarm, type Metric } from "./alarm-definition.ts";
import { queueMetric } from "./queues.ts";

/** A queue or a topic of the alert path, where it stands. */
export interface PathPart<V> {
  /** Short name in kebab case: ends the alarm's name. */
  readonly subject: string;
  /** Name of the queue or topic. */
  readonly name: V;
  /** Its region's code, or "home". Alarm and path topic are there. */
  readonly region: string;
}

/** A queue of the alert path that is read. */
export interface PathQueue<V> extends PathPart<V> {
  /** Seconds that a message may lie in it before it is due, which count as its age: timers are delayed messages. Default: 0. */
  readonly delaySeconds?: number;
}

/** The alert path, as its own alarms see it. */
export interface AlertPathSubject<V> {
  /** "<project>-<environment>": the dimension `environment` of the path's metrics. */
  readonly environmentName: string;
  /** Names of the routes: each has a daily sign of life. */
  readonly routes: readonly string[];
  /** Queues whose messages must not wait. */
  readonly queues: readonly PathQueue<V>[];
  /** Dead-letter queues of queues, subscriptions, targets and functions. */
  readonly deadLetterQueues: readonly PathPart<V>[];
  /** Topics whose deliveries must not fail. */
  readonly topics: readonly PathPart<V>[];
  /** The functions; `subject` is what each does. */
  readonly functions: readonly PathPart<V>[];
}

/** Hours without a sign of life after which it is missed: it comes once a day. */
const heartbeatHours = 26;

/** Seconds that an alert may wait in a queue: Slack's outages are waited out, and longer ones must be known. */
const longWaitSeconds = 600;

const any = { comparison: ">", threshold: 0, periodSeconds: 60, missingData: "notBreaching", tells: "path" } as const;

function queueParts<V>({ queues, deadLetterQueues, topics }: AlertPathSubject<V>): AlarmDefinition<V>[] {
  return [
    ...queues.map(({ subject, name, region, delaySeconds = 0 }) =>
      alarm("alert-path-queue-age", {
        subject,
        region,
        watched: queueMetric(name, "ApproximateAgeOfOldestMessage"),
        ...any,
        threshold: longWaitSeconds + delaySeconds,
        meaning:
          "Alerts have waited for ten minutes and more: Slack is down, or a function of the alert path does not run.",
      }),
    ),
    ...deadLetterQueues.map(({ subject, name, region }) =>
      alarm("alert-path-dead-letters", {
        subject,
        region,
        watched: queueMetric(name, "ApproximateNumberOfMessagesVisible"),
        ...any,
        meaning: "Alerts were put aside and not told to anybody; npm run alerts:redrive sends them again.",
      }),
    ),
    ...topics.map(({ subject, name, region }) =>
      alarm("alert-path-topic-failures", {
        subject,
        region,
        watched: {
          metric: {
            namespace: "AWS/SNS",
            name: "NumberOfNotificationsFailed",
            dimensions: { TopicName: name },
            statistic: "Sum",
          },
        },
        ...any,
        meaning: "A topic could not deliver alerts to its queue or to an address.",
      }),
    ),
  ];
}

/**
 * The alarms on calls that ended without an answer, because the program did not load, timed out or ran out of memory: it writes no metric of
 * its own then. The age of a standard queue does not show it, as SQS leaves out of it what was received three times.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
function callAlarms<V>(functions: readonly PathPart<V>[]): AlarmDefinition<V>[] {
  return functions.map(({ subject, name, region }) =>
    alarm("alert-path-failed-records", {
      subject: `${subject}-calls`,
      region,
      watched: {
        metric: { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: name }, statistic: "Sum" },
      },
      ...any,
      meaning: `The ${subject} of the alert path stopped before it answered; its alerts are tried again and then put aside.`,
    }),
  );
}

/**
 * The alarms by which the alert path watches itself. They go by e-mail and never through Slack. The functions give failed messages back
 * one by one, which leaves their Errors at 0: their own metric tells of these, and Errors only of calls without an answer.
 *
 * @param path the parts of the path
 */
export function alertPathAlarms<V>(path: AlertPathSubject<V>): AlarmDefinition<V>[] {
  const { environment, service, route } = metricDimensions;
  const of = (
    name: string,
    by: keyof typeof metricServices,
    more: Readonly<Record<string, string>> = {},
  ): Metric<V> => ({
    namespace: metricNamespace,
    name,
    dimensions: { [environment]: path.environmentName, [service]: metricServices[by], ...more },
    statistic: "Sum",
  });
  return [
    ...(["intake", "sender"] as const).map((by) =>
      alarm("alert-path-failed-records", {
        subject: by,
        watched: { metric: of(metricNames.failedRecords, by) },
        ...any,
        meaning: `The ${by} of the alert path failed on alerts; they are tried again and then put aside.`,
      }),
    ),
    ...(["intake", "sender"] as const).map((by) =>
      alarm("alert-path-failed-records", {
        subject: `${by}-table`,
        watched: { metric: of(metricNames.unstored, by) },
        ...any,
        meaning: `The ${by} of the alert path works without its table: alerts may come twice, and digests may be late.`,
      }),
    ),
    ...callAlarms(path.functions),
    alarm("alert-path-post-failures", {
      watched: { metric: of(metricNames.postFailures, "sender") },
      ...any,
      meaning: "Slack refused alerts for good: a webhook was revoked, or its channel is gone.",
    }),
    ...path.routes.map((name) =>
      alarm("alert-path-heartbeat", {
        subject: name,
        watched: { metric: of(metricNames.heartbeats, "sender", { [route]: name }) },
        comparison: "<",
        threshold: 1,
        periodSeconds: 3600,
        datapoints: [heartbeatHours, heartbeatHours],
        missingData: "breaching",
        tells: "path",
        meaning: `The daily sign of life has not reached the route ${name}: alerts may not reach it either.`,
      }),
    ),
    ...queueParts(path),
  ];
}
