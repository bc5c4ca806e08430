/** One message as Slack shows it. Whatever it holds, something readable is shown, and nothing of it runs. */
import { Component, createElement as h, type ReactNode } from "react";
import { type Block, type MessageProps, Message as SlackBlocks } from "slack-blocks-to-jsx";
import type { NumberedMessage } from "../messages.ts";
import { isPosted } from "./state.ts";

type Members = Readonly<Record<string, unknown>>;

/** Slack's own names of colours. */
const namedColors: Readonly<Record<string, string>> = { good: "#2eb886", warning: "#daa038", danger: "#a30200" };

/** Shows `instead` when its children cannot be shown: the library throws on some blocks that it does not expect. */
class Guard extends Component<{ readonly instead: ReactNode; readonly children?: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.instead : this.props.children;
  }
}

/** A message with its head: who, when, and what the call was answered when Slack would not have shown it. */
export function MessageView({ message, isLabelled }: { message: NumberedMessage; isLabelled: boolean }): ReactNode {
  const { time, payload, answer } = message;
  const labelId = `message-${message.id}`;
  return h(
    "article",
    {
      className: isPosted(message) ? "message" : "message refused",
      tabIndex: isLabelled ? 0 : -1,
      "data-message": message.id,
      "aria-labelledby": labelId,
    },
    h("div", { className: "avatar", "aria-hidden": true }, "☁️"),
    h(
      "div",
      { className: "content" },
      h(
        "div",
        { className: "head", id: labelId },
        h("span", { className: "name" }, "AWS alerts"),
        h("span", { className: "app" }, "APP"),
        h("time", { dateTime: time, title: time }, clock(time)),
        isPosted(message) ? null : h("span", { className: "answer" }, refusalText(answer)),
      ),
      h(Body, { payload }),
      h("details", { className: "payload" }, h("summary", null, "Payload"), h("pre", { tabIndex: 0 }, asJson(payload))),
    ),
  );
}

function refusalText({ status, body }: NumberedMessage["answer"]): string {
  return status === null ? "not answered, the call hangs" : `refused: ${status} ${body}`;
}

/** The day's time, with seconds: what came first matters. */
function clock(time: string): string {
  return new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

function Body({ payload }: { payload: unknown }): ReactNode {
  if (!isObject(payload)) return h("pre", { className: "raw" }, asJson(payload));
  const { text, blocks, attachments } = payload;
  const hasBlocks = Array.isArray(blocks) && blocks.length > 0;
  const parts: ReactNode[] = [];
  // With blocks the text is only what the phone's notification shows.
  if (typeof text === "string" && text !== "" && !hasBlocks) parts.push(h(Markdown, { key: "text", text }));
  if (hasBlocks) parts.push(h(Blocks, { key: "blocks", blocks }));
  if (Array.isArray(attachments)) {
    const views = attachments.filter(isObject).map((each, index) => h(Attachment, { key: index, attachment: each }));
    parts.push(h("div", { key: "attachments" }, views));
  }
  if (typeof text === "string" && hasBlocks) {
    parts.push(h("p", { key: "phone", className: "phone" }, h("span", null, "On the phone"), plain(text)));
  }
  return h("div", { className: "body" }, parts);
}

function Attachment({ attachment }: { attachment: Members }): ReactNode {
  const { color, blocks, text, fallback, title, pretext } = attachment;
  const told = [pretext, title, text ?? fallback].filter((part) => typeof part === "string" && part !== "");
  return h(
    "div",
    { className: "attachment" },
    h("div", { className: "bar", style: { backgroundColor: colorOf(color) } }),
    h(
      "div",
      { className: "attached" },
      Array.isArray(blocks) && blocks.length > 0 ? h(Blocks, { blocks }) : h(Markdown, { text: told.join("\n") }),
    ),
  );
}

function colorOf(color: unknown): string {
  if (typeof color !== "string") return "var(--line)";
  return namedColors[color] ?? (/^#?(?:[0-9a-f]{3}){1,2}$/i.test(color) ? `#${color.replace("#", "")}` : "var(--line)");
}

function Markdown({ text }: { text: string }): ReactNode {
  return h(Blocks, { blocks: [{ type: "section", text: { type: "mrkdwn", text } }] });
}

// The library drops what stands between two colons and is no emoji: the minutes of 14:02:11, the middle of an ARN.
const hooks: NonNullable<MessageProps["hooks"]> = {
  emoji: (emoji, parse) => {
    const shown = parse(emoji);
    return shown === "" || shown === emoji.name ? `:${emoji.name}:` : shown;
  },
};

/**
 * A block without `verbatim`: the library shows such texts without any markup, while Slack leaves out only links and mentions that it would
 * find by itself. Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
function formatted(block: Members): Members {
  return JSON.parse(JSON.stringify(block, (key, value) => (key === "verbatim" ? undefined : value))) as Members;
}

/** Each block by itself, so that one that cannot be shown does not take the others along. */
function Blocks({ blocks }: { blocks: readonly unknown[] }): ReactNode {
  return blocks.map((block, index) => {
    const raw = h("pre", { className: "raw" }, asJson(block));
    const shown = isObject(block)
      ? // The library's type names every member of every block; what came is checked by what shows it.
        h(SlackBlocks, {
          blocks: [formatted(block) as unknown as Block],
          logo: "",
          name: "",
          withoutWrapper: true,
          hooks,
        })
      : raw;
    return h(Guard, { key: index, instead: raw }, shown);
  });
}

/** Slack's three entities, as a phone shows them. */
function plain(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function asJson(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
