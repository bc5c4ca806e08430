/**
 * Slack's text: escaped, and never longer than Slack takes.
 * Sources: https://docs.slack.dev/messaging/formatting-message-text (escaping), https://docs.slack.dev/reference/block-kit/blocks
 * (limits).
 */

/** What stands where a text was cut. */
export const cutMark = " … (cut)";

/**
 * A text of an event as Slack's markup that shows it as it is: it can ping nobody, link nowhere and open no markup of its own.
 * What Slack's apps or a terminal could take for something else is taken out: control characters, and marks of writing direction.
 */
export function escape(text: string): string {
  return unsafe(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Control characters but line breaks and tabs, halves of surrogate pairs, and marks that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A text without what cannot be shown. */
export function unsafe(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(invisible, "");
}

/**
 * Cuts a plain text so that `escape` of it has at most that many characters, visibly.
 *
 * @returns the escaped text
 */
export function escapeWithin(text: string, longest: number): string {
  const escaped = escape(text.length > longest * 2 ? text.slice(0, longest * 2) : text);
  if (escaped.length <= longest && text.length <= longest * 2) return escaped;
  const kept = escaped.slice(0, Math.max(0, longest - cutMark.length));
  // Neither half an entity nor half a surrogate pair may stand at the end.
  return kept.replace(/&[a-z]{0,3}$/, "").replace(/[\ud800-\udbff]$/, "") + cutMark;
}

/** Cuts a plain text at that many characters, visibly; nothing is escaped. */
export function cutPlain(text: string, longest: number): string {
  const shown = unsafe(text.slice(0, longest * 2));
  if (shown.length <= longest && text.length <= longest * 2) return shown;
  return shown.slice(0, Math.max(0, longest - cutMark.length)).replace(/[\ud800-\udbff]$/, "") + cutMark;
}

/** A text in one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A link in Slack's markup; only its label where the address is none that a browser should open, or longer than Slack takes. */
export function link(label: string, url: string, longestLabel = 80): string {
  const shown = escapeWithin(oneLine(label), longestLabel).replaceAll("|", "¦");
  const address = linkable(url);
  return address === undefined ? shown : `<${address}|${shown === "" ? "link" : shown}>`;
}

/** Longest address; three links of that length still fit in a block. */
const longestUrl = 900;

/** The address as it may stand in a link; undefined for what is none over http, or too long. */
export function linkable(url: string): string | undefined {
  if (!/^https?:\/\/[^\s<>|"]+$/.test(url) || url.length > longestUrl) return undefined;
  return url.replaceAll("&", "&amp;");
}
