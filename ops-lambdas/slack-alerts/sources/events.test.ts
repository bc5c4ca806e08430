import assert from "node:assert/strict";
import fc from "fast-check";
import { openEnvelope } from "../envelope.ts";
import type { Notice } from "../notice.ts";
import { damagedBody } from "../testing/damage.ts";
import { expectedNotices } from "../testing/expected-notices.ts";
import { asBody, bodyOf, fixtures } from "../testing/fixtures.ts";
import { eventSources } from "./events.ts";

const now = "2026-01-01T00:00:00.000Z";

/** The notice of a body; undefined when it is of none of these sources. Sources must not throw here: nothing catches it. */
function noticeOf(body: string): Notice | undefined {
  const envelope = openEnvelope(body);
  return eventSources.find((source) => source.matches(envelope))?.understand(envelope, { now, recordId: "record" });
}

/** The notice of a fixture. */
function told(name: string): Notice {
  const notice = noticeOf(bodyOf(name));
  assert.ok(notice !== undefined, `no source takes ${name}`);
  return notice;
}

/** Texts of a notice that people read. */
const texts = (notice: Notice) => [
  notice.title,
  notice.summary,
  ...notice.facts.flatMap(({ label, value }) => [label, value]),
];

/** The same event through two envelopes, or twice with what AWS changes. */
const pairs: readonly (readonly [string, string])[] = [
  ["backup-failed-eventbridge", "backup-failed-sns"],
  ["backup-failed-eventbridge", "backup-failed-without-attributes-sns"],
  ["backup-completed-eventbridge", "backup-completed-sns"],
  ["backup-expired-eventbridge", "backup-expired-sns"],
  ["backup-copy-failed-eventbridge", "backup-copy-failed-sns"],
  ["backup-restore-failed-eventbridge", "backup-restore-failed-sns"],
  ["rds-failover-started-eventbridge", "rds-failover-started-sns"],
  ["rds-failure-eventbridge", "rds-failure-sns"],
  ["rds-snapshot-deleted-eventbridge", "rds-snapshot-deleted-sns"],
  ["autoscaling-launch-failed-eventbridge", "autoscaling-launch-failed-sns"],
  ["autoscaling-terminated-eventbridge", "autoscaling-terminated-sns"],
  ["autoscaling-launched-eventbridge", "autoscaling-launched-lines-sns"],
  ["dms-task-failed-eventbridge", "dms-task-failed-sns"],
  ["cost-anomaly-eventbridge", "cost-anomaly-sns"],
  ["ses-bounce-event-sns", "ses-bounce-notification-sns"],
  ["ses-bounce-event-sns", "ses-bounce-eventbridge"],
  ["ses-complaint-event-sns", "ses-complaint-notification-sns"],
  ["health-scheduled-change-page-1-eventbridge", "health-scheduled-change-page-2-eventbridge"],
  ["health-scheduled-change-page-1-eventbridge", "health-backup-copy-eventbridge"],
];

describe("events of AWS's services", () => {
  for (const [name, expected] of Object.entries(expectedNotices)) {
    it(`${name}: ${expected.title}`, () => {
      const { source, severity, state, title } = told(name);
      assert.deepEqual({ source, severity, state, title }, expected);
    });
  }

  it("has an expectation for every fixture that one of these sources takes", () => {
    const taken = fixtures.filter(({ body }) => noticeOf(asBody(body)) !== undefined).map(({ name }) => name);
    assert.deepEqual(taken, Object.keys(expectedNotices).sort());
  });

  it("is taken by one source only, AWS Health's of VPN excepted", () => {
    for (const { name, body } of fixtures) {
      const envelope = openEnvelope(asBody(body));
      const names = eventSources.filter((source) => source.matches(envelope)).map((source) => source.name);
      assert.ok(names.length <= 1 || names.join() === "vpn,health", `${name}: ${names.join()}`);
    }
  });

  for (const [one, other] of pairs) {
    it(`${one} and ${other} are the same transition of the same incident`, () => {
      const [first, second] = [told(one), told(other)];
      assert.equal(first.incident, second.incident);
      assert.equal(first.transition, second.transition);
      assert.equal(first.severity, second.severity);
    });
  }

  it("is another transition when it is another event", () => {
    const byTransition = Map.groupBy(Object.keys(expectedNotices), (name) => told(name).transition);
    const same = [...byTransition.values()].filter((names) => names.length > 1).map((names) => [...names].sort());
    const allowed = pairs.flat();
    for (const names of same)
      assert.deepEqual(
        names.filter((name) => !allowed.includes(name)),
        [],
        names.join(),
      );
  });

  it("a job that completed with issues is not silenced by the notice that it completed", () => {
    assert.notEqual(
      told("backup-completed-with-issues-eventbridge").transition,
      told("backup-completed-sns").transition,
    );
  });

  it("takes the topic's severity where there is one", () => {
    const envelope = openEnvelope(bodyOf("backup-failed-eventbridge"));
    const notice = eventSources[0]?.understand(envelope, { now, topicSeverity: "critical" });
    assert.equal(notice?.severity, "critical");
  });

  it("reads in three seconds: titles of at most 110 characters", () => {
    for (const name of Object.keys(expectedNotices)) assert.ok(told(name).title.length <= 110, name);
  });

  it("tells account, region and time of every event that has them", () => {
    for (const name of Object.keys(expectedNotices)) {
      const { accountId, region, time } = told(name);
      assert.equal(accountId, "111122223333", name);
      assert.match(region ?? "", /^(af-south-1|us-east-1|eu-west-1)$/, name);
      assert.notEqual(time, now, name);
    }
  });

  it("links to the console of the event's region and partition", () => {
    const body = bodyOf("backup-failed-eventbridge").replaceAll("af-south-1", "cn-north-1");
    assert.deepEqual(
      noticeOf(body)?.links.map(({ url }) => url),
      ["https://console.amazonaws.cn/backup/home?region=cn-north-1#/jobs"],
    );
    assert.equal(
      told("rds-failure-sns").links[0]?.url,
      "https://af-south-1.console.aws.amazon.com/rds/home?region=af-south-1#database:id=acme-prod-database-0;is-cluster=false",
    );
  });

  it("encodes what it puts into a link", () => {
    const body = bodyOf("autoscaling-launch-failed-eventbridge").replaceAll("acme-prod-web-1a2b3c4", "a b#/é");
    assert.match(noticeOf(body)?.links[0]?.url ?? "", /:id=a%20b%23%2F%C3%A9;/);
  });

  it("encodes what a message of the platform brings along, and nothing twice", () => {
    const good = "https://af-south-1.console.aws.amazon.com/cloudwatch/home";
    for (const [brought, shown] of [
      ["https://example.com/a b/é|<x>?q=1&r=é", "https://example.com/a%20b/%C3%A9%7C%3Cx%3E?q=1&r=%C3%A9"],
      ["https://example.com/a%2Fb%23?q=%26", "https://example.com/a%2Fb%23?q=%26"],
      ["https://example.com/100%", "https://example.com/100%25"],
    ] as const) {
      const body = bodyOf("platform-job-failed-eventbridge").replace(good, brought);
      assert.equal(noticeOf(body)?.links[0]?.url, shown);
    }
  });

  it("follows no link that a message brings along, unless it is https", () => {
    assert.deepEqual(
      told("platform-job-failed-eventbridge").links.map(({ label }) => label),
      ["Log"],
    );
    const body = bodyOf("cost-anomaly-sns").replaceAll("console.aws.amazon.com", "console.aws.amazon.com.evil.example");
    assert.match(noticeOf(body)?.links[0]?.url ?? "", /^https:\/\/console\.aws\.amazon\.com\/cost-management/);
  });

  it("tells what happened in the words of the event, or has nothing to tell", () => {
    const words: Readonly<Record<string, string>> = {
      "acm-renewal-action-required-eventbridge": "ACM cannot renew it: CAA_ERROR.",
      "autoscaling-launched-eventbridge": "Launching a new EC2 instance: i-1234567890abcdef0",
      "backup-aborted-eventbridge": "Backup job was stopped by user.",
      "backup-failed-sns": "An AWS Backup job failed.",
      "budgets-actual-sns":
        "You requested that we alert you when the ACTUAL Cost associated with your acme-account budget is greater than $240.00 for the current month. The ACTUAL Cost associated with this budget is $246.69.",
      "dms-task-failed-sns": "Replication task has failed.",
      "ecs-deployment-failed-eventbridge": "ECS deployment circuit breaker: task failed to start.",
      "ecs-task-out-of-memory-eventbridge":
        "Essential container in task exited. OutOfMemoryError: Container killed due to memory usage",
      "guardduty-high-eventbridge": "A description of the finding.",
      "health-issue-eventbridge": "A description of the event will be provided here",
      "platform-drift-found-eventbridge": "Two resources differ from what was deployed.",
      "rds-recovery-started-eventbridge":
        "Recovery of the DB instance has started. Recovery time will vary with the amount of data to be recovered.",
      "rds-snapshot-deleted-sns": "Deleted automated snapshot",
      "ses-reject-event-sns": "Bad content",
      "vpn-single-tunnel-eventbridge": "A description of the event will be provided here",
    };
    for (const [name, summary] of Object.entries(words)) assert.equal(told(name).summary, summary, name);
  });

  it("gives the facts that the one on call needs, with sizes and places as people read them", () => {
    const facts = (name: string) => told(name).facts.map(({ label, value }) => `${label}: ${value}`);
    assert.deepEqual(facts("backup-copy-failed-eventbridge"), [
      "Resource: arn:aws:rds:af-south-1:111122223333:db:acme-prod-database-0",
      "Type: RDS",
      "Vault: acme-prod-backup-1a2b3c4",
      "Size: 21 GiB",
      "Copied to: acme-prod-backup-copies-1a2b3c4 in eu-west-1",
      "Job: 47C8EF56-74D8-059D-1301-C5BE1D5C926E",
    ]);
    assert.deepEqual(facts("rds-failure-sns"), [
      "Database: acme-prod-database-0",
      "Category: failure",
      "Event: RDS-EVENT-0031",
    ]);
    assert.match(facts("health-scheduled-change-page-1-eventbridge").join("\n"), /i-00000000000000013 and 5 more$/m);
    assert.deepEqual(facts("budgets-forecasted-sns"), [
      "Forecast: $311.02",
      "Budget: $300.00",
      "Threshold: > $240.00",
      "Type: Cost",
    ]);
  });

  it("reads an event that calls itself like what every object has", () => {
    for (const name of Object.keys(expectedNotices)) {
      for (const word of ["constructor", "__proto__", "toString"]) {
        const body = bodyOf(name).replaceAll(
          /RDS-EVENT-\d+|DMS-EVENT-\d+|DB_INSTANCE|FAILED|Bounce|AWS_VPN_\w+/g,
          word,
        );
        const notice = noticeOf(body);
        assert.ok(notice === undefined || !/function|\[object/.test(JSON.stringify(notice)), name);
      }
    }
  });

  it("is quiet about trials, archived findings, and drift that is gone", () => {
    const quiet = Object.keys(expectedNotices).filter((name) => told(name).isQuiet === true);
    assert.deepEqual(quiet, [
      "autoscaling-test-sns",
      "guardduty-archived-eventbridge",
      "platform-drift-resolved-eventbridge",
      "ses-trial-sns",
    ]);
  });

  it("shows nothing secret or personal: no recipient, subject, key, user or build variable", () => {
    const secrets = ["recipient@example.com", "very private", "AKIA", "AIDA", "jane", "canary-of-a-build-variable"];
    for (const name of Object.keys(expectedNotices)) {
      const shown = JSON.stringify(told(name));
      for (const secret of secrets) assert.ok(!shown.includes(secret), `${name} shows ${secret}`);
    }
    const bounce = told("ses-bounce-event-sns");
    assert.equal(bounce.facts.find(({ label }) => label === "Recipients")?.value, "r***@example.com");
    assert.equal(bounce.summary, "smtp; 550 5.1.1 <r***@example.com>... user unknown");
  });

  it("no damage makes a source throw, show a hole, or make a key or link that nobody takes", () => {
    fc.assert(
      fc.property(damagedBody, (body) => {
        const notice = noticeOf(asBody(body));
        if (notice === undefined) return;
        assert.ok(notice.title.trim() !== "");
        // What the event itself says may be shown; what a source makes of a hole may not.
        const holes = ["[object Object]", "undefined", "NaN"].filter((hole) => !asBody(body).includes(hole));
        for (const shown of texts(notice))
          assert.ok(!holes.some((hole) => shown.includes(hole)), notice.title.slice(0, 100));
        assert.ok(notice.incident.length <= 240 && notice.transition.length <= 240);
        assert.match(notice.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        for (const { url } of notice.links) assert.equal(new URL(url).protocol, "https:");
      }),
      { numRuns: 2000 },
    );
  }).timeout(30_000);
});
