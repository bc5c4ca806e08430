/** What the intake works with; all of it is given, so that tests can give something else. */
import type { IncidentStore } from "../incidents/store.ts";
import type { OutboxMessage } from "../notice.ts";
import type { Observer } from "../observer.ts";
import type {
  renderDigest,
  renderFlapping,
  renderFlappingSummary,
  renderHeartbeat,
  renderLate,
  renderNotice,
} from "../render/index.ts";
import type { IntakeSettings } from "../settings.ts";
import type { Timer } from "./timers.ts";

/** The renderer's functions. */
export interface Renderer {
  readonly renderNotice: typeof renderNotice;
  readonly renderLate: typeof renderLate;
  readonly renderDigest: typeof renderDigest;
  readonly renderFlapping: typeof renderFlapping;
  readonly renderFlappingSummary: typeof renderFlappingSummary;
  readonly renderHeartbeat: typeof renderHeartbeat;
}

/** The queues to which the intake sends. */
export interface Queues {
  /** Puts a message into the outbox, in a message group: of one group one message is sent after the other. */
  post(message: OutboxMessage, group: string): Promise<void>;
  /** Sends a timer to the intake's own queue. */
  set(timer: Timer): Promise<void>;
}

/** All that the intake works with. */
export interface IntakeParts {
  readonly settings: IntakeSettings;
  readonly store: IncidentStore;
  readonly queues: Queues;
  readonly render: Renderer;
  readonly observer: Observer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** A record of the queue, as much of it as is used. */
export interface QueueRecord {
  /** The same in every delivery. */
  readonly messageId: string;
  readonly body: string;
}
