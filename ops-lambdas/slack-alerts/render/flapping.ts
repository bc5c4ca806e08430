/** Renders an alarm that comes and goes. */
import type { Notice, NoticeState } from "../notice.ts";
import type { RenderContext, Rendered } from "./rendered.ts";

/** What is told of an alarm that was flapping. */
export interface FlappingInput {
  /** The latest notice of the incident. */
  readonly notice: Notice;
  /** Transitions since `from`, those that were posted included. */
  readonly transitions: number;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** State in which it is now. */
  readonly state: NoticeState;
}

/** The one post that says that the next transitions are counted. */
export function renderFlapping(_input: FlappingInput, _context: RenderContext): Rendered {
  return { message: { text: "" }, email: { subject: "", text: "" } };
}

/** The summary once it is quiet, or from time to time while it is not. */
export function renderFlappingSummary(_input: FlappingInput, _context: RenderContext): Rendered {
  return { message: { text: "" }, email: { subject: "", text: "" } };
}
