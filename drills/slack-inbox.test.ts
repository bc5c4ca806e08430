import assert from "node:assert/strict";
import { type RunningInbox, serveInbox } from "../rehearsal/inbox/server.ts";
import { webhookUrl } from "../rehearsal/inbox/webhooks.ts";
import { SlackInbox } from "./slack-inbox.ts";

const key = "k".repeat(64);

describe("SlackInbox", () => {
  let running: RunningInbox;
  let inbox: SlackInbox;
  beforeEach(async () => {
    running = await serveInbox({ key, id: "test" });
    inbox = new SlackInbox(running.url, (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
  });
  afterEach(() => running.close());

  const post = (text: string) =>
    fetch(webhookUrl(running.url, key, "critical"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });

  it("finds a post that comes while it waits, and not one from before", async () => {
    await post("disk is full");
    await new Promise((resolve) => setTimeout(resolve, 20));
    const since = Date.now();
    assert.deepEqual(await inbox.all({ texts: ["disk"] }, since), []);
    setTimeout(() => void post("disk is full again"), 150);
    const found = await inbox.first({ texts: ["disk"] }, since, 5);
    assert.deepEqual([found?.text, found?.channel, found?.status], ["disk is full again", "critical", 200]);
    assert.ok((found?.time ?? 0) - since >= 100);
  });

  it("gives up in time", async () => {
    const began = Date.now();
    assert.equal(await inbox.first({ texts: ["nothing"] }, began, 0.2), undefined);
    assert.ok(Date.now() - began < 2000);
  });

  it("tells the inbox what to answer, and finds posts by the answer", async () => {
    await inbox.answer({ mode: "429", count: 1, retryAfter: 3 });
    assert.deepEqual([(await post("one")).status, (await post("two")).status], [429, 200]);
    const [refused, ...others] = await inbox.all({ status: 429 }, 0);
    assert.deepEqual([refused?.text, others.length], ["one", 0]);
  });

  it("says what the inbox says when it refuses", async () => {
    await assert.rejects(inbox.answer({ mode: "ok", count: 0 }), /\/api\/answers with 400: .*count must be/);
  });
});
