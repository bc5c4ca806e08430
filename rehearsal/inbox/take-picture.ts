/**
 * Writes a picture of an inbox's page: `node rehearsal/inbox/take-picture.ts <inboxUrl> [file] [channel] [dark]`. Default file:
 * docs/images/slack-inbox.png. The system needs a font with emoji.
 */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { startBrowser } from "./browser-for-tests.ts";

const standard = join(import.meta.dirname, "..", "..", "docs", "images", "slack-inbox.png");
const [inboxUrl, file = standard, channel, scheme = "light"] = process.argv.slice(2);
if (inboxUrl === undefined) throw new Error("which inbox? npm run rehearse -- status --json tells its inboxUrl");

const browser = await startBrowser();
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860, deviceScaleFactor: 1.5 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(inboxUrl);
  await page.waitForSelector(".message");
  if (channel !== undefined) await page.click(`.channel[aria-label^="${channel}"]`);
  // The pictures in messages and the fonts.
  await page.waitForNetworkIdle({ concurrency: 1 });
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file as `${string}.png` });
} finally {
  await browser.close();
}
