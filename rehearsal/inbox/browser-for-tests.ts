/** A headless Chromium for tests of the inbox's page and for its picture; a package ships it, nothing is installed by hand. */
import chromium from "@sparticuz/chromium";
import puppeteer, { type Browser } from "puppeteer-core";

/** Starts it. The caller closes it. */
export async function startBrowser(): Promise<Browser> {
  return puppeteer.launch({
    args: chromium.args,
    executablePath: await chromium.executablePath(),
    headless: "shell",
  });
}
