/**
 * Texts of strangers in Markdown that GitHub renders: no HTML, no mention, no reference to an issue, no link, no picture, nothing
 * that ends a table, a list, a block of code or a `<details>`.
 */

/** Characters that steer: controls, line ends, and those that are not seen or turn the direction of writing. */
const steering = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Marks piled on one letter, which reach into the lines above. */
const piles = /(\p{M}{2})\p{M}+/gu;

/** One line of plain characters, at most `most` long. */
export function plainLine(text: string, most: number): string {
  const line = text
    .slice(0, most * 4)
    .toWellFormed()
    .replace(steering, " ")
    .replace(piles, "$1")
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}

/**
 * A text as a code span, in which GitHub sees neither mention nor link. A backtick or a bar becomes a look-alike, because both end
 * the span or the table's cell in some reader.
 *
 * @param most longest text in characters; what is over is cut. Default: 120
 */
export function code(text: string, most = 120): string {
  const line = plainLine(text, most).replaceAll("`", "ˋ").replaceAll("|", "∣");
  return line === "" ? "` `" : `\`${line}\``;
}

/** Splits what GitHub would make a mention, a reference or a link of, and is not seen. */
const joiner = "\u2060";

/**
 * A text as prose within a line: never at its beginning, where it could open a list or a heading.
 *
 * @param most longest text in characters; what is over is cut. Default: 400
 */
export function prose(text: string, most = 400): string {
  return plainLine(text, most)
    .replaceAll("|", "∣")
    .replace(/[#$&*<>@[\\\]_`~]/g, "\\$&")
    .replace(/[@#]/g, `$&${joiner}`)
    .replace(/(GH)(?=-\d)/gi, `$1${joiner}`)
    .replace(/:(?=\/\/|[\w+-]+:)/g, `:${joiner}`)
    .replace(/(www)\./gi, `$1${joiner}.`);
}

/** Lines as a block of code of a language. The fence is longer than any run of backticks in it. */
export function fence(language: string, lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length);
  const mark = "`".repeat(Math.max(3, ...runs.map((length) => length + 1)));
  return [`${mark}${language}`, ...lines, mark].join("\n");
}

/**
 * A text as a name that means nothing to Markdown, HTML and Mermaid alike: letters, digits, spaces and `._/-`; all else is `_`. For
 * summaries of collapsed parts, where Markdown is not read and HTML is, and for labels of graphs.
 */
export function name(text: string, most = 40): string {
  const safe = plainLine(text, most).replace(/[^A-Za-z0-9 ._/-]/g, "_");
  return (
    safe
      .replace(/GH-(?=\d)/gi, "GH_")
      .replace(/www\./gi, "www_")
      .replace(/--+/g, "-") || "_"
  );
}

/** A collapsed part. `summary` is text of ours and names (`name`): GitHub reads it as HTML. `body` is Markdown of ours already. */
export function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table. Cells are Markdown of ours already; numbers are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], numbersFrom: number): string {
  const marks = head.map((_, index) => (index < numbersFrom ? "---" : "---:"));
  return [head, marks, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A number with its word: `1 stack`, `2 stacks`. */
export const count = (number: number, word: string): string =>
  `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
