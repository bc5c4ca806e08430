/** What the renderer is told, and what it makes. */
import type { SlackMessage } from "../notice.ts";

/** Mention of a route: "here", "channel", or the id of a user group ("S0614TZR7"). */
export type Mention = string;

/** What a message needs beside its notice. */
export interface RenderContext {
  readonly project: string;
  readonly environment: string;
  /** Region of the environment: of notices that tell none. */
  readonly region?: string | undefined;
  /** Added to a critical notice in state alarm, and to nothing else. */
  readonly mention?: Mention | undefined;
  /** When the alarm began, in ISO 8601: a recovery then tells how long it lasted. */
  readonly alarmSince?: string | undefined;
  /** Transitions of this incident that were counted and not posted since the last post. Default: 0. */
  readonly untold?: number | undefined;
  readonly dashboardUrl?: string | undefined;
}

/** A message, and the same for e-mail: a subject of at most 100 ASCII characters, and a text. */
export interface Rendered {
  readonly message: SlackMessage;
  readonly email: { readonly subject: string; readonly text: string };
}
