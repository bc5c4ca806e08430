/** Alarms, settings and a renderer for tests of the engine. */
import type { Renderer } from "../intake/parts.ts";
import type { OutboxMessage, Severity } from "../notice.ts";
import { readIntakeSettings, readSenderSettings } from "../settings.ts";

/** What a message tells, so that tests can count it. */
export interface Told {
  readonly kind: string;
  /** Transitions that it tells for the first time. */
  readonly counts: number;
  readonly titles: readonly string[];
  /** Of a summary: all transitions, told ones included. */
  readonly transitions?: number | undefined;
}

/** Topics of the world. */
export const topic = (severity: Severity) => `arn:aws:sns:af-south-1:111122223333:acme-dev-alerts-${severity}`;

const routes = [{ name: "all", severities: ["critical", "warning", "info"] }];
const common = { project: "acme", environment: "dev", region: "af-south-1", tableName: "t", outboxUrl: "o" };

/** Settings of the intake, with changes. */
export const intakeSettings = (change: object = {}) =>
  readIntakeSettings(
    JSON.stringify({
      ...common,
      alertsQueueUrl: "a",
      topics: Object.fromEntries(
        (["critical", "warning", "info"] as const).map((severity) => [topic(severity), severity]),
      ),
      routes,
      runbookBaseUrl: "https://example.com",
      ...change,
    }),
  );

/** Settings of the sender: the route "all" has a secret. */
export const senderSettings = readSenderSettings(
  JSON.stringify({ ...common, secretArns: { all: "s" }, fallbackTopicArn: "f", deadLetterUrl: "d" }),
);

/** An alarm's notification as SNS delivers it. */
export function alarm(
  name: string,
  state: "ALARM" | "OK" | "INSUFFICIENT_DATA",
  time: number,
  severity: Severity = "warning",
) {
  const arn = `arn:aws:cloudwatch:af-south-1:111122223333:alarm:${name}`;
  const StateChangeTime = new Date(time).toISOString().replace("Z", "+0000");
  const Message = JSON.stringify({
    AlarmName: name,
    AlarmArn: arn,
    AlarmDescription: "It is so.",
    AWSAccountId: "111122223333",
    NewStateValue: state,
    OldStateValue: state === "OK" ? "ALARM" : "OK",
    NewStateReason: "Threshold Crossed",
    StateChangeTime,
    Region: "Africa (Cape Town)",
    Trigger: { MetricName: "m", Namespace: "n", Dimensions: [], Period: 60, EvaluationPeriods: 1, Threshold: 1 },
  });
  const MessageId = `${name}-${state}-${time}`;
  return JSON.stringify({
    Type: "Notification",
    MessageId,
    TopicArn: topic(severity),
    Message,
    Timestamp: StateChangeTime,
  });
}

const told = (kind: string, counts: number, titles: readonly string[], transitions?: number) => ({
  message: { text: JSON.stringify({ kind, counts, titles, transitions } satisfies Told) },
  email: { subject: kind, text: kind },
});

/** Renders what can be counted. */
export const countingRenderer: Renderer = {
  renderNotice: ({ title, state }) => told(state, 1, [title]),
  renderLate: ({ title }) => told("late", 1, [title]),
  renderDigest: ({ total, notices }) =>
    told(
      "digest",
      total,
      notices.map(({ title, state }) => `${title} ${state}`),
    ),
  renderFlapping: ({ notice }) => told("flapping", 1, [notice.title]),
  renderFlappingSummary: ({ notice, state, transitions }, { untold = 0 }) =>
    told("summary", untold, [`${notice.title} ${state}`], transitions),
  renderHeartbeat: ({ route }) => told("heartbeat", 0, [route]),
};

/** A message of the outbox that does not page, and that counts and names one: its id. */
export const outboxMessage = (id: string, change: Partial<OutboxMessage> = {}): OutboxMessage => ({
  id,
  route: "all",
  severity: "warning",
  ...told(id, 1, [id]),
  ...change,
});
