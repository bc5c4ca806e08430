import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { alarmIds, compositeIds } from "../components/alerting/catalogue/alarm-ids.ts";
import { sources, understand } from "../ops-lambdas/slack-alerts/sources/index.ts";
import { otherRunbook } from "../ops-lambdas/slack-alerts/sources/runbook.ts";
import { asBody, fixtures, runbookBaseUrl } from "../ops-lambdas/slack-alerts/testing/fixtures.ts";

const directory = join(import.meta.dirname, "..", "docs", "runbooks");
const pages = globSync("*.md", { cwd: directory })
  .map((file) => basename(file, ".md"))
  .filter((name) => name !== "README")
  .sort();
const everyAlarm: readonly string[] = [...alarmIds, ...compositeIds];
const ofEvents = [otherRunbook, ...sources.flatMap(({ runbook }) => runbook ?? [])];
const read = (name: string) => readFileSync(join(directory, `${name}.md`), "utf8");

describe("the runbooks", () => {
  it("are one for each alarm, since the settings can make each of them page, one for critical events of each source, and no other", () => {
    assert.deepEqual(pages, [...everyAlarm, ...ofEvents].sort());
  });

  it("are all in their list", () => {
    const listed = [...read("README").matchAll(/\]\(([a-z-]+)\.md\)/g)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), pages);
  });

  for (const name of pages) {
    it(`${name} begins with its name, and says what it means and what helps`, () => {
      const text = read(name);
      assert.ok(text.startsWith(`# ${name}\n\n`));
      const meaning = text.split("\n\n")[1] ?? "";
      assert.ok(meaning.length > 80 && !meaning.startsWith("#"), "its first paragraph says what it means");
      assert.match(text, /^## (What helps|First look|While you look)$/m);
    });

    it(`${name} names only alarms that there are`, () => {
      const beginnings = [...new Set(everyAlarm.map((id) => id.split("-").slice(0, 2).join("-")))];
      const named = [...read(name).matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)]
        .map(([, id]) => id ?? "")
        .filter((id) => beginnings.some((beginning) => id.startsWith(beginning)));
      assert.deepEqual(
        named.filter((id) => !everyAlarm.includes(id)),
        [],
      );
    });
  }
});

describe("what is critical", () => {
  const topicArn = "arn:aws:sns:af-south-1:123456789012:acme-prod-alerts-critical";
  /** A body as it comes through the critical topic. */
  const paged = (body: unknown) => ({
    Type: "Notification",
    MessageId: "1",
    TopicArn: topicArn,
    Message: asBody(body),
  });
  /** The pages that a body's notice leads to. */
  const told = (body: unknown, topics = {}) => {
    const { source, severity, links } = understand(asBody(body), { topics, runbookBaseUrl });
    const urls = links.filter(({ label }) => label === "Runbook").map(({ url }) => url);
    return { isAlarm: source.endsWith("-alarm"), severity, pages: urls.map((url) => basename(url, ".md")) };
  };
  /** Alarms of others bring the address of their own page. */
  const events = fixtures.filter(({ body }) => !asBody(body).includes("Runbook:"));
  const critical = events.filter(({ body }) => !told(body).isAlarm && told(body).severity === "critical");

  it("is told by sources that have a page of their own", () => {
    assert.deepEqual(
      [...new Set(critical.flatMap(({ body }) => told(body).pages))].sort(),
      ofEvents.filter((name) => name !== otherRunbook && name !== "event-platform").sort(),
    );
  });

  for (const { name, body } of critical) {
    it(`${name} leads to one runbook that is there`, () => {
      const [page = "none", ...others] = told(body).pages;
      assert.deepEqual([pages.includes(page), others], [true, []], page);
      assert.notEqual(page, otherRunbook);
    });
  }

  it("by its topic alone leads to a runbook, whatever the event", () => {
    assert.ok(
      events.some(({ body }) => told(body).isAlarm),
      "alarms without a page are among them",
    );
    for (const { name, body } of events) {
      const { severity, pages: found } = told(paged(body), { [topicArn]: "critical" });
      assert.equal(severity, "critical", name);
      assert.ok(found.length === 1 && pages.includes(found[0] ?? ""), `${name}: ${found}`);
    }
  });

  it("of the platform's own is the backup report, by its topic", () => {
    const report = fixtures.find(({ name }) => name === "platform-backup-report-eventbridge");
    assert.deepEqual(told(paged(report?.body), { [topicArn]: "critical" }).pages, ["event-platform"]);
  });
});
