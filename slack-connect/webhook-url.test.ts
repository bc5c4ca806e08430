import assert from "node:assert/strict";
import { readWebhookUrl, WebhookUrlError, withoutWebhook } from "./webhook-url.ts";

const canary = "CanaryCanaryCanaryCanary";
const good = `https://hooks.slack.com/services/T024BE7LD/B024BE7LH/${canary}`;
const inboxUrl = "http://127.0.0.1:4321";

describe("readWebhookUrl", () => {
  it("takes Slack's and GovSlack's, with space around them", () => {
    assert.equal(readWebhookUrl(`  ${good}\n`), good);
    const gov = good.replace("slack.com", "slack-gov.com");
    assert.equal(readWebhookUrl(gov), gov);
  });

  const bad: readonly (readonly [title: string, text: string, problem: RegExp])[] = [
    ["nothing", " \n", /There is no webhook URL/],
    ["no URL", canary, /it is no URL/],
    ["http", good.replace("https", "http"), /does not begin with https/],
    ["another host", good.replace("slack.com", "slack.com.evil.example"), /its host is not hooks\.slack\.com or/],
    ["a port", good.replace("slack.com", "slack.com:8443"), /its host is not/],
    ["a user", good.replace("hooks", `${canary}@hooks`), /more than a host and a path/],
    ["a query", `${good}?x=${canary}`, /more than a host and a path/],
    ["a fragment", `${good}#`, /more than a host and a path/],
    ["two lines", `${good}\n${good}`, /more than a host and a path/],
    ["a path that is too short", good.replace(`/${canary}`, ""), /its path is not \/services\/T…\/B…\/…/],
    ["an API token's page", `https://hooks.slack.com/${canary}`, /its path is not/],
    ["a workflow's trigger", `https://hooks.slack.com/triggers/T1/2/${canary}`, /starts a workflow/],
  ];
  for (const [title, text, problem] of bad) {
    it(`refuses ${title}, and never shows what was given`, () => {
      assert.throws(
        () => readWebhookUrl(text),
        (error: Error) => {
          assert.ok(error instanceof WebhookUrlError);
          assert.match(error.message, problem);
          assert.equal(error.stack?.includes(canary), false);
          return true;
        },
      );
    });
  }

  it("takes only the inbox's webhooks for a rehearsal", () => {
    const own = `${inboxUrl}/services/T0REHEARSAL/Bcritical/abcDEF123`;
    assert.equal(readWebhookUrl(own, inboxUrl), own);
    assert.throws(() => readWebhookUrl(good, inboxUrl), /does not lead to the rehearsal's inbox/);
    assert.throws(() => readWebhookUrl(own), /does not begin with https:\/\/; its host is not .*; its path is not/);
    assert.throws(
      () => readWebhookUrl(own.replace("4321", "4322"), inboxUrl),
      /does not lead to the rehearsal's inbox/,
    );
  });
});

describe("withoutWebhook", () => {
  it("takes the URL, its path and its token out, also encoded", () => {
    for (const text of [good, new URL(good).pathname, canary, encodeURIComponent(good), good.replaceAll("/", "\\/")]) {
      assert.equal(withoutWebhook(`failed: ${text}!`, good).includes(canary), false, text);
    }
    assert.equal(withoutWebhook("AccessDeniedException: no", good), "AccessDeniedException: no");
  });
});
