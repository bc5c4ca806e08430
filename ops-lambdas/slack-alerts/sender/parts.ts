/** What the sender works with; all of it is given, so that tests can give something else. */
import type { Table } from "../incidents/table.ts";
import type { OutboxMessage } from "../notice.ts";
import type { Observer } from "../observer.ts";
import type { SenderSettings } from "../settings.ts";
import type { WebhookPace } from "./pace.ts";
import type { Slack } from "./slack.ts";
import type { Webhooks } from "./webhooks.ts";

/** A record of the outbox, as much of it as is used. */
export interface OutboxRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Message group. */
  readonly group: string;
  /** How often it was received, this time included. */
  readonly receives: number;
}

/** Where a message can go but to Slack. */
export interface Exits {
  /** Has the record come again after that many seconds; with those since it was received at most 43200. */
  delay(record: OutboxRecord, seconds: number): Promise<void>;
  /** Puts the record's body into the dead-letter queue, in the same group. */
  bury(record: OutboxRecord, reason: string): Promise<void>;
  /** Sends an e-mail to the fallback topic. */
  mail(email: OutboxMessage["email"]): Promise<void>;
}

/** Makes the picture of a message; undefined when none can be had. */
export type Draw = (message: OutboxMessage, signal: AbortSignal) => Promise<string | undefined>;

/** All that the sender works with. */
export interface SenderParts {
  readonly settings: SenderSettings;
  readonly table: Table;
  readonly pace: WebhookPace;
  readonly webhooks: Webhooks;
  readonly slack: Slack;
  readonly exits: Exits;
  /** Default: no pictures. */
  readonly draw?: Draw | undefined;
  readonly observer: Observer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}
