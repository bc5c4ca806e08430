import assert from "node:assert/strict";
import type { Notice } from "../notice.ts";
import { slackProblems } from "../testing/slack-limits.ts";
import { renderLate, renderNotice } from "./notice.ts";

const about = { project: "acme", environment: "prod", region: "af-south-1" };

/** A notice with what a test is about. */
const notice = (more: Partial<Notice> = {}): Notice => ({
  source: "metric-alarm",
  severity: "critical",
  state: "alarm",
  incident: "alarm:a",
  transition: "alarm:a#ALARM#1",
  time: "2026-10-02T17:04:40.989Z",
  title: "acme-prod-site-errors",
  summary: "More than 5 % of requests fail.",
  facts: [{ label: "Metric", value: "AWS/RDS CPUUtilization" }],
  links: [{ label: "Runbook", url: "https://example.com/site-errors.md" }],
  accountId: "123456789012",
  region: "af-south-1",
  ...more,
});

/** Texts of the blocks, in order. */
function lines(rendered: ReturnType<typeof renderNotice>): readonly string[] {
  const { blocks = [], attachments = [] } = rendered.message;
  assert.deepEqual(slackProblems(rendered.message), []);
  const all = [...blocks, ...((attachments[0]?.blocks ?? []) as Record<string, unknown>[])];
  return all.flatMap(({ text, fields, elements }) =>
    [text, fields, elements].flat().flatMap((one) => (one === undefined ? [] : [(one as { text: string }).text])),
  );
}

describe("renderNotice", () => {
  it("shows all of a notice", () => {
    const rendered = renderNotice(notice(), {
      ...about,
      mention: "here",
      dashboardUrl: "https://example.com/?a=1&b=2",
    });
    assert.deepEqual(lines(rendered), [
      "🚨 *CRITICAL ALARM*  *acme-prod-site-errors*\nacme-prod · af-south-1 <!here>",
      "More than 5 % of requests fail.",
      "*Metric*\nAWS/RDS CPUUtilization",
      "<https://example.com/site-errors.md|Runbook> · <https://example.com/?a=1&amp;b=2|Dashboard>",
      "critical · 2026-10-02 17:04:40 UTC · account 123456789012 · inc-1416e40c",
    ]);
    assert.equal(
      rendered.message.text,
      "🚨 CRITICAL ALARM · acme-prod-site-errors · acme-prod · af-south-1 — More than 5 % of requests fail. <!here>",
    );
    assert.equal(rendered.message.attachments?.[0]?.color, "#d13212");
    assert.equal(rendered.email.subject, "CRITICAL ALARM: acme-prod-site-errors - acme-prod - af-south-1");
    assert.match(
      rendered.email.text,
      /Metric: AWS\/RDS CPUUtilization\n\nRunbook: https:\/\/example\.com\/site-errors\.md\nDashboard: https:\/\/example\.com\/\?a=1&b=2\n/,
    );
  });

  it("gives each state and severity a sign and a word of its own", () => {
    const looks = (["alarm", "event", "recovered", "unknown"] as const).flatMap((state) =>
      (["critical", "warning", "info"] as const).map(
        (severity) => renderNotice(notice({ state, severity }), about).message.text.split(" · ")[0],
      ),
    );
    assert.deepEqual(looks, [
      ...["🚨 CRITICAL ALARM", "⚠️ WARNING ALARM", "ℹ️ INFO ALARM"],
      ...["🚨 CRITICAL", "⚠️ WARNING", "ℹ️ INFO"],
      ...["✅ OK", "✅ OK", "✅ OK", "⚪ NO DATA", "⚪ NO DATA", "⚪ NO DATA"],
    ]);
  });

  it("mentions for a critical alarm and for nothing else", () => {
    for (const state of ["alarm", "event", "recovered", "unknown"] as const) {
      for (const severity of ["critical", "warning", "info"] as const) {
        const { message } = renderNotice(notice({ state, severity }), { ...about, mention: "channel" });
        assert.equal(JSON.stringify(message).includes("<!channel>"), state === "alarm" && severity === "critical");
      }
    }
  });

  it("mentions in the first block, because a mention in an attachment reaches nobody", () => {
    const { blocks, attachments } = renderNotice(notice(), { ...about, mention: "S0614TZR7" }).message;
    assert.match(JSON.stringify(blocks), /<!subteam\^S0614TZR7>/);
    assert.doesNotMatch(JSON.stringify(attachments), /<!/);
  });

  it("mentions nobody by a name that Slack does not know", () => {
    for (const mention of ["everyone> <!here", "U012AB3CD", ""]) {
      assert.doesNotMatch(JSON.stringify(renderNotice(notice(), { ...about, mention }).message), /<!/);
    }
  });

  it("tells of a recovery how long the alarm lasted, under the same key", () => {
    const alarm = renderNotice(notice(), about);
    const ok = renderNotice(notice({ state: "recovered", time: "2026-10-02T17:17:05.120Z" }), {
      ...about,
      alarmSince: "2026-10-02T17:04:40.989Z",
    });
    assert.match(
      ok.message.text,
      /^✅ OK · acme-prod-site-errors · acme-prod · af-south-1 · after 12 min 24 s in ALARM/,
    );
    assert.match(ok.email.text, /OK after 12 min 24 s in ALARM\./);
    const key = /inc-[0-9a-f]{8}/.exec(JSON.stringify(alarm.message))?.[0];
    assert.match(JSON.stringify(ok.message), new RegExp(`${key}`));
  });

  it("tells how many changes were not posted", () => {
    const [, , , , end] = lines(renderNotice(notice(), { ...about, untold: 7 }));
    assert.match(end ?? "", / · 7 changes before this one not posted · /);
  });

  it("takes the environment's region for a notice that tells none", () =>
    assert.match(renderNotice(notice({ region: undefined }), about).message.text, / · acme-prod · af-south-1 — /));

  it("escapes, and lets no text ping", () => {
    const evil = "<!channel> <@U012AB3CD> @here a & b <https://evil.example|x>";
    const rendered = renderNotice(
      notice({
        title: evil,
        summary: evil,
        facts: [{ label: evil, value: evil }],
        links: [{ label: evil, url: "https://example.com" }],
      }),
      about,
    );
    assert.deepEqual(slackProblems(rendered.message), []);
    assert.doesNotMatch(JSON.stringify(rendered.message), /<[!@]|@here|<https:\/\/evil/);
    assert.match(rendered.message.text, /&lt;!channel&gt; &lt;@U012AB3CD&gt;/);
  });

  it("cuts a text of 20 kB visibly, and keeps the links", () => {
    const long = "& reason ".repeat(2500);
    const rendered = renderNotice(
      notice({ title: long, summary: long, facts: Array(30).fill({ label: long, value: long }) }),
      about,
    );
    const shown = lines(rendered);
    assert.match(shown[1] ?? "", / … \(cut\)$/);
    assert.ok(shown.some((line) => line.includes("<https://example.com/site-errors.md|Runbook>")));
    assert.ok(shown.includes("_and 21 more_"));
    assert.ok(rendered.message.text.length < 1500, "the phone's line stays short");
  });

  it("cuts between entities and between the halves of a sign", () => {
    for (let length = 2390; length < 2400; length += 1) {
      const { message } = renderNotice(notice({ summary: `${"x".repeat(length)}&&😀😀${"y".repeat(50)}` }), about);
      assert.deepEqual(slackProblems(message), []);
    }
  });

  it("counts links that find no room, and leaves out those that no browser opens", () => {
    const links = Array.from({ length: 100 }, (_, index) => ({
      label: `child ${index}`,
      url: `https://example.com/${"x".repeat(90)}`,
    }));
    const line = lines(
      renderNotice(notice({ links: [{ label: "bad", url: "javascript:alert(1)" }, ...links] }), about),
    ).at(-2);
    assert.match(line ?? "", /child 0.* · _and \d+ more_$/);
    assert.doesNotMatch(line ?? "", /bad/);
  });

  it("shows a notice without anything", () => {
    const rendered = renderNotice(
      notice({ title: " ", summary: "", facts: [], links: [], accountId: undefined }),
      about,
    );
    assert.deepEqual(lines(rendered).length, 2);
    assert.match(rendered.message.text, /Notice without a title/);
  });

  it("makes a subject that SNS takes", () => {
    const { subject } = renderNotice(notice({ title: `Größe\n${"ü".repeat(200)}` }), about).email;
    assert.match(subject, /^CRITICAL ALARM: Groe u{70,}\.\.\.$/);
    assert.equal(subject.length, 100);
  });
});

describe("renderLate", () => {
  it("tells that the alarm is over, and pings nobody", () => {
    const late = { from: "2026-10-02T17:04:40.000Z", to: "2026-10-02T17:09:40.000Z" };
    const rendered = renderLate(notice(), late, { ...about, mention: "here" });
    assert.equal(
      lines(rendered)[1]?.split("\n")[0],
      "Was in ALARM from 2026-10-02 17:04:40 UTC to 17:09:40 UTC (5 min), recovered already.",
    );
    assert.match(rendered.message.text, /^✅ OK again · /);
    assert.doesNotMatch(JSON.stringify(rendered.message), /<!/);
  });
});
