/** Renders what was counted and not posted at once. */
import type { NoticeState, Severity } from "../notice.ts";
import type { Rendered } from "./rendered.ts";

/** One incident in a digest. */
export interface DigestLine {
  readonly title: string;
  readonly severity: Severity;
  /** Its latest state. */
  readonly state: NoticeState;
  /** Transitions that were counted. */
  readonly count: number;
  readonly url?: string | undefined;
}

/** What a digest tells. */
export interface DigestInput {
  readonly project: string;
  readonly environment: string;
  readonly route: string;
  /** First and last time of what was counted, in ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Why it was not posted at once: too much of it, a mute window, quiet hours. */
  readonly reason: "storm" | "mute" | "quiet-hours";
  /** Incidents; those that find no room are counted in the last line. */
  readonly notices: readonly DigestLine[];
  /** All transitions that were counted, also of incidents that are not among the notices. */
  readonly total: number;
}

/** One message for many notices: the most urgent and the open ones first. */
export function renderDigest(_input: DigestInput): Rendered {
  return { message: { text: "" }, email: { subject: "", text: "" } };
}
