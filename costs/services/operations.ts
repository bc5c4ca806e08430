/** Keys, secrets, alarms, logs, topics, queues, functions, mail. */
import type { Charge, Kind, Pricer } from "../model.ts";
import { peers } from "./shares.ts";

const one = (what: string, item: string, quantity: number, unit: string, kind: Kind): Charge => ({
  ...{ what, item, quantity, unit, kind },
});

/** Part of a month in which the environment is there. */
const part = (hours: number) => hours / 730;

const key: Pricer = (resource, context) => {
  const { hours, keyRequests } = context.usage;
  const calls = keyRequests / 10_000 / peers(resource, context);
  return [
    one("key", "kms/key", part(hours), "month", "fixed"),
    one("calls of the key", "kms/requests", calls, "10,000 requests", "usage"),
  ];
};

const secret: Pricer = (resource, context) => {
  const { hours, secretReads } = context.usage;
  const calls = secretReads / 10_000 / peers(resource, context);
  return [
    one("secret", "secretsmanager/secret", part(hours), "month", "fixed"),
    one("calls of the secret", "secretsmanager/requests", calls, "10,000 requests", "usage"),
  ];
};

/** Metrics that an alarm with an anomaly detector is charged for each one it watches: the value and both edges of its band. */
const metricsOfAnomaly = 3;

/** An alarm is charged for each metric it watches; below one minute at a higher price: https://aws.amazon.com/cloudwatch/pricing/ */
const alarm: Pricer = ({ inputs }, { usage }) => {
  const queries: { metric?: { period?: number }; expression?: string }[] = inputs.metricQueries ?? [];
  const isAnomaly = queries.some(({ expression }) => expression?.includes("ANOMALY_DETECTION_BAND"));
  const watched = queries.length === 0 ? 1 : queries.filter(({ metric }) => metric !== undefined).length;
  const metrics = watched * (isAnomaly ? metricsOfAnomaly : 1);
  const periods = [inputs.period, ...queries.map(({ metric }) => metric?.period)].filter((each) => each !== undefined);
  const item = periods.some((period) => period < 60) ? "cloudwatch/alarm-high-resolution" : "cloudwatch/alarm";
  return [
    one(`alarm on ${metrics} metric${metrics === 1 ? "" : "s"}`, item, metrics * part(usage.hours), "month", "fixed"),
  ];
};

const compositeAlarm: Pricer = (_resource, { usage }) => [
  one("composite alarm", "cloudwatch/composite-alarm", part(usage.hours), "month", "fixed"),
];

const dashboard: Pricer = (_resource, { usage }) => [
  one("dashboard", "cloudwatch/dashboard", part(usage.hours), "month", "fixed"),
];

const logGroup: Pricer = (resource, context) => {
  const share = 1 / peers(resource, context);
  const { logsGb, logsStoredGb } = context.usage;
  return [
    one("logs taken in", "cloudwatch/logs-ingested", logsGb * share, "GB", "usage"),
    one("logs kept", "cloudwatch/logs-stored", logsStoredGb * share, "GB-month", "usage"),
  ];
};

const topic: Pricer = (resource, context) => {
  const millions = context.usage.notifications / 1_000_000 / peers(resource, context);
  return [one("messages published", "sns/requests", millions, "million requests", "usage")];
};

/** Deliveries to queues and functions are free: https://aws.amazon.com/sns/pricing/ */
const subscription: Pricer = (resource, context) => {
  const isMail = ({ inputs }: typeof resource) => /^email/.test(String(inputs.protocol));
  if (!isMail(resource)) return [];
  const mails = context.usage.notifications / peers(resource, context, isMail) / 100_000;
  return [one("mails of alerts", "sns/emails", mails, "100,000 mails", "usage")];
};

/** A message is sent, received and deleted. */
const callsPerMessage = 3;

const queue: Pricer = (resource, context) => {
  const isFifo = ({ inputs }: typeof resource) => inputs.fifoQueue === true;
  const kind = isFifo(resource);
  const millions = context.usage.notifications / peers(resource, context, (other) => isFifo(other) === kind) / 1e6;
  const item = kind ? "sqs/fifo-requests" : "sqs/requests";
  return [one("messages", item, millions * callsPerMessage, "million requests", "usage")];
};

/** Lambda waits for messages with five long polls of 20 seconds: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const pollsPerHour = 5 * (3600 / 20);

const eventSource: Pricer = ({ inputs }, { usage }) => {
  const item = /\.fifo$/.test(String(inputs.eventSourceArn)) ? "sqs/fifo-requests" : "sqs/requests";
  const millions = (pollsPerHour * usage.hours) / 1_000_000;
  return [one("waiting for messages", item, millions, "million requests", "fixed")];
};

/** Seconds that a function of the platform runs for one alert. */
const secondsPerRun = 1;

const lambda: Pricer = ({ inputs }, { usage }) => {
  const architecture = inputs.architectures?.[0] === "arm64" ? "arm64" : "x86";
  const gbSeconds = usage.notifications * secondsPerRun * ((inputs.memorySize ?? 128) / 1024);
  const millions = usage.notifications / 1_000_000;
  return [
    one("runs of the function", "lambda/requests", millions, "million requests", "usage"),
    one("time of the function", `lambda/duration-${architecture}`, gbSeconds, "GB-second", "usage"),
  ];
};

/** Runs of the platform's schedules: once a day. */
const runsPerMonth = 30.4;

const schedule: Pricer = () => [
  one("runs of the schedule", "scheduler/invocations", runsPerMonth / 1_000_000, "million requests", "usage"),
];

const mail: Pricer = (resource, context) => [
  one("mails", "ses/mails", context.usage.mails / 1000 / peers(resource, context), "1,000 mails", "usage"),
];

/** Pricers by type. */
export const operations: Readonly<Record<string, Pricer>> = {
  "aws:kms/key:Key": key,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": compositeAlarm,
  "aws:cloudwatch/dashboard:Dashboard": dashboard,
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
  "aws:sns/topic:Topic": topic,
  "aws:sns/topicSubscription:TopicSubscription": subscription,
  "aws:sqs/queue:Queue": queue,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSource,
  "aws:lambda/function:Function": lambda,
  "aws:scheduler/schedule:Schedule": schedule,
  "aws:sesv2/emailIdentity:EmailIdentity": mail,
};
