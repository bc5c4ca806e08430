/**
 * Writes a picture of a comment: `node previews/take-picture.ts <golden.md> [file] [width] [open]`. Default file:
 * docs/images/preview-comment.png; `open` opens the collapsed parts.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { startBrowser } from "../rehearsal/inbox/browser-for-tests.ts";
import { ask, showComment } from "./rendering-page.ts";

const standard = join(import.meta.dirname, "..", "docs", "images", "preview-comment.png");
const [golden, file = standard, width = "1012", open] = process.argv.slice(2);
if (golden === undefined) throw new Error("which comment? Name a file of previews/goldens");

const browser = await startBrowser();
try {
  const page = await showComment(browser, readFileSync(golden, "utf8"), Number(width), 1.5);
  if (open === "open") {
    await ask(page, "summary", (all) => {
      for (const summary of all) summary.click();
    });
  }
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file as `${string}.png`, fullPage: true });
} finally {
  await browser.close();
}
