import assert from "node:assert/strict";
import fc from "fast-check";
import type { Notice, SlackMessage } from "./notice.ts";
import { renderFlapping, renderFlappingSummary, renderLate, renderNotice, withPicture } from "./render/index.ts";
import { understand } from "./sources/index.ts";
import { damagedBody } from "./testing/damage.ts";
import { asBody, fixtures, runbookBaseUrl, topics } from "./testing/fixtures.ts";
import { format } from "./testing/formatting.ts";
import { slackProblems } from "./testing/slack-limits.ts";

const about = { project: "acme", environment: "prod", region: "af-south-1", mention: "here" };

/** Words of a program that forgot to look; garbage of the property tests has none of them. */
const leaks = /\bundefined\b|\[object |\bNaN\b|Invalid Date/;

/** What in a message would ping somebody. */
const pings = /<!(?!date)|<@|<#/;

/** All texts of a message. */
function textsOf(message: SlackMessage): string {
  return JSON.stringify(message);
}

/** Whether the event itself has the words, so that showing them is right. */
const hasLeak = (body: unknown) => leaks.test(asBody(body) ?? "");

/** Asserts what holds for each message, whatever the event. */
function assertWell(message: SlackMessage, { mayPing, mayLeak }: { mayPing: boolean; mayLeak: boolean }): void {
  assert.deepEqual(slackProblems(message), []);
  if (!mayPing) assert.doesNotMatch(textsOf(message), pings);
  if (!mayLeak) assert.doesNotMatch(textsOf(message), leaks);
}

/** Asserts that a notice is whole. */
function assertWhole(notice: Notice): void {
  assert.ok(["critical", "warning", "info"].includes(notice.severity), notice.severity);
  assert.ok(["alarm", "recovered", "unknown", "event"].includes(notice.state), notice.state);
  assert.notEqual(notice.source, "");
  assert.notEqual(notice.incident, "");
  assert.notEqual(notice.transition, "");
  assert.equal(new Date(notice.time).toISOString(), notice.time);
  assert.match(notice.region ?? "af-south-1", /^[a-z-]+-\d+$/);
  assert.match(notice.accountId ?? "123456789012", /^\d{12}$/);
}

/** Asserts that SNS takes the e-mail. */
function assertMail(email: { readonly subject: string; readonly text: string }): void {
  assert.match(email.subject, /^[A-Za-z0-9][\x20-\x7e]{0,99}$/);
  assert.notEqual(email.text.trim(), "");
  assert.ok(email.text.length <= 20_000);
}

describe("any event", () => {
  it("makes one whole notice and one readable message that Slack takes and that pings nobody (10,000 damaged ones)", function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(damagedBody, (body) => {
        const notice = understand(body, { topics, runbookBaseUrl });
        assertWhole(notice);
        assert.ok(notice.severity !== "critical" || notice.links.some(({ label }) => label === "Runbook"));
        const { message, email } = renderNotice(notice, { ...about, mention: undefined });
        assertWell(message, { mayPing: false, mayLeak: hasLeak(body) });
        assertMail(email);
      }),
      { numRuns: 10_000, seed: 5 },
    );
  });

  it("makes messages of the other kinds that Slack takes, too", function () {
    this.timeout(60_000);
    const from = "2026-10-02T17:00:00.000Z";
    fc.assert(
      fc.property(damagedBody, fc.string({ maxLength: 40 }), (body, odd) => {
        const notice = understand(body, { topics });
        const input = { notice, transitions: 50, from, to: notice.time, state: notice.state };
        const context = { ...about, alarmSince: odd, untold: 3, dashboardUrl: odd };
        for (const { message, email } of [
          renderLate(notice, { from: odd, to: notice.time }, context),
          renderFlapping(input, context),
          renderFlappingSummary(input, context),
        ]) {
          assertWell(message, { mayPing: false, mayLeak: true });
          assertWell(withPicture(message, "https://example.com/x.png?a=1&b=2", odd), { mayPing: false, mayLeak: true });
          assertMail(email);
        }
      }),
      { numRuns: 1000, seed: 6 },
    );
  });

  it("is understood the same each time it is delivered", () => {
    for (const { body } of fixtures) {
      const [first, second] = [1, 2].map(() => understand(asBody(body), { topics, recordId: "record" }));
      assert.equal(first?.transition, second?.transition);
    }
  });
});

describe("each fixture", () => {
  for (const { name, body } of fixtures) {
    it(`${name} is a message that Slack takes, and that pings only for a critical alarm`, () => {
      const { notice, message } = format(asBody(body));
      const mayPing = notice.severity === "critical" && notice.state === "alarm";
      assertWell(message, { mayPing, mayLeak: false });
      assert.equal(/<!here>/.test(textsOf(message)), mayPing);
    });
  }
});
