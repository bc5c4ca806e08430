/**
 * Reads what a webhook was sent, and refuses what Slack would plainly refuse. Its limits:
 * https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments.
 */

/** A call's body, read: what it holds, and Slack's word when it refuses it. */
export interface Reading {
  /** The payload as JSON gives it; the raw text when it is no JSON. */
  readonly payload: unknown;
  /** Slack's word for what is wrong, for example `invalid_blocks`; undefined when Slack would take it. */
  readonly refusal: string | undefined;
}

const mostBlocks = 50;
const mostAttachments = 100;
const mostFields = 10;
const mostContextElements = 10;
const textLimits = { header: 150, section: 3000, field: 2000 };
const blockTypes = new Set([
  "actions",
  "alert",
  "context",
  "divider",
  "file",
  "header",
  "image",
  "markdown",
  "rich_text",
  "section",
  "table",
  "video",
]);

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a body.
 * @param contentType the header; Slack takes JSON, and a form whose field `payload` holds JSON
 */
export function readPayload(body: string, contentType: string): Reading {
  const text = /^application\/x-www-form-urlencoded\b/i.test(contentType)
    ? (new URLSearchParams(body).get("payload") ?? "")
    : body;
  const isTaken = /^application\/(?:json|x-www-form-urlencoded)\b/i.test(contentType);
  try {
    const payload: unknown = JSON.parse(text);
    return { payload, refusal: isTaken ? refusalOf(payload) : "invalid_payload" };
  } catch {
    return { payload: text, refusal: "invalid_payload" };
  }
}

function refusalOf(payload: unknown): string | undefined {
  if (!isObject(payload)) return "invalid_payload";
  const { text, blocks, attachments } = payload;
  if (text !== undefined && typeof text !== "string") return "invalid_payload";
  if (blocks !== undefined && !areBlocks(blocks)) return "invalid_blocks";
  if (attachments !== undefined) {
    if (!Array.isArray(attachments) || !attachments.every(isObject)) return "invalid_attachments";
    if (attachments.length > mostAttachments) return "too_many_attachments";
    if (attachments.some((each: Members) => each.blocks !== undefined && !areBlocks(each.blocks))) {
      return "invalid_blocks";
    }
  }
  const isEmpty = [text, blocks, attachments].every((part) => part === undefined || (part as string).length === 0);
  return isEmpty ? "no_text" : undefined;
}

function areBlocks(blocks: unknown): boolean {
  return Array.isArray(blocks) && blocks.length <= mostBlocks && blocks.every(isBlock);
}

function isBlock(block: unknown): boolean {
  if (!isObject(block) || typeof block.type !== "string" || !blockTypes.has(block.type)) return false;
  const { type, text, fields, elements } = block;
  if (type === "header") return isText(text, textLimits.header);
  if (type === "section") return isSection(text, fields);
  if (type === "context") return isList(elements, mostContextElements, isObject);
  if (type === "image") return isFilled(block.alt_text) && (isFilled(block.image_url) || isObject(block.slack_file));
  return true;
}

function isSection(text: unknown, fields: unknown): boolean {
  if (text === undefined && fields === undefined) return false;
  const areFields = fields === undefined || isList(fields, mostFields, (field) => isText(field, textLimits.field));
  return areFields && (text === undefined || isText(text, textLimits.section));
}

function isText(value: unknown, limit: number): boolean {
  if (!isObject(value) || (value.type !== "plain_text" && value.type !== "mrkdwn")) return false;
  // Slack does not say whether an emoji counts as one character or two: counted so that nothing is refused that Slack takes.
  return isFilled(value.text) && [...value.text].length <= limit;
}

function isFilled(value: unknown): value is string {
  return typeof value === "string" && value.length > 0;
}

function isList(value: unknown, most: number, isElement: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isElement);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
