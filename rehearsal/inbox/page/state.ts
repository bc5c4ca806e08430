/** What the page knows, and how the server's events change it. Pure. */
import type { AnswerPlan } from "../answers.ts";
import type { DrillProgress, InboxEvent, NumberedMessage } from "../messages.ts";

/** All that the page shows. */
export interface PageState {
  readonly messages: readonly NumberedMessage[];
  readonly plan: AnswerPlan;
  /** The channel that is shown; undefined as long as there is none. */
  readonly channel: string | undefined;
  /** By channel, the number of the last message that was shown. */
  readonly seen: Readonly<Record<string, number>>;
  /** The drill that was started last. */
  readonly drill: DrillProgress | undefined;
  /** False while the server cannot be reached. */
  readonly isConnected: boolean;
}

/** What changes the page: an event of the server, a channel that the user opens, the connection. */
export type Change =
  | InboxEvent
  | { readonly kind: "open"; readonly channel: string }
  | { readonly kind: "connected"; readonly isConnected: boolean };

/** The page before its first event. */
export const firstState: PageState = {
  messages: [],
  plan: { mode: "ok" },
  channel: undefined,
  seen: {},
  drill: undefined,
  isConnected: true,
};

/** The page after a change. What the open channel shows counts as seen. */
export function changed(state: PageState, change: Change): PageState {
  return withOpenSeen(applied(state, change));
}

function applied(state: PageState, change: Change): PageState {
  switch (change.kind) {
    case "snapshot":
      return { ...state, messages: change.messages, plan: change.plan };
    case "message":
      return { ...state, messages: [...state.messages, change.message] };
    case "cleared":
      return { ...state, messages: [] };
    case "plan":
      return { ...state, plan: change.plan };
    case "drill":
      return { ...state, drill: change.drill };
    case "open":
      return { ...state, channel: change.channel };
    case "connected":
      return { ...state, isConnected: change.isConnected };
  }
}

function withOpenSeen(state: PageState): PageState {
  const channel = state.channel ?? channelsOf(state)[0];
  const last = state.messages.findLast((message) => message.channel === channel);
  if (channel === undefined) return state;
  return { ...state, channel, seen: last === undefined ? state.seen : { ...state.seen, [channel]: last.id } };
}

/** All channels, by name; the one that is open stays when its messages are cleared. */
export function channelsOf({ messages, channel }: Pick<PageState, "messages" | "channel">): string[] {
  const names = new Set(messages.map((message) => message.channel));
  if (channel !== undefined) names.add(channel);
  return [...names].sort((left, right) => left.localeCompare(right));
}

/** How many messages of a channel came since it was last shown. Calls that were refused are none. */
export function unreadOf({ messages, seen }: Pick<PageState, "messages" | "seen">, channel: string): number {
  const last = seen[channel] ?? 0;
  return messages.filter((message) => message.channel === channel && message.id > last && isPosted(message)).length;
}

/** True when Slack would have shown the message. */
export function isPosted({ answer }: Pick<NumberedMessage, "answer">): boolean {
  return answer.status === 200;
}
