/** The page: channels and drills at the left, the messages of a channel, and what Slack answers. */
import { createElement as h, type KeyboardEvent, type ReactNode, useEffect, useReducer, useRef, useState } from "react";
import type { AnswerPlan } from "../answers.ts";
import type { Drill } from "../drills.ts";
import type { InboxEvent, NumberedMessage } from "../messages.ts";
import { browser, type PageElement } from "./browser.ts";
import { AnswerControl } from "./controls.ts";
import { MessageView } from "./message.ts";
import { Sidebar } from "./sidebar.ts";
import { type Change, changed, channelsOf, firstState, isPosted, unreadOf } from "./state.ts";

/** The whole page. */
export function App({ title }: { title: string }): ReactNode {
  const [state, change] = useReducer(changed, firstState);
  const [drills, setDrills] = useState<readonly Drill[]>([]);
  const [problem, setProblem] = useState<string>();
  useEffect(() => listen(change), []);
  useEffect(() => {
    call("GET", "/api/drills").then(
      (list) => setDrills(list as Drill[]),
      (error: Error) => setProblem(error.message),
    );
  }, []);
  const unread = channelsOf(state).reduce((sum, channel) => sum + unreadOf(state, channel), 0);
  useEffect(() => {
    browser.document.title = `${unread > 0 ? `(${unread}) ` : ""}Slack inbox · ${title}`;
  }, [unread, title]);
  const act = (method: string, path: string, body?: AnswerPlan) => {
    setProblem(undefined);
    call(method, path, body).catch((error: Error) => setProblem(error.message));
  };
  const shown = state.messages.filter((message) => message.channel === state.channel);
  return h(
    "div",
    { className: "page" },
    h(Sidebar, {
      title,
      state,
      drills,
      problem,
      onOpen: (channel) => change({ kind: "open", channel }),
      onDrill: (name) => act("POST", `/api/drills/${encodeURIComponent(name)}`),
    }),
    h(
      "main",
      null,
      h(ChannelHead, { channel: state.channel, messages: shown, onClear: () => act("DELETE", "/api/messages") }),
      h(MessageList, { key: state.channel ?? "", messages: shown, hasDrills: drills.length > 0 }),
      h(AnswerControl, { plan: state.plan, onChange: (plan) => act("PUT", "/api/answers", plan) }),
    ),
  );
}

/** Follows the server's events; it connects again by itself, and then gets everything anew. */
function listen(change: (change: Change) => void): () => void {
  const stream = new browser.EventSource("/api/events");
  stream.onopen = () => change({ kind: "connected", isConnected: true });
  stream.onerror = () => change({ kind: "connected", isConnected: false });
  stream.onmessage = ({ data }) => change(JSON.parse(data) as InboxEvent);
  return () => stream.close();
}

async function call(method: string, path: string, body?: AnswerPlan): Promise<unknown> {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(path, { method, ...json });
  const value: unknown = answer.status === 204 ? undefined : await answer.json();
  if (!answer.ok) throw new Error((value as { error?: string }).error ?? `${method} ${path}: ${answer.status}`);
  return value;
}

interface ChannelHeadProps {
  readonly channel: string | undefined;
  readonly messages: readonly NumberedMessage[];
  readonly onClear: () => void;
}

function ChannelHead({ channel, messages, onClear }: ChannelHeadProps): ReactNode {
  const posted = messages.filter(isPosted).length;
  const refused = messages.length - posted;
  const counts = `${posted} ${posted === 1 ? "message" : "messages"}${refused > 0 ? `, ${refused} refused` : ""}`;
  return h(
    "header",
    null,
    h("h2", null, channel === undefined ? "Slack inbox" : `# ${channel}`),
    h("span", { className: "counts" }, counts),
    h("button", { type: "button", className: "clear", onClick: onClear }, "Clear all"),
  );
}

function MessageList({ messages, hasDrills }: { messages: readonly NumberedMessage[]; hasDrills: boolean }): ReactNode {
  const list = useRef<PageElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message scrolls the list, as long as its end is shown.
  useEffect(() => {
    if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [messages.length]);
  const last = messages.at(-1)?.id;
  return h(
    "div",
    {
      ref: list as never,
      className: "messages",
      role: "log",
      "aria-label": "Messages",
      onKeyDown: moveInMessages,
      onScroll: () => {
        const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = list.current ?? {};
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 40;
      },
    },
    messages.length === 0 ? h(Empty, { hasDrills }) : null,
    messages.map((message) => h(MessageView, { key: message.id, message, isLabelled: message.id === last })),
  );
}

/** Up, down, j and k go from message to message; Home and End to the first and last. */
function moveInMessages(event: KeyboardEvent): void {
  const all = [...(event.currentTarget as unknown as PageElement).querySelectorAll("[data-message]")];
  const at = all.indexOf(event.target as unknown as PageElement);
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  all[Math.min(Math.max(to, 0), all.length - 1)]?.focus();
}

function Empty({ hasDrills }: { hasDrills: boolean }): ReactNode {
  return h(
    "div",
    { className: "empty" },
    h("p", { className: "empty-title" }, "No messages yet"),
    h(
      "p",
      null,
      hasDrills
        ? "Start a drill at the left: its alarm takes the way through the platform and appears here."
        : "Set an alarm of the rehearsal to ALARM: it takes the way through the platform and appears here.",
    ),
    h("p", null, "For example:"),
    h(
      "pre",
      { tabIndex: 0 },
      "aws cloudwatch set-alarm-state --endpoint-url <endpoint> \\\n  --alarm-name <name> --state-value ALARM --state-reason test",
    ),
    h("p", null, "npm run rehearse -- status --json tells the endpoint."),
  );
}
