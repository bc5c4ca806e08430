/** Blocks of a message, within Slack's limits whatever is put in. */
import type { Fact, Link } from "../notice.ts";
import { escapeWithin, link, linkable } from "./markup.ts";

/** A block of Block Kit. */
export type Block = Readonly<Record<string, unknown>>;

/** Characters that the parts of a message may have: together they stay under 12,000. */
export const room = { heading: 700, summary: 2400, fact: 280, label: 40, links: 2700, context: 400 } as const;

/** Markup that Slack takes as it is: without `verbatim` it makes links and mentions of what looks like them. */
function markup(text: string): Block {
  return { type: "mrkdwn", text, verbatim: true };
}

/** A paragraph of markup; nothing for an empty one. */
export function section(text: string): readonly Block[] {
  return text.trim() === "" ? [] : [{ type: "section", text: markup(text) }];
}

/** A paragraph of plain text, cut to its room. */
export function paragraph(text: string, longest: number = room.summary): readonly Block[] {
  return section(escapeWithin(text.trim(), longest));
}

/** Slack's own number. */
const mostFields = 10;

/** Facts in two columns, in one on a phone. More than ten are told to be more. */
export function fields(facts: readonly Fact[]): readonly Block[] {
  const told = facts.filter(({ label, value }) => label.trim() !== "" && value.trim() !== "");
  if (told.length === 0) return [];
  const shown = told.slice(0, told.length > mostFields ? mostFields - 1 : mostFields).map(({ label, value }) => {
    const name = escapeWithin(label.trim(), room.label);
    return markup(`*${name}*\n${escapeWithin(value.trim(), room.fact)}`);
  });
  const more = told.length > mostFields ? [markup(`_and ${told.length - mostFields + 1} more_`)] : [];
  return [{ type: "section", fields: [...shown, ...more] }];
}

/** Links in one line; those that find no room are counted. Links with an address that no browser opens are left out. */
export function linkLine(links: readonly Link[]): readonly Block[] {
  const useful = links.filter(({ url }) => linkable(url) !== undefined);
  const shown: string[] = [];
  let length = 0;
  for (const { label, url } of useful) {
    const made = link(label, url);
    if (length + made.length + 3 > room.links) continue;
    shown.push(made);
    length += made.length + 3;
  }
  const more = useful.length - shown.length;
  return section([...shown, ...(more > 0 ? [`_and ${more} more_`] : [])].join(" · "));
}

/** The small line at the end. */
export function context(parts: readonly string[]): readonly Block[] {
  const text = escapeWithin(parts.filter((part) => part.trim() !== "").join(" · "), room.context);
  return text === "" ? [] : [{ type: "context", elements: [markup(text)] }];
}

/** Lines as few paragraphs; the lines that find no room are not shown, and the caller is told how many are. */
export function paragraphs(
  lines: readonly string[],
  most: number,
): { readonly blocks: Block[]; readonly shown: number } {
  const blocks: Block[] = [];
  let text = "";
  let shown = 0;
  for (const line of lines) {
    if (text.length + line.length + 1 > 2900) {
      blocks.push(...section(text));
      text = "";
      if (blocks.length === most) return { blocks, shown };
    }
    text = text === "" ? line : `${text}\n${line}`;
    shown += 1;
  }
  blocks.push(...section(text));
  return { blocks, shown };
}
