/** Names of the metrics with which the alert path watches itself. The functions write them, the path's alarms compare them. */

/** CloudWatch namespace of all metrics of the alert path. */
export const metricNamespace = "Platform/Alerts";

/** Values of the dimension `service`: the function that writes. */
export const metricServices = { intake: "intake", sender: "sender" } as const;

/**
 * Names of the dimensions. Each metric has `environment` ("<project>-<environment>") and `service`; `Heartbeats` has `route`
 * beside them.
 */
export const metricDimensions = { environment: "environment", service: "service", route: "route" } as const;

/**
 * Names of the metrics; all are counts, to be read with the statistic Sum.
 *
 * - `failedRecords` (intake, sender): records given back because something is wrong here. Written with each call, 0 too.
 * - `received` (intake): records received, timers left out.
 * - `counted` (intake): notices told in a digest or a summary in place of a post of their own.
 * - `unstored` (intake, sender): notices and posts that went on without the table.
 * - `posts` (sender): messages that Slack took.
 * - `delays` (sender): messages given back because their turn had not come, Slack asked to wait, or was down.
 * - `postFailures` (sender): messages that Slack refused for good, moved to the dead-letter queue.
 * - `fallbackMails` (sender): messages that went to the e-mail topic, their route not being connected.
 * - `heartbeats` (sender, with the route): daily signs of life that were delivered.
 */
export const metricNames = {
  failedRecords: "FailedRecords",
  received: "Received",
  counted: "Counted",
  unstored: "Unstored",
  posts: "Posts",
  delays: "Delays",
  postFailures: "PostFailures",
  fallbackMails: "FallbackMails",
  heartbeats: "Heartbeats",
} as const;

/** One of the metrics' names. */
export type MetricName = (typeof metricNames)[keyof typeof metricNames];
