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

/** The alert path, as its own alarms see it. */
export interface AlertPathSubject<V> {
  /** "<project>-<environment>": the dimension `environment` of the path's metrics. */
  readonly environmentName: string;
  /** Names of the routes: each has a daily sign of life. */
  readonly routes: readonly string[];
  /** Queues whose messages must not wait. */
  readonly queues: readonly PathPart<V>[];
  /** Dead-letter queues of queues, subscriptions, targets and functions. */
  readonly deadLetterQueues: readonly PathPart<V>[];
  /** Topics whose deliveries must not fail. */
  readonly topics: readonly PathPart<V>[];
}

/** Hours without a sign of life after which it is missed: it comes once a day. */
const heartbeatHours = 26;

/** Seconds that an alert may wait in a queue: Slack's outages are waited out, and longer ones must be known. */
const longWaitSeconds = 600;

const any = { comparison: ">", threshold: 0, periodSeconds: 60, missingData: "notBreaching", tells: "path" } as const;

function queueParts<V>({ queues, deadLetterQueues, topics }: AlertPathSubject<V>): AlarmDefinition<V>[] {
  return [
    ...queues.map(({ subject, name, region }) =>
      alarm("alert-path-queue-age", {
        subject,
        region,
        watched: queueMetric(name, "ApproximateAgeOfOldestMessage"),
        ...any,
        threshold: longWaitSeconds,
        meaning: "Alerts have waited for ten minutes: Slack is down, or a function of the alert path does not run.",
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
 * The alarms by which the alert path watches itself. They go by e-mail and never through Slack. There is none on the functions' Errors: they
 * give failed messages back one by one, which leaves Errors at 0.
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
