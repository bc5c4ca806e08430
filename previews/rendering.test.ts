import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { startBrowser } from "../rehearsal/inbox/browser-for-tests.ts";
import { renderComment } from "./comment.ts";
import { reportWith, weapons } from "./goldens/hostile-texts.ts";
import { goldenContext } from "./goldens/shapes.ts";
import { ask, graphDrawer, type Shown, showComment, takenOut, textsOf } from "./rendering-page.ts";

const directory = join(import.meta.dirname, "goldens");
const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
const phone = 360;

describe("the comment in Chromium, as GitHub shows it", function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());

  for (const file of files.sort()) {
    it(`${file}: all is seen, nothing is taken out, nothing leads astray`, async () => {
      const markdown = readFileSync(join(directory, file), "utf8");
      assert.deepEqual(await takenOut(browser, markdown), []);
      const page = await showComment(browser, markdown, phone);
      try {
        await assertTable(page, markdown);
        await assertDestruction(page, markdown);
        await assertCollapsed(page);
        await assertPlain(page);
        assert.ok(
          ((await page.evaluate("document.documentElement.scrollWidth")) as number) <= phone,
          "the whole page scrolls sideways at the width of a phone",
        );
      } finally {
        await page.close();
      }
    });
  }

  it("hostile texts stay texts: nothing is taken out, clickable or collapsed in the wrong place", async () => {
    const markdown = renderComment(reportWith(weapons), goldenContext);
    assert.deepEqual(await takenOut(browser, markdown), []);
    const page = await showComment(browser, markdown, phone);
    await assertTable(page, markdown);
    await assertCollapsed(page);
    const links = await ask(page, "a, img, iframe, form, input, script", (all) =>
      all.flatMap(({ attributes }) => [...attributes].map(({ value }) => value)),
    );
    assert.deepEqual(links, [goldenContext.runUrl]);
    assert.ok(((await page.evaluate("document.documentElement.scrollWidth")) as number) <= phone);
    await page.close();
  });

  it("every graph is one that Mermaid draws, and a broken one is found", async () => {
    const texts = files.map((file) => readFileSync(join(directory, file), "utf8"));
    const graphs = new Set(texts.flatMap((text) => text.match(/(?<=^```mermaid\n)[\s\S]*?(?=\n```$)/gm) ?? []));
    assert.ok(graphs.size > 3);
    const draw = await graphDrawer(browser);
    for (const graph of graphs) assert.match(await draw(graph), /^<svg/);
    await assert.rejects(draw("flowchart LR\n  a --> [b"), /Parse error/);
  });

  it("a table's cell, a quotation and a summary that are broken are found", async () => {
    assert.deepEqual(
      await takenOut(browser, "<details open><summary>a</summary><script>1</script></details>\n\n![x](y)"),
      ["details open", "script", "img", "img src", "img alt"],
    );
    const page = await showComment(
      browser,
      `${"x".repeat(10)}\n\n<table><tr><td>${"y".repeat(900)}</td></tr></table>`,
      phone,
    );
    assert.ok(((await page.evaluate("document.querySelector('table').scrollWidth")) as number) > phone);
    await page.close();
  });
});

/** One row for each stack that the Markdown's table has, each with as many cells as the head, and every cell says something. */
async function assertTable(page: Page, markdown: string): Promise<void> {
  const lines = markdown.split("\n");
  const from = lines.findIndex((line) => line.startsWith("| Stack | Result "));
  assert.notEqual(from, -1, "there is no table of stacks");
  const until = lines.findIndex((line, index) => index > from && !line.startsWith("|"));
  const rows = await ask(page, "article > table:first-of-type tr", (all) =>
    all.map((row) => [...row.querySelectorAll("td, th")].map((cell) => cell.innerText.trim())),
  );
  assert.equal(rows.length, until - from - 1);
  assert.deepEqual([...new Set(rows.map(({ length }) => length))], [9]);
  assert.ok(rows.flat().every((cell) => cell !== ""));
}

/** What is destroyed stands before all else but the heading, and nobody has to click for it. */
async function assertDestruction(page: Page, markdown: string): Promise<void> {
  const destroyed = (markdown.match(/^> - /gm) ?? []).length;
  const order = await ask(page, "article > *", (elements) =>
    elements.map(({ localName, className }) => (className === "" ? localName : `${localName}.${className}`)),
  );
  assert.equal(order[0], "h2");
  if (destroyed === 0) return assert.ok(!order.includes("blockquote.alert"));
  assert.equal(order[1], "blockquote.alert");
  const items = await ask(page, "blockquote.alert li", (all) =>
    all.filter((item) => item.checkVisibility()).map((item) => item.closest("details") === null),
  );
  assert.deepEqual(
    items,
    Array.from({ length: destroyed }, () => true),
  );
}

/** Collapsed parts are closed, and a click opens them and shows what is in them. */
async function assertCollapsed(page: Page): Promise<void> {
  const parts = await page.$$("details");
  for (const part of parts) {
    const isShown = () => part.$eval(":scope > :not(summary)", (body) => (body as unknown as Shown).checkVisibility());
    assert.equal(await isShown(), false);
    await part.$eval("summary", (summary) => (summary as unknown as Shown).click());
    assert.equal(await isShown(), true);
  }
}

/** No Markdown is left in the text, no fence is broken, and links lead where the caller says. */
async function assertPlain(page: Page): Promise<void> {
  const [prose = ""] = await ask(page, "article", (all) =>
    all.map((article) => {
      const copy = article.cloneNode(true);
      for (const block of copy.querySelectorAll("code")) block.remove();
      return copy.textContent;
    }),
  );
  assert.doesNotMatch(prose, /```|~~~|\*\*|<\/?\w|\[!|\]\(|^\s*\||&\w+;|<!--/m);
  const blocks = await textsOf(page, "pre code");
  assert.ok(
    blocks.every((text) => !/^ {0,3}```/m.test(text)),
    "a fence is in a block of code",
  );
  const attributes = await ask(page, "article *", (all) =>
    all.flatMap((one) => [...one.attributes].map(({ name, value }) => [name, value] as const)),
  );
  assert.deepEqual(
    attributes.filter(([name]) => /^on|^style$|^id$|^name$|^src/.test(name)),
    [],
  );
  const links = attributes.flatMap(([name, value]) => (name === "href" ? value : []));
  assert.ok(
    links.every((href) => href.startsWith(`${goldenContext.runUrl}`)),
    links.join(),
  );
}
