import assert from "node:assert/strict";
import { marked } from "marked";
import { understand } from "../ops-lambdas/slack-alerts/sources/index.ts";
import { type DriftedResource, type DriftReport, makeDriftReport, type StackDrift } from "./model.ts";
import { alertTopics, notificationOf } from "./notify.ts";
import { renderDrift } from "./render.ts";

const type = "aws:rds/instance:Instance";

function resource(name: string, change: Partial<DriftedResource> = {}): DriftedResource {
  const urn = `urn:pulumi:prod::foundation::${type}::${name}`;
  const properties = [{ path: "instanceClass", kind: "update" as const, old: '"db.t4g.small"', new: '"db.t4g.large"' }];
  return { urn, type, name, kind: "changed", isStateful: true, properties, ...change };
}

function stack(change: Partial<StackDrift> = {}): StackDrift {
  const nothing = { compared: 10, drifted: [], unread: [], ignored: 0, notes: [], errors: [], seconds: 1 };
  return { project: "foundation", stack: "prod", status: "clean", ...nothing, ...change };
}

const run = "https://github.com/acme/platform/actions/runs/7";
const report = (...stacks: readonly StackDrift[]): DriftReport =>
  makeDriftReport({ environment: "prod", time: "2026-11-21T02:43:00.000Z", run, stacks: [...stacks] });
const drifted = (...all: readonly DriftedResource[]) => stack({ status: "drifted", drifted: [...all] });
const place = { account: "111122223333", region: "af-south-1" };
/** The notice that the alerts make of a report's message. */
const notice = (of: DriftReport) => understand(JSON.stringify(notificationOf(of, place).event));

/** Names and values as somebody may give them who wants to be read as something else. */
const hostile = "</td><script>x</script> | @everyone [a](javascript:x) `b`\n# h <!here>";

describe("the report of drift", () => {
  it("fails when any stack failed, whatever else was found", () => {
    const failed = stack({ project: "platform", status: "failed", errors: ["no"] });
    assert.equal(report(stack(), stack()).status, "clean");
    assert.equal(report(stack(), drifted(resource("a"))).status, "drifted");
    assert.equal(report(drifted(resource("a")), failed).status, "failed");
  });

  it("is a table of two columns, with the values and what to do", () => {
    const gone = resource("gone", { kind: "deleted", properties: [] });
    const unread = { urn: "u", type: "aws:lambda/function:Function", name: "f", reason: "AccessDenied: no" };
    const text = renderDrift(report(stack({ ...drifted(gone, resource("database")), unread: [unread], ignored: 2 })));
    assert.match(text, /^# Drift of prod: 2 resources drifted\n/);
    assert.ok(text.includes("| `gone`<br>Instance | **deleted**, with what it held |"), text);
    assert.ok(text.includes('| `database`<br>Instance | `instanceClass`: `"db.t4g.small"` → `"db.t4g.large"` |'), text);
    assert.ok(text.includes(`[Run](${run})`));
    assert.match(text, /Not looked at: 1 resource that/);
    assert.match(text, /2 resources differ only in what the program leaves to others/);
    assert.match(text, /npm run preview -- prod/);
    assert.doesNotMatch(renderDrift(report(stack())), /What to do/);
  });

  it("tells differences of a policy by statement, cuts what is long, and counts what it leaves out", () => {
    const statements = [
      { statement: "Read", kind: "changed" as const, added: ["Action s3:*"], removed: ["Action s3:Get"] },
    ];
    const policy = resource("p", { properties: [{ path: "policy", kind: "update", statements }] });
    assert.match(
      renderDrift(report(drifted(policy))),
      /statement `Read` changed<br>\+ `Action s3:\*`<br>− `Action s3:Get`/,
    );
    const many = Array.from({ length: 20 }, (_, index) => ({ path: `p${index}`, kind: "update" as const }));
    assert.match(
      renderDrift(report(drifted(resource("m", { properties: many })))),
      /`p7` changed<br>… and 12 more properties \|/,
    );
    const all = Array.from({ length: 5_000 }, (_, index) => resource(`r${index}`, { properties: many }));
    const long = renderDrift(report(drifted(...all)));
    assert.match(long, /… and 4,800 more resources in the JSON report/);
    assert.ok(long.length < 1_000_000, `a job's summary takes 1 MiB: ${long.length}`);
  });

  it("shows hostile texts as texts", () => {
    const bad = resource(hostile, {
      type: hostile,
      properties: [{ path: hostile, kind: "update", old: hostile, new: hostile }],
    });
    const unread = { urn: hostile, type: hostile, name: hostile, reason: hostile };
    const all = stack({ ...drifted(bad), project: hostile, errors: [hostile], notes: [hostile], unread: [unread] });
    const html = marked.parse(renderDrift(report(all)), { async: false });
    for (const tag of html.match(/<[a-z]+/g) ?? []) {
      assert.ok(
        [
          "<h",
          "<p",
          "<a",
          "<ul",
          "<li",
          "<strong",
          "<table",
          "<thead",
          "<tbody",
          "<tr",
          "<th",
          "<td",
          "<code",
          "<br",
          "<details",
          "<summary",
        ].includes(tag),
        tag,
      );
    }
    assert.deepEqual(html.match(/href="[^"]*"/g), [`href="${run}"`]);
    assert.equal(html.match(/<tr/g)?.length, 2);
  });
});

describe("the message of drift", () => {
  it("is read by the alerts as a warning with the first five resources, the count and the run", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"].map((name) => resource(name));
    const found = report(drifted(resource("gone", { kind: "deleted", properties: [] }), ...names));
    assert.equal(notificationOf(found, place).severity, "warning");
    const told = notice(found);
    assert.deepEqual([told.source, told.severity, told.state], ["platform", "warning", "alarm"]);
    assert.equal(told.title, "Drift in prod: 8 resources");
    assert.equal(
      told.summary,
      "Instance gone is deleted; Instance a differs in instanceClass; Instance b differs in instanceClass; Instance c differs in " +
        "instanceClass; Instance d differs in instanceClass; and 3 more",
    );
    const facts = Object.fromEntries(told.facts.map(({ label, value }) => [label, value]));
    assert.deepEqual(
      [facts.Deleted, facts.Changed, facts.Stacks, told.accountId],
      ["1", "7", "foundation/prod", place.account],
    );
    assert.deepEqual(
      told.links.map(({ url }) => url),
      [run],
    );
  });

  it("ends the same incident when drift is gone, which is told only when it was told before", () => {
    const gone = report(stack());
    assert.equal(notificationOf(gone, place).severity, "info");
    const told = notice(gone);
    assert.deepEqual(
      [told.severity, told.state, told.isQuiet, told.title],
      ["info", "recovered", true, "No drift in prod"],
    );
    assert.equal(told.incident, notice(report(drifted(resource("a")))).incident);
    assert.notEqual(told.transition, notice(gone).transition, "each run is a transition of its own");
  });

  it("warns of a search that failed, with its reason, as an incident of its own", () => {
    const failed = report(stack({ status: "failed", errors: ["RequestExpired: late"] }));
    assert.equal(notificationOf(failed, place).severity, "warning");
    const told = notice(failed);
    assert.deepEqual([told.severity, told.state], ["warning", "event"]);
    assert.equal(told.title, "The search for drift in prod failed");
    assert.equal(told.summary, "foundation/prod: RequestExpired: late");
    assert.notEqual(told.incident, notice(report(stack())).incident);
  });

  it("holds no value of a property, and no secret in a name or an error", () => {
    const key = `AKIA${"A".repeat(16)}`;
    const secret = resource(`name-${key} password=hunter2-hunter2`, {
      properties: [{ path: "p", kind: "update", old: "canary-old", new: "canary-new" }],
    });
    const text = JSON.stringify(
      notificationOf(report(drifted(secret), stack({ status: "failed", errors: [`token=${key}`] })), place),
    );
    for (const word of ["canary", key, "hunter2"]) assert.ok(!text.includes(word), word);
    assert.ok(Buffer.byteLength(text) < 262_144, "SNS takes 256 KiB");
  });

  it("goes to the topics of the stack's outputs, and says so when there are none", () => {
    const arns = { critical: "c", warning: "w", info: "i" };
    assert.deepEqual(alertTopics({ alertTopicArns: arns }), { warning: "w", info: "i" });
    for (const outputs of [{}, { alertTopicArns: "x" }, { alertTopicArns: { warning: "w" } }]) {
      assert.throws(() => alertTopics(outputs), /no output alertTopicArns/);
    }
  });
});
