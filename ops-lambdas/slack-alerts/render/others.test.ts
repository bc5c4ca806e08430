import assert from "node:assert/strict";
import fc from "fast-check";
import type { Notice, NoticeState } from "../notice.ts";
import { slackProblems } from "../testing/slack-limits.ts";
import {
  type DigestLine,
  renderDigest,
  renderFlapping,
  renderFlappingSummary,
  renderHeartbeat,
  withPicture,
} from "./index.ts";
import { span, when } from "./words.ts";

const about = { project: "acme", environment: "prod", region: "af-south-1", mention: "here" };
const times = { from: "2026-10-02T17:00:00.000Z", to: "2026-10-02T17:05:00.000Z" };

/** A line of a digest. */
const line = (title: string, more: Partial<DigestLine> = {}): DigestLine => ({
  title,
  severity: "warning",
  state: "alarm",
  count: 1,
  ...more,
});

/** A digest of these lines. */
const digest = (notices: readonly DigestLine[], reason: "storm" | "mute" | "quiet-hours" = "storm") => {
  const total = notices.reduce((sum, { count }) => sum + count, 0);
  const rendered = renderDigest({ ...about, ...times, route: "critical", reason, notices, total });
  assert.deepEqual(slackProblems(rendered.message), []);
  return rendered;
};

const notice: Notice = {
  source: "metric-alarm",
  severity: "critical",
  state: "alarm",
  incident: "alarm:a",
  transition: "alarm:a#1",
  time: times.to,
  title: "acme-prod-site-errors",
  summary: "Requests fail.",
  facts: [],
  links: [],
};

describe("renderDigest", () => {
  it("names the most urgent and the open ones first, each with its count", () => {
    const { message, email } = digest([
      line("over", { state: "recovered" }),
      line("warned", { count: 3, url: "https://example.com/?a&b" }),
      line("silent", { state: "unknown" }),
      line("paged", { severity: "critical" }),
    ]);
    const [block] = (message.attachments?.[0]?.blocks ?? []) as { text: { text: string } }[];
    assert.equal(
      block?.text.text,
      "🚨 CRITICAL ALARM · paged\n⚠️ WARNING ALARM · <https://example.com/?a&amp;b|warned> · ×3\n⚪ NO DATA · silent\n✅ OK · over",
    );
    assert.equal(
      message.text,
      "🚨 6 notices of 4 incidents · acme-prod · 2 in ALARM (1 critical), 1 without data, 1 recovered — too many to post one by one",
    );
    assert.match(email.text, /^CRITICAL ALARM 1 x paged$/m);
  });

  it("counts each notice, also those that find no room", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), fc.string({ maxLength: 300 }), (amount, title) => {
        const lines = Array.from({ length: amount }, (_, index) => line(`${index} ${title}`, { count: 2 }));
        const text = JSON.stringify(digest(lines).message);
        const shown = text.match(/WARNING ALARM · \d+/g)?.length ?? 0;
        const left = Number(/_and ([\d,]+) more incidents? with/.exec(text)?.[1]?.replace(",", "") ?? 0);
        assert.equal(shown + left, amount);
        assert.match(text, new RegExp(`${(amount * 2).toLocaleString("en-US")} notices of`));
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("tells why, and takes no notices at all", () => {
    assert.match(digest([], "mute").message.text, /0 notices of 0 incidents .* held back by a maintenance window/);
    assert.match(digest([line("a")], "quiet-hours").message.text, /held back by quiet hours/);
  });

  it("pings nobody", () => assert.doesNotMatch(JSON.stringify(digest([line("<!channel>")]).message), /<!/));
});

describe("renderFlapping", () => {
  const input = { notice, transitions: 50, ...times, state: "recovered" as NoticeState };

  it("says once that it comes and goes, and pings nobody", () => {
    const { message } = renderFlapping({ ...input, state: "alarm" }, about);
    assert.match(message.text, /^🚨 CRITICAL ALARM · acme-prod-site-errors \(flapping\) · /);
    assert.match(JSON.stringify(message), /50 changes in 5 min/);
    assert.doesNotMatch(JSON.stringify(message), /<!/);
  });

  it("sums up with count, times and the present state", () => {
    const { message } = renderFlappingSummary(input, about);
    assert.match(message.text, /^✅ OK · acme-prod-site-errors \(flapped 50 times\)/);
    assert.match(JSON.stringify(message), /50 changes from 2026-10-02 17:00:00 UTC to 17:05:00 UTC\. It is OK now\./);
  });
});

describe("renderHeartbeat", () => {
  it("is one quiet line", () => {
    const { message, email } = renderHeartbeat({ ...about, route: "critical", time: times.to });
    assert.deepEqual(slackProblems(message), []);
    assert.equal(message.text, "💚 Alerts reach critical · acme-prod · af-south-1 · 2026-10-02 17:05:00 UTC");
    assert.equal(message.blocks?.length, 1);
    assert.equal(email.subject, "Alerts work - acme-prod - critical");
  });
});

describe("withPicture", () => {
  const { message } = renderFlapping({ notice, transitions: 3, ...times, state: "alarm" }, about);

  it("puts the picture before the small line, and leaves the message as it was", () => {
    const before = structuredClone(message);
    const made = withPicture(message, "https://example.com/x.png?a=1&b=2", "Graph of acme-prod-site-errors");
    assert.deepEqual(message, before);
    assert.deepEqual(slackProblems(made), []);
    const types = ((made.attachments?.[0]?.blocks ?? []) as { type: string }[]).map(({ type }) => type);
    assert.deepEqual(types, ["section", "image", "context"]);
  });

  for (const url of ["", "javascript:alert(1)", `https://example.com/${"x".repeat(3000)}`]) {
    it(`leaves out ${url.slice(0, 30)}`, () => assert.equal(withPicture(message, url, "x"), message));
  }
});

describe("times", () => {
  const cases: readonly (readonly [seconds: number, shown: string])[] = [
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [744, "12 min 24 s"],
    [3600, "1 h"],
    [86_399, "23 h 59 min"],
    [90_000, "1 d 1 h"],
    [-5, "0 s"],
  ];
  for (const [seconds, shown] of cases) {
    it(`${seconds} s are ${shown}`, () => {
      const to = new Date(Date.parse(times.from) + seconds * 1000).toISOString();
      assert.equal(span(times.from, to), shown);
    });
  }

  it("are shown as they are when they are none", () => {
    assert.equal(when("yesterday"), "yesterday");
    assert.equal(span("yesterday", times.to), "an unknown time");
  });
});
