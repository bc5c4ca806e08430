/**
 * What the parts of the alerter say to each other: a source understands an event as a notice, the intake decides what becomes of it,
 * the renderer makes a message of it, and the sender posts that.
 */

/** How urgent something is. `critical`: someone must act now; `warning`: in working hours; `info`: to know. */
export type Severity = "critical" | "warning" | "info";

/** All severities, the most urgent first. */
export const severities = ["critical", "warning", "info"] as const satisfies readonly Severity[];

/**
 * What a notice says of its incident. `alarm`: it is there; `recovered`: it is over; `unknown`: nobody can tell (no data); `event`:
 * something happened that no later notice ends.
 */
export type NoticeState = "alarm" | "recovered" | "unknown" | "event";

/** A label with its value, as plain text: the renderer escapes and cuts. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A link, its address complete and encoded. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** What an event means to the people on call. All texts are plain and uncut, as long as the event makes them. */
export interface Notice {
  /** Module that understood it: "metric-alarm", "backup", "generic". Routes choose by it. */
  readonly source: string;
  readonly severity: Severity;
  readonly state: NoticeState;
  /** The incident: one alarm, one database, one job. The same through every envelope and in every state. */
  readonly incident: string;
  /** This transition of the incident: the same through every envelope, another for each transition. */
  readonly transition: string;
  /** When it happened, in ISO 8601 with milliseconds. */
  readonly time: string;
  /** What it is about, for the first line: an alarm's name, "Backup of acme-prod-database failed". */
  readonly title: string;
  /** What happened, in one or a few sentences. May be empty. */
  readonly summary: string;
  readonly facts: readonly Fact[];
  readonly links: readonly Link[];
  /** Twelve digits; undefined when the event does not tell. */
  readonly accountId?: string | undefined;
  /** Region's code, for example "af-south-1"; undefined when the event does not tell. */
  readonly region?: string | undefined;
  /** MetricWidget of CloudWatch's GetMetricWidgetImage, where a picture can be had. */
  readonly graph?: Readonly<Record<string, unknown>> | undefined;
  /** Nothing to tell anybody: a new alarm's first state. It is counted and not posted. Default: false. */
  readonly isQuiet?: boolean | undefined;
}

/** A message for Slack's incoming webhook; `text` is what the phone shows. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks?: readonly Readonly<Record<string, unknown>>[];
  readonly attachments?: readonly Readonly<Record<string, unknown>>[];
}

/** What the intake puts into the outbox, as JSON, in the message group of its route. */
export interface OutboxMessage {
  /** The same for one post, however often it is made: posts are made once for each. */
  readonly id: string;
  /** Name of the route, and so of the webhook. */
  readonly route: string;
  readonly severity: Severity;
  readonly message: SlackMessage;
  /** The same without Slack's markup, for e-mail: a subject of at most 100 ASCII characters, and a text. */
  readonly email: { readonly subject: string; readonly text: string };
  /** MetricWidget of the picture; the sender adds it where it can be had in time. */
  readonly graph?: Readonly<Record<string, unknown>> | undefined;
  /** Region of the graph's metric. */
  readonly region?: string | undefined;
  /** Set in the daily sign of life: the sender counts it as delivered. */
  readonly heartbeat?: true | undefined;
}
