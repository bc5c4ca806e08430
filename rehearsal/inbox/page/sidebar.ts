/** The page's left side: channels with their unread counts, and the drills. */
import { createElement as h, type KeyboardEvent, type ReactNode } from "react";
import type { Drill } from "../drills.ts";
import type { DrillProgress } from "../messages.ts";
import type { PageElement } from "./browser.ts";
import { channelsOf, type PageState, unreadOf } from "./state.ts";

/** What the sidebar shows and does. */
export interface SidebarProps {
  readonly title: string;
  readonly state: PageState;
  readonly drills: readonly Drill[];
  /** What went wrong with the last button. */
  readonly problem: string | undefined;
  readonly onOpen: (channel: string) => void;
  readonly onDrill: (name: string) => void;
}

/** The whole sidebar. */
export function Sidebar({ title, state, drills, problem, onOpen, onDrill }: SidebarProps): ReactNode {
  const channels = channelsOf(state);
  return h(
    "aside",
    { className: "sidebar" },
    h("h1", null, title, h("small", null, state.isConnected ? "rehearsal" : "disconnected, trying again")),
    h("h2", { id: "channels" }, "Channels"),
    channels.length === 0 ? h("p", null, "None yet") : null,
    h(
      "nav",
      { "aria-labelledby": "channels", onKeyDown: moveFocus },
      channels.map((channel) => h(Channel, { key: channel, channel, state, onOpen })),
    ),
    drills.length === 0 ? null : h(DrillList, { drills, progress: state.drill, onDrill }),
    problem === undefined ? null : h("p", { role: "alert", className: "problem" }, problem),
  );
}

function Channel({ channel, state, onOpen }: Pick<SidebarProps, "state" | "onOpen"> & { channel: string }): ReactNode {
  const unread = unreadOf(state, channel);
  const isOpen = state.channel === channel;
  return h(
    "button",
    {
      type: "button",
      className: unread > 0 ? "channel unread" : "channel",
      "aria-current": isOpen ? "page" : undefined,
      "aria-label": unread > 0 ? `${channel}, ${unread} unread` : channel,
      onClick: () => onOpen(channel),
    },
    h("span", { className: "hash", "aria-hidden": true }, "#"),
    h("span", { className: "label" }, channel),
    unread > 0 ? h("span", { className: "badge" }, unread) : null,
  );
}

/** Up and down move the focus in a list of buttons, as in Slack. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...(event.currentTarget as unknown as PageElement).querySelectorAll("button")];
  const at = buttons.indexOf(event.target as unknown as PageElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

interface DrillListProps {
  readonly drills: readonly Drill[];
  readonly progress: DrillProgress | undefined;
  readonly onDrill: (name: string) => void;
}

function DrillList({ drills, progress, onDrill }: DrillListProps): ReactNode {
  const isRunning = progress?.state === "running";
  return h(
    "section",
    { className: "drills", "aria-labelledby": "drills", onKeyDown: moveFocus },
    h("h2", { id: "drills" }, "Drills"),
    drills.map(({ name, title }) =>
      h(
        "button",
        {
          key: name,
          type: "button",
          className: "drill",
          disabled: isRunning,
          title,
          onClick: () => onDrill(name),
        },
        h("span", { "aria-hidden": true }, "▶"),
        h("span", { className: "label" }, title),
      ),
    ),
    progress === undefined
      ? null
      : h(
          "div",
          { className: `progress ${progress.state}` },
          h("p", { role: "status" }, `${progress.name}: ${progress.state}`),
          h("pre", { tabIndex: 0, "aria-label": "What the drill printed" }, progress.output),
        ),
  );
}
