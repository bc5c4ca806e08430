/** What every source of notices offers. */
import type { Envelope } from "../envelope.ts";
import type { Notice, Severity } from "../notice.ts";

/** Project and environment: names and log groups of what is the platform's own begin with them. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
}

/** What is known of an event beside itself. */
export interface About {
  /** By the topic it came through. It decides, where there is one. */
  readonly topicSeverity?: Severity | undefined;
  /** Now, in ISO 8601 with milliseconds: the time of an event that tells none. */
  readonly now: string;
  /** Id of the queue's record: makes the transition of an event that has no id of its own. */
  readonly recordId?: string | undefined;
  /** Whose alerts they are; undefined: nothing is known to be the platform's own. */
  readonly owner?: Owner | undefined;
}

/** A kind of event that is understood. */
export interface Source {
  /** Notice.source: routes choose by it. */
  readonly name: string;
  /** Page in docs/runbooks, without `.md`, for what of it is critical. Default: `otherRunbook`. Alarms bring their own. */
  readonly runbook?: string;
  /** Whether the event is of this kind. The first source that says so takes it. */
  matches(envelope: Envelope): boolean;
  /** What the event means. May throw on a damaged event: the generic source takes it then. */
  understand(envelope: Envelope, about: About): Notice;
}
