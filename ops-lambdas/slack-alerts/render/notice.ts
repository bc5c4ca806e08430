/** Renders one notice. */
import type { Notice } from "../notice.ts";
import type { RenderContext, Rendered } from "./rendered.ts";

/** The message of a notice. */
export function renderNotice(notice: Notice, _context: RenderContext): Rendered {
  return { message: { text: notice.title }, email: { subject: "", text: "" } };
}

/** When a recovery was known before its alarm arrived. */
export interface Late {
  /** Beginning and end of the alarm, in ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** The message of an alarm that arrived after its own recovery: "was in ALARM from … to …, recovered already". It pings nobody. */
export function renderLate(notice: Notice, _late: Late, _context: RenderContext): Rendered {
  return { message: { text: notice.title }, email: { subject: "", text: "" } };
}
