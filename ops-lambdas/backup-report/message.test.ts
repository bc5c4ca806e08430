import assert from "node:assert/strict";
import type { PublishCommand } from "@aws-sdk/client-sns";
import fc from "fast-check";
import { renderNotice } from "../slack-alerts/render/index.ts";
import { understand } from "../slack-alerts/sources/index.ts";
import { slackProblems } from "../slack-alerts/testing/slack-limits.ts";
import { judge, type Report, type Row } from "./core.ts";
import type { Facts, Rules } from "./facts.ts";
import { eventOf, mailOf } from "./message.ts";
import { report } from "./report.ts";
import { rulesAt } from "./schedule.ts";
import { settings } from "./test-settings.ts";

const now = Date.parse("2026-03-03T20:30:00Z");
const hour = 3_600_000;
const rules = rulesAt(settings, now);
const old = now - 400 * 24 * hour;
const database = { arn: "arn:aws:rds:af-south-1:111122223333:db:acme-prod-database-1", type: "RDS", createdAt: old };
const files = {
  arn: "arn:aws:elasticfilesystem:af-south-1:111122223333:file-system/fs-0aa",
  type: "EFS",
  createdAt: old,
};
const table = {
  arn: "arn:aws:dynamodb:af-south-1:111122223333:table/acme-prod-incidents",
  type: "DynamoDB",
  createdAt: now,
};
const done = (resourceArn: string, state = "COMPLETED", more: object = {}) => ({
  resourceArn,
  state,
  createdAt: rules.runAt,
  ...more,
});
const tested = (resourceArn: string) => ({ resourceArn, state: "COMPLETED", createdAt: now - 63 * hour });
const well: Facts = {
  resources: [database, files, table],
  backups: [
    done(database.arn, "COMPLETED", { sizeBytes: 21_474_836_480 }),
    done(files.arn, "COMPLETED", { sizeBytes: 1024 }),
  ],
  copies: [done(database.arn), done(files.arn)],
  restoreTests: [tested(database.arn), tested(files.arn)],
  points: [],
};
const ill: Facts = {
  ...well,
  backups: [done(database.arn, "FAILED", { message: "Access denied\n  to <the> key" })],
  points: [{ resourceArn: files.arn, arn: "point", status: "COMPLETED", createdAt: now - 63.5 * hour }],
};

/** What the alerter makes of a report. */
function slackOf(made: Report) {
  const notice = understand(eventOf(made, settings), { topics: {}, recordId: "record" });
  const about = { project: "acme", environment: "prod", region: "af-south-1", mention: "here" };
  return { notice, ...renderNotice(notice, about) };
}

describe("the report's message", () => {
  it("is an event of the platform that is understood as what it is", () => {
    const { notice } = slackOf(judge(ill, rules));
    const { summary, facts, links, ...rest } = notice;
    assert.deepEqual(rest, {
      source: "platform",
      severity: "warning",
      state: "event",
      incident: "platform:backup-report:acme-prod",
      transition: "platform:backup-report:acme-prod:failed:backup-report-acme-prod-2026-03-03-critical",
      time: "2026-03-03T20:30:00.000Z",
      title: "Backup report: 2 of 3 resources with a problem, too long without a backup",
      accountId: "111122223333",
      region: "af-south-1",
    });
    assert.equal(
      summary,
      "acme-prod-database-1 (RDS): the backup failed: Access denied to <the> key; no good recovery point at all\n" +
        "fs-0aa (EFS): the backup has not run; the newest good recovery point is 63 h old",
    );
    assert.deepEqual(Object.fromEntries(facts.map(({ label, value }) => [label, value])), {
      "Backup of": "2026-03-03 05:00 UTC",
      Expected: "3",
      Fine: "0",
      Missing: "1",
      Failed: "1",
      "Too young": "1",
      "Oldest of the newest": "2026-03-01 05:00 UTC",
      Size: "0 B",
      "Copied to eu-west-1": "2 of 3",
      "Restore tests passed": "2 of 2",
      Vault: "acme-prod-backup",
      Status: "failed",
    });
    assert.deepEqual(links, [
      {
        label: "Jobs of AWS Backup",
        url: "https://af-south-1.console.aws.amazon.com/backup/home?region=af-south-1#/jobs",
      },
    ]);
  });

  it("is for information when all is well, and the same when it is made twice", () => {
    const { notice } = slackOf(judge(well, rules));
    assert.deepEqual(
      [notice.severity, notice.title, notice.summary],
      ["info", "Backup report: 3 resources, all is well", "Each backup that should have run did."],
    );
    const later = judge(well, { ...rules, now: now + hour });
    assert.equal(slackOf(later).notice.transition, notice.transition);
    const nextDay = judge(well, rulesAt(settings, now + 24 * hour));
    assert.notEqual(slackOf(nextDay).notice.transition, notice.transition);
  });

  it("says so when nothing is to be backed up", () => {
    const { notice } = slackOf(judge({ ...well, resources: [] }, rules));
    assert.equal(notice.title, "Backup report: nothing carries the backup tag");
    assert.match(notice.summary, /lost its tags/);
    assert.equal(notice.severity, "warning");
  });

  it("is a message that Slack takes and a mail that SNS takes, whatever AWS says and however much there is", () => {
    const row = fc.record({
      arn: fc.string().map((name) => `arn:aws:ec2:af-south-1:111122223333:volume/${name}`),
      message: fc.string({ unit: "binary", maxLength: 400 }),
      state: fc.constantFrom("FAILED", "COMPLETED", "PARTIAL"),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const resources = rows.map(({ arn }) => ({ arn, type: "EBS", createdAt: old }));
        const backups = rows.map(({ arn, message, state }) => done(arn, state, { message }));
        const made = judge({ ...well, resources, backups }, rules);
        const { message, email } = slackOf(made);
        assert.deepEqual(slackProblems(message), []);
        assert.match(email.subject, /^[\x20-\x7e]{1,100}$/);
        assert.match(mailOf(made, settings).subject, /^[\x20-\x7e]{1,100}$/);
      }),
      { numRuns: 50 },
    );
  }).timeout(20_000);

  it("stays below what SNS takes with ten thousand resources that failed at length", () => {
    const resources = Array.from({ length: 10_000 }, (_, index) => ({ ...database, arn: `${database.arn}-${index}` }));
    const backups = resources.map(({ arn }) => done(arn, "FAILED", { message: "é".repeat(2000) }));
    const made = judge({ ...well, resources, backups }, rules);
    assert.match(JSON.parse(eventOf(made, settings)).detail.summary, /\nand 9990 others$/);
    const { text } = mailOf(made, settings);
    for (const sent of [text, eventOf(made, settings)]) assert.ok(Buffer.byteLength(sent) < 262_144);
    assert.match(text, /and 9700 resources more/);
  });
});

describe("the report's mail", () => {
  it("is a table that can be read without colours", () => {
    const { subject, text } = mailOf(judge(ill, rules), settings);
    assert.equal(subject, "[acme-prod] Backup report: 2 of 3 resources with a problem, too long without a backup");
    assert.deepEqual(text.split("\n"), [
      "Backup report: 2 of 3 resources with a problem, too long without a backup, acme-prod in af-south-1",
      "",
      "Backup of: 2026-03-03 05:00 UTC",
      "Expected: 3",
      "Fine: 0",
      "Missing: 1",
      "Failed: 1",
      "Too young: 1",
      "Oldest of the newest: 2026-03-01 05:00 UTC",
      "Size: 0 B",
      "Copied to eu-west-1: 2 of 3",
      "Restore tests passed: 2 of 2",
      "Vault: acme-prod-backup",
      "",
      "Outcome           Type      Resource              Age   Size  Copy     Restore test",
      "failed, TOO OLD   RDS       acme-prod-database-1  -     -     fine     restored 63 h ago",
      "missing, TOO OLD  EFS       fs-0aa                63 h  -     fine     restored 63 h ago",
      "too young         DynamoDB  acme-prod-incidents   -     -     waiting  -",
      "",
      "acme-prod-database-1: the backup failed: Access denied to <the> key; no good recovery point at all",
      "fs-0aa: the backup has not run; the newest good recovery point is 63 h old",
      "acme-prod-incidents: made after the backup began",
      "",
      "Jobs of AWS Backup: https://af-south-1.console.aws.amazon.com/backup/home?region=af-south-1#/jobs",
    ]);
    const good = mailOf(judge(well, rules), settings).text;
    assert.match(good, /^fine +RDS +acme-prod-database-1 +15 h +20 GiB +fine +restored 63 h ago$/m);
    assert.match(good, /^Size: 20 GiB$/m);
  });
});

describe("report", () => {
  /** Reports, and tells what was published; a topic whose name fails refuses. */
  async function run(facts: Facts, failing = "nothing", change: Partial<typeof settings> = {}) {
    const sent: PublishCommand["input"][] = [];
    const send = async ({ input }: PublishCommand) => {
      if (input.TopicArn?.includes(failing)) throw new Error(`no ${failing}`);
      sent.push(input);
    };
    const seen: Rules[] = [];
    const made = report({
      settings: { ...settings, ...change },
      facts: async (rules) => {
        seen.push(rules);
        return facts;
      },
      sns: { send } as never,
      now: () => now,
    });
    return { sent, seen, made };
  }

  it("goes to the topic of its severity, and by mail", async () => {
    for (const [facts, severity] of [
      [well, "info"],
      [ill, "critical"],
    ] as const) {
      const { sent, seen, made } = await run(facts);
      const done = await made;
      assert.equal(done.severity, severity);
      assert.deepEqual(seen, [rules]);
      const { subject: Subject, text: Message } = mailOf(done, settings);
      assert.deepEqual(sent, [
        { TopicArn: settings.topicArns[severity], Message: eventOf(done, settings) },
        { TopicArn: settings.emailTopicArn, Subject, Message },
      ]);
    }
    const rows = (await (await run(ill)).made).rows.map(({ outcome }: Row) => outcome);
    assert.deepEqual(rows, ["failed", "missing", "too young"]);
  });

  it("mails nobody where nobody is to be mailed", async () => {
    const { sent, made } = await run(well, "nothing", { emailTopicArn: undefined });
    await made;
    assert.deepEqual(
      sent.map(({ TopicArn }) => TopicArn),
      [settings.topicArns.info],
    );
  });

  for (const [failing, left] of [
    ["alerts-info", settings.emailTopicArn],
    ["emails", settings.topicArns.info],
  ] as const) {
    it(`fails when ${failing} fails, and uses the other way all the same`, async () => {
      const { sent, made } = await run(well, failing);
      await assert.rejects(made, { message: "The report could not be told on 1 of its ways." });
      assert.deepEqual(
        sent.map(({ TopicArn }) => TopicArn),
        [left],
      );
    });
  }

  it("tells nothing when AWS does not answer: half a report would be a wrong one", async () => {
    const send = () => assert.fail("nothing is told");
    const facts = () => Promise.reject(new Error("no answer"));
    await assert.rejects(report({ settings, facts, sns: { send } as never, now: () => now }), { message: "no answer" });
  });
});
