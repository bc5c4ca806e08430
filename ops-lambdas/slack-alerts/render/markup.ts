/**
 * Slack's text: escaped, and never longer than Slack takes.
 * Sources: https://docs.slack.dev/messaging/formatting-message-text (escaping), https://docs.slack.dev/reference/block-kit/blocks
 * (limits).
 */

/** What stands where a text was cut. */
export const cutMark = " … (cut)";

/**
 * A text of an event as Slack's markup: it can ping nobody and link nowhere. What an app could take for something else is taken out:
 * control characters, and marks of writing direction.
 */
export function escapeText(text: string): string {
  return showable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=here|channel|everyone)/gi, "@\u200b");
}

/** Control characters but line breaks and tabs, halves of surrogate pairs, and marks that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A text without what cannot be shown. */
export function showable(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(invisible, "");
}

/**
 * Cuts a plain text so that `escapeText` of it has at most that many characters, visibly.
 *
 * @param mark what stands where it was cut
 * @returns the escaped text
 */
export function escapeWithin(text: string, longest: number, mark = cutMark): string {
  const escaped = escapeText(text.length > longest * 2 ? text.slice(0, longest * 2) : text);
  if (escaped.length <= longest && text.length <= longest * 2) return escaped;
  const kept = escaped.slice(0, Math.max(0, longest - mark.length));
  // Neither half an entity nor half a surrogate pair may stand at the end.
  return kept.replace(/&[a-z]{0,3}$/, "").replace(/[\ud800-\udbff]$/, "") + mark;
}

/** Cuts a plain text at that many characters, visibly; nothing is escaped. */
export function cutPlain(text: string, longest: number): string {
  const shown = showable(text.slice(0, longest * 2));
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

/** Longest address: with its label it still fits in a block's 3,000 characters. */
const longestUrl = 2500;

/** The address as it may stand in a link; undefined for what is none over http, not encoded, or too long. */
export function linkable(url: string): string | undefined {
  if (!/^https?:\/\/[!#-;=?-{}~]+$/.test(url) || url.length > longestUrl) return undefined;
  return url.replaceAll("&", "&amp;");
}
