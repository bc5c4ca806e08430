import assert from "node:assert/strict";
import { openEnvelope } from "../../ops-lambdas/slack-alerts/envelope.ts";
import { eventSources } from "../../ops-lambdas/slack-alerts/sources/events.ts";
import { asBody, fixtures } from "../../ops-lambdas/slack-alerts/testing/fixtures.ts";
import { matches } from "../../test/event-patterns.ts";
import { type EventRuleDefinition, eventRules } from "./event-patterns.ts";

const prod = { project: "acme", environment: "prod", region: "af-south-1", accountId: "111122223333" };
const rules = eventRules(prod);

/** Events of EventBridge among the fixtures. */
const events = fixtures.flatMap(({ name, body }) => {
  const { event } = openEnvelope(asBody(body));
  return event === undefined || !name.endsWith("-eventbridge")
    ? []
    : [{ name: name.replace(/-eventbridge$/, ""), event, body: asBody(body) }];
});

/** Whether the rule stands where the event comes. */
const stands = (rule: EventRuleDefinition, region: string | undefined) =>
  (rule.region === "home" ? prod.region : rule.region) === region;

/** Ids of the rules that bring an event, less the "-global" of the other region's. */
const bringing = (body: string, of = rules) => {
  const event = JSON.parse(body);
  return of
    .filter((rule) => stands(rule, event.region) && matches(rule.pattern, event))
    .map(({ id }) => id.replace(/-global$/, ""));
};

/** What each rule brings, of the events that AWS documents; what is not here is brought by none. */
const expected: Readonly<Record<string, string>> = {
  "acm-approaching-expiration": "certificate-expires",
  "acm-approaching-expiration-last-day": "certificate-expires",
  "acm-expired": "certificate-expired",
  "acm-renewal-action-required": "certificate-expires",
  "acm-revoked": "certificate-expired",
  "autoscaling-launch-failed": "group-failed",
  "autoscaling-refresh-cancelled": "group-failed",
  "autoscaling-refresh-failed": "group-failed",
  "autoscaling-refresh-rollback-failed": "group-failed",
  "autoscaling-refresh-rollback-started": "group-failed",
  "autoscaling-refresh-rollback-succeeded": "group-failed",
  "autoscaling-terminate-failed": "group-failed",
  "backup-aborted": "backup-warning",
  "backup-completed": "backup-info",
  "backup-completed-with-issues": "backup-warning",
  "backup-copy-completed": "backup-info",
  "backup-copy-failed": "backup-warning",
  "backup-expired": "backup-warning",
  "backup-failed": "backup-warning",
  "backup-partial": "backup-warning",
  "backup-restore-aborted": "backup-warning",
  "backup-restore-completed": "backup-info",
  "backup-restore-failed": "backup-warning",
  "codepipeline-failed": "pipeline-failed",
  "ecs-deployment-failed": "service-failed",
  "ecs-service-deployment-failed": "service-failed",
  "ecs-task-killed": "service-failed",
  "ecs-task-out-of-memory": "service-failed",
  "ecs-task-out-of-memory-task": "service-failed",
  "guardduty-critical": "finding-critical",
  "guardduty-high": "finding-critical",
  "guardduty-medium": "finding-warning",
  "health-abuse": "health-abuse",
  "health-action-required": "health-warning",
  "health-global-notification": "health-info",
  "health-investigation": "health-warning",
  "health-issue": "health-warning",
  "health-issue-closed": "health-warning",
  "health-old-form": "health-warning",
  "health-scheduled-change-page-1": "health-warning",
  "health-scheduled-change-page-2": "health-warning",
  "platform-drift-found": "drift-found",
  "rds-autoscaling-later": "database-info",
  "rds-cluster-failover-failed": "database-critical",
  "rds-cluster-patched": "database-info",
  "rds-failover-completed": "database-info",
  "rds-failover-started": "database-warning",
  "rds-failure": "database-critical",
  "rds-low-storage": "database-warning",
  "rds-maintenance": "database-info",
  "rds-recovery-completed": "database-info",
  "rds-recovery-started": "database-warning",
  "rds-shut-down-storage-full": "database-critical",
  "rds-snapshot-deleted": "",
  "rds-storage-full": "database-critical",
  "rds-unknown-failure": "database-warning",
  "vpn-redundancy-loss": "health-info",
  "vpn-single-tunnel": "health-warning",
};

describe("rules for events", () => {
  for (const { name, body } of events) {
    const rule = expected[name] ?? "";
    it(`${rule === "" ? "nothing brings" : `${rule} brings`} ${name}`, () => {
      assert.deepEqual(bringing(body), rule === "" ? [] : [rule]);
    });
  }

  it("each rule brings something", () => {
    const brought = new Set(events.flatMap(({ body }) => bringing(body)));
    assert.deepEqual(
      [...new Set(rules.map(({ id }) => id.replace(/-global$/, "")))].filter((id) => !brought.has(id)),
      [],
    );
  });

  it("publishes to the topic of the severity that the source gives by itself", () => {
    for (const { name, body } of events) {
      const envelope = openEnvelope(body);
      const own = eventSources
        .find((source) => source.matches(envelope))
        ?.understand(envelope, { now: "2026-01-01T00:00:00.000Z" });
      for (const rule of rules.filter(
        (one) => stands(one, envelope.event?.region) && matches(one.pattern, JSON.parse(body)),
      )) {
        assert.equal(own?.severity, rule.severity, name);
      }
    }
  });

  it("of one environment do not match another's events, except those of the account", () => {
    const others = events.filter(({ name }) => name.endsWith("-other-environment"));
    assert.equal(others.length, 7);
    for (const { name, body } of others) assert.deepEqual(bringing(body), [], name);
    const staging = eventRules({ ...prod, environment: "staging" });
    for (const { name, body } of others) assert.equal(bringing(body, staging).length, 1, name);
    for (const { name, body } of events.filter(({ name }) => !name.endsWith("-other-environment"))) {
      const scopes = bringing(body, staging).map((id) => staging.find((rule) => rule.id === id)?.scope);
      assert.ok(
        scopes.every((scope) => scope === "account"),
        name,
      );
    }
  });

  it("prefix of one environment is not taken for that of another", () => {
    const body = events.find(({ name }) => name === "autoscaling-launch-failed")?.body ?? "";
    assert.deepEqual(
      bringing(body.replaceAll("acme-prod-", "acme-pr-12-"), eventRules({ ...prod, environment: "pr-1" })),
      [],
    );
  });

  it("of the account stand in us-east-1, too, and once where that is home", () => {
    const ids = rules.filter(({ region }) => region === "us-east-1").map(({ id }) => id);
    assert.deepEqual(ids, [
      "certificate-expired-global",
      "certificate-expires-global",
      "health-abuse-global",
      "health-warning-global",
      "health-info-global",
      "finding-critical-global",
      "finding-warning-global",
    ]);
    const atHome = eventRules({ ...prod, region: "us-east-1" });
    assert.deepEqual(
      atHome.filter(({ region }) => region !== "home"),
      [],
    );
    assert.equal(atHome.length, rules.length - ids.length);
  });

  it("names the ARNs of the region's partition", () => {
    const written = JSON.stringify(eventRules({ ...prod, region: "cn-north-1" }));
    assert.ok(written.includes('"iamRoleArn":[{"prefix":"arn:aws-cn:iam::111122223333:role/acme-prod-"}]'));
    assert.ok(
      written.includes('"clusterArn":[{"prefix":"arn:aws-cn:ecs:cn-north-1:111122223333:cluster/acme-prod-"}]'),
    );
  });

  it("keeps to EventBridge's limits: 2,048 characters a pattern, unique ids, and a description", () => {
    for (const { id, pattern, description } of rules) {
      assert.ok(JSON.stringify(pattern).length <= 2048, `${id}: ${JSON.stringify(pattern).length}`);
      assert.match(id, /^[a-z-]{1,32}$/);
      assert.ok(description.length > 0 && description.length <= 512);
    }
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  });

  it("leaves room on the account's bus, which takes 100 rules in Cape Town: ten environments, one of which tells of the account", () => {
    const count = (scope: string) => rules.filter((rule) => rule.region === "home" && rule.scope === scope).length;
    assert.deepEqual([count("environment"), count("account")], [9, 7]);
    assert.ok(10 * count("environment") + count("account") <= 100);
  });

  it("a finding's severity is a number that is compared as one", () => {
    const body = events.find(({ name }) => name === "guardduty-medium")?.body ?? "";
    const at = (severity: number) =>
      bringing(JSON.stringify({ ...JSON.parse(body), detail: { ...JSON.parse(body).detail, severity } }));
    assert.deepEqual(
      [3.9, 4, 6.9, 7, 10].map((severity) => at(severity).join()),
      ["", "finding-warning", "finding-warning", "finding-critical", "finding-critical"],
    );
  });
});
