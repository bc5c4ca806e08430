/** Renders an alarm that comes and goes. */
import type { Notice, NoticeState } from "../notice.ts";
import { renderNotice } from "./notice.ts";
import type { RenderContext, Rendered } from "./rendered.ts";
import { clock, count, lookOf, span, when } from "./words.ts";

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
export function renderFlapping(input: FlappingInput, context: RenderContext): Rendered {
  const told = `It comes and goes: ${count(input.transitions, "change")} in ${span(input.from, input.to)}. Further changes are counted, and told once it is quiet or after 10 minutes.`;
  return rendered(input, "flapping", told, context);
}

/** The summary once it is quiet, or from time to time while it is not. */
export function renderFlappingSummary(input: FlappingInput, context: RenderContext): Rendered {
  const told = `${count(input.transitions, "change")} from ${when(input.from)} to ${clock(input.to)}. It is ${lookOf({ ...input.notice, state: input.state }).word} now.`;
  return rendered(input, `flapped ${count(input.transitions, "time")}`, told, context);
}

/** As the notice itself, in the state that it has now. It pings nobody: its first alarm did. */
function rendered(input: FlappingInput, word: string, told: string, context: RenderContext): Rendered {
  const { notice, state } = input;
  const summary = [told, notice.summary.trim()].filter((part) => part !== "").join("\n");
  const changed: Notice = { ...notice, state, time: input.to, title: `${notice.title} (${word})`, summary };
  return renderNotice(changed, { ...context, mention: undefined, alarmSince: undefined, untold: 0 });
}
