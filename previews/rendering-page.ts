/** A comment as GitHub shows it, in Chromium: Markdown to HTML, what GitHub lets through, and a style that is near to GitHub's. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "marked";
import type { Browser, Page } from "puppeteer-core";

/**
 * Tags and attributes that GitHub lets through, as far as a comment could hold them; what is not here would be taken out, and people
 * would see another comment than the one that was written.
 * Source: https://github.github.com/gfm/#disallowed-raw-html-extension- and https://github.com/gjtorikian/html-pipeline
 * (`SanitizationFilter`, its default list).
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  blockquote: [],
  br: [],
  code: ["class"],
  details: [],
  em: [],
  h2: [],
  h3: [],
  hr: [],
  li: [],
  ol: [],
  p: [],
  pre: [],
  strong: [],
  summary: [],
  table: [],
  tbody: [],
  td: ["align"],
  th: ["align"],
  thead: [],
  tr: [],
  ul: [],
};

/** What GitHub's style does, as far as it decides what is seen: widths, scrolling, colours of differences. */
const style = `
  * { box-sizing: border-box }
  body { margin: 0; padding: 16px; background: #f6f8fa; color: #1f2328; font: 14px/1.5 "DejaVu Sans", "Liberation Sans", sans-serif }
  article { max-width: 860px; margin: 0 auto; padding: 16px; border: 1px solid #d1d9e0; border-radius: 6px; background: #fff; overflow-wrap: break-word }
  @media (max-width: 600px) { body { padding: 0 } article { border-radius: 0 } }
  h2 { margin: 8px 0 16px; padding-bottom: 5px; border-bottom: 1px solid #d1d9e0; font-size: 20px }
  h3 { margin: 24px 0 12px; font-size: 16px }
  p, ul, details { margin: 0 0 12px }
  li + li { margin-top: 4px }
  ul { padding-left: 28px }
  hr { height: 3px; border: 0; background: #d1d9e0; margin: 20px 0 }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; margin: 0 0 16px }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0 }
  tr:nth-child(2n) td { background: #f6f8fa }
  code { padding: 2px 5px; border-radius: 6px; background: #818b981f; font: 85% "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: break-spaces }
  pre { margin: 8px 0 12px; padding: 12px; border-radius: 6px; background: #f6f8fa; overflow: auto; font-size: 12px; line-height: 1.45 }
  pre code { padding: 0; background: none; font-size: 100%; white-space: pre }
  summary { cursor: pointer }
  blockquote { margin: 0 0 16px; padding: 8px 16px; border-left: 4px solid #d1d9e0; color: #59636e }
  .alert { border-left-color: #cf222e; color: inherit }
  .alert-title { margin-bottom: 8px; color: #d1242f; font-weight: 500 }
  .deletion { background: #ffebe9; color: #82071e } .addition { background: #dafbe1; color: #116329 }
  .heading { color: #0550ae; font-weight: bold } .note { background: #ffd8b5; color: #953800 }
`;

/** Colours of a difference by the first character of a line. */
const diffClasses: Readonly<Record<string, string>> = {
  "+": "addition",
  "-": "deletion",
  "@": "heading",
  "!": "note",
};

/** An element as the tests look at it. The project's types have no browser, so that Node's programs cannot use one by mistake. */
export interface Shown {
  readonly localName: string;
  readonly className: string;
  readonly textContent: string;
  readonly innerText: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  innerHTML: string;
  checkVisibility(): boolean;
  click(): void;
  closest(selector: string): Shown | null;
  cloneNode(deep: true): Shown;
  querySelectorAll(selector: string): Iterable<Shown>;
  remove(): void;
}

/**
 * What the elements of a selector say, asked in the browser.
 *
 * @param ask runs in the browser: it sees nothing of this program
 */
export const ask = <T>(page: Page, selector: string, ask: (elements: readonly Shown[]) => T): Promise<T> =>
  page.$$eval(selector, ask as never) as Promise<T>;

/** The texts of the elements of a selector. */
export const textsOf = (page: Page, selector: string): Promise<readonly string[]> =>
  ask(page, selector, (elements) => elements.map(({ textContent }) => textContent));

const asHtml = (text: string): string => text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);

const coloured = (text: string): string =>
  text
    .split("\n")
    .map((line) => `<span class="${diffClasses[line[0] ?? ""] ?? ""}">${asHtml(line)}</span>`)
    .join("\n");

/** The Markdown as HTML, without what we add for its looks: what GitHub would sanitise. */
export const htmlOf = (markdown: string): string => marked.parse(markdown, { gfm: true, async: false });

/** The page of a comment. */
function pageOf(markdown: string): string {
  const html = htmlOf(markdown)
    // GitHub's alert, which is a quotation to other readers.
    .replaceAll(
      /<blockquote>\s*<p>\[!CAUTION\]\s*/g,
      '<blockquote class="alert"><p class="alert-title">Caution</p><p>',
    );
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${style}</style><article>${html}</article>`;
}

/**
 * Shows a comment in a new page, which the caller closes.
 *
 * @param width of the window, in CSS pixels
 * @param scale device pixels for each of them. Default: 1
 */
export async function showComment(browser: Browser, markdown: string, width: number, scale = 1): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 300, deviceScaleFactor: scale });
  await page.setContent(pageOf(markdown), { waitUntil: "load" });
  const blocks = await page.$$("code.language-diff");
  for (const block of blocks) {
    const html = coloured(await block.evaluate((element) => element.textContent ?? ""));
    await block.evaluate((element, text) => {
      (element as unknown as Shown).innerHTML = text;
    }, html);
  }
  return page;
}

/** Elements and attributes of a comment that GitHub would take out, each once. */
export async function takenOut(browser: Browser, markdown: string): Promise<string[]> {
  const page = await browser.newPage();
  try {
    await page.setContent(`<article>${htmlOf(markdown)}</article>`);
    const found = await ask(page, "article *", (elements) =>
      elements.flatMap((element) => [
        element.localName,
        ...[...element.attributes].map(({ name }) => `${element.localName} ${name}`),
      ]),
    );
    const isAllowed = (what: string) => {
      const [tag = "", attribute] = what.split(" ");
      return attribute === undefined ? tag in allowed : allowed[tag]?.includes(attribute) === true;
    };
    return [...new Set(found)].filter((what) => !isAllowed(what));
  } finally {
    await page.close();
  }
}

/** Mermaid as it is for browsers. */
const mermaidFile = join(import.meta.dirname, "..", "node_modules", "mermaid", "dist", "mermaid.min.js");

/**
 * A page that draws graphs as GitHub does.
 *
 * @returns draws a graph as SVG; rejects with Mermaid's words when it is none
 */
export async function graphDrawer(browser: Browser): Promise<(graph: string) => Promise<string>> {
  const page = await browser.newPage();
  await page.addScriptTag({ content: readFileSync(mermaidFile, "utf8") });
  return (graph) =>
    page.evaluate(async (text) => {
      interface Mermaid {
        initialize(options: object): void;
        render(id: string, text: string): Promise<{ svg: string }>;
      }
      const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
      // GitHub's level: no script, no click.
      mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
      return (await mermaid.render("graph", text)).svg;
    }, graph);
}
