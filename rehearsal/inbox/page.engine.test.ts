import assert from "node:assert/strict";
import type { Browser, Page } from "puppeteer-core";
import { startBrowser } from "./browser-for-tests.ts";
import { type RunningInbox, serveInbox } from "./server.ts";
import { webhookUrl } from "./webhooks.ts";

const key = "test key";
const waiting = { timeout: 10_000 };

describe("the Slack inbox's page, in Chromium", () => {
  let browser: Browser;
  let page: Page;
  let inbox: RunningInbox;
  /** Whatever the page complained of: errors of its program, refused by its content policy. */
  let complaints: string[];
  /** What the page asked anybody for. */
  let asked: string[];

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    const drills = {
      list: [process.execPath, "-e", `console.log('[{"name":"alarm","title":"An alarm"}]')`],
      run: [process.execPath, "-e", "console.log('drilled', process.argv[1])"],
    };
    inbox = await serveInbox({ key, id: "page", title: "<i>dev</i>", drills });
    page = await browser.newPage();
    complaints = [];
    asked = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(inbox.url);
    await page.waitForSelector(".drill", waiting);
  });
  afterEach(async () => {
    await page?.close();
    await inbox?.close();
  });

  async function post(route: string, payload: unknown): Promise<number> {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(payload);
    return (await fetch(webhookUrl(inbox.url, key, route), { method: "POST", headers, body })).status;
  }
  /** An element's text, every kind of space as one of the ordinary kind. */
  const textOf = (selector: string) =>
    page.$eval(selector, (element) => (element.textContent ?? "").replace(/[\s\u200b\u2060]+/g, " "));
  const count = async (selector: string) => (await page.$$(selector)).length;
  const until = (expression: string) => page.waitForFunction(expression, waiting);
  const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

  it("says what to do as long as it is empty, and shows what comes without being loaded again", async () => {
    assert.match(await textOf(".empty"), /No messages yet.*Start a drill at the left/);
    assert.equal(await page.title(), "Slack inbox · <i>dev</i>");
    await post("critical", {
      text: "🚨 ALARM database",
      attachments: [
        { color: "#a30200", blocks: [section("<!here> *database* at 14:02:11 UTC, arn:aws:sns:x :wave:")] },
      ],
    });
    await page.waitForSelector(".message", waiting);
    assert.equal(await count(".empty"), 0);
    const text = await textOf(".message .body");
    assert.match(text, /🚨 ALARM database/);
    assert.match(text, /@here database at 14:02:11 UTC, arn:aws:sns:x 👋/);
    const color = await page.evaluate("getComputedStyle(document.querySelector('.bar')).backgroundColor");
    assert.equal(color, "rgb(163, 2, 0)");
    await post("notices", { text: "a notice" });
    await page.waitForSelector(".channel.unread", waiting);
    assert.equal(await textOf(".channel.unread .badge"), "1");
    assert.equal(await page.title(), "(1) Slack inbox · <i>dev</i>");
    assert.equal(await count(".message"), 1);
    await page.click(".channel.unread");
    assert.match(await textOf(".message .body"), /a notice/);
    assert.equal(await count(".channel.unread"), 0);
    assert.deepEqual(complaints, []);
  });

  it("can be used by keyboard alone", async () => {
    for (const number of [1, 2, 3]) await post("critical", { text: `alarm ${number}` });
    await post("notices", { text: "notice" });
    await until("document.querySelectorAll('.message').length === 3 && document.querySelector('.unread')");
    const focused = () => page.evaluate("document.activeElement.textContent") as Promise<string>;
    await page.keyboard.press("Tab");
    assert.match(await focused(), /critical/);
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    assert.equal(outline, "solid");
    await page.keyboard.press("ArrowDown");
    assert.match(await focused(), /notices/);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    for (let steps = 0; steps < 6 && !/alarm 3/.test(await focused()); steps++) await page.keyboard.press("Tab");
    assert.match(await focused(), /alarm 3/);
    const seen: string[] = [];
    for (const pressed of ["ArrowUp", "k", "k", "j", "End", "Home"] as const) {
      await page.keyboard.press(pressed);
      seen.push(/alarm \d/.exec(await focused())?.[0] ?? "");
    }
    assert.deepEqual(seen, ["alarm 2", "alarm 1", "alarm 1", "alarm 2", "alarm 3", "alarm 1"]);
    const controls = await page.$$eval("button, input, [role=log]", (all) =>
      all.filter(
        (each) => !(each.textContent || each.ariaLabel || (each as unknown as { labels: unknown[] }).labels?.length),
      ),
    );
    assert.equal(controls.length, 0, "a control without a name");
  });

  it("tells the inbox what to answer, and shows what was refused", async () => {
    await page.focus(".mode-ok input");
    await page.keyboard.press("ArrowRight");
    await until("/429/.test(document.querySelector('.meaning').textContent)");
    assert.equal(await post("critical", { text: "too many" }), 429);
    await page.waitForSelector(".message.refused", waiting);
    assert.match(await textOf(".message .head"), /refused: 429 rate_limited/);
    await page.type(".number input", "1");
    await page.click(".mode-500");
    await until("/500.*1 more/.test(document.querySelector('.meaning').textContent)");
    assert.equal(await post("critical", { text: "trouble" }), 500);
    await until("/ok: takes/.test(document.querySelector('.meaning').textContent)");
    assert.equal(await post("critical", { text: "well" }), 200);
    await page.click(".clear");
    await page.waitForSelector(".empty", waiting);
    assert.deepEqual(await (await fetch(`${inbox.url}/api/messages`)).json(), []);
  });

  it("runs nothing that a message holds, and asks nobody but the inbox", async () => {
    const attack = `<img src=x onerror=alert(1)> <script>alert(2)</script> <javascript:alert(3)|link> &lt;svg onload=alert(4)&gt;`;
    await post("critical", {
      text: attack,
      blocks: [
        section(attack),
        { type: "header", text: { type: "plain_text", text: attack } },
        { type: "context", elements: [{ type: "mrkdwn", text: attack }] },
        { type: "image", image_url: "http://192.0.2.1/x.png", alt_text: attack },
        { type: "markdown", text: `${attack} [link](javascript:alert(5))` },
      ],
      attachments: [{ color: "red;background:url(//192.0.2.1)", text: attack, fallback: attack }],
    });
    await page.waitForSelector(".message", waiting);
    const made = "document.querySelectorAll('.message script, .message svg[onload], .message [onerror]').length";
    assert.equal(await page.evaluate(made), 0);
    for (const link of await page.$$(".message a")) {
      const href = await link.evaluate((element) => element.getAttribute("href") ?? "");
      // React puts a `throw` in the place of such an address.
      if (/^javascript:(?!throw)/i.test(href)) assert.fail(`a link leads to ${href}`);
    }
    assert.match(await textOf(".message .body"), /<img src=x onerror=alert\(1\)>/);
    // The policy says that it held the picture back; nothing else may be said.
    const others = complaints.filter((complaint) => !/192\.0\.2\.1.*Content Security Policy/.test(complaint));
    assert.deepEqual(others, []);
    const elsewhere = asked.filter((url) => !url.startsWith(inbox.url) && !url.startsWith("data:"));
    assert.deepEqual(
      elsewhere.filter((url) => !url.includes("192.0.2.1")),
      [],
    );
  });

  it("formats text that is verbatim, as Slack does", async () => {
    const text = { type: "mrkdwn", text: "*down* <https://example.com/runbook|Runbook>", verbatim: true };
    await post("critical", { text: "down", blocks: [{ type: "section", text }] });
    await page.waitForSelector(".message .body a", waiting);
    assert.match(await textOf(".message .body"), /^down Runbook/);
    assert.equal(
      await page.$eval(".message .body a", (link) => link.getAttribute("href")),
      "https://example.com/runbook",
    );
  });

  it("shows what the library cannot as it came, and the rest beside it", async () => {
    await post("critical", { text: "x", blocks: [{ type: "rich_text" }, section("well")] });
    await page.waitForSelector(".message", waiting);
    assert.match(await textOf(".raw"), /"rich_text"/);
    assert.match(await textOf(".message .body"), /well/);
    const headers = { "content-type": "application/json" };
    await fetch(webhookUrl(inbox.url, key, "critical"), { method: "POST", headers, body: "no <b>JSON</b>" });
    await page.waitForSelector(".message.refused", waiting);
    assert.equal(await textOf(".refused .raw"), "no <b>JSON</b>");
  });

  it("runs a drill by its button, and tells how it went", async () => {
    await page.waitForSelector(".drill", waiting);
    await page.click(".drill");
    await page.waitForSelector(".progress.succeeded", waiting);
    assert.match(await textOf(".progress"), /alarm: succeeded.*drilled alarm/);
  });

  it("gets everything anew after the inbox was away", async () => {
    await post("critical", { text: "before" });
    await page.waitForSelector(".message", waiting);
    const port = Number(new URL(inbox.url).port);
    await inbox.close();
    await until("/disconnected/.test(document.querySelector('h1').textContent)");
    inbox = await serveInbox({ key, id: "again", port });
    await until("!/disconnected/.test(document.querySelector('h1').textContent)");
    await page.waitForSelector(".empty", waiting);
    await post("critical", { text: "after" });
    await until("/after/.test(document.querySelector('.message')?.textContent)");
  });
});
