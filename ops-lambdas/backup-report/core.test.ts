import assert from "node:assert/strict";
import fc from "fast-check";
import { isBad, judge, type Row } from "./core.ts";
import type { Facts, Job, RecoveryPoint, Resource, Rules } from "./facts.ts";

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.parse("2026-03-03T20:30:00Z");
const runAt = Date.parse("2026-03-03T05:00:00Z");
const rules: Rules = {
  runAt,
  longestAge: 50 * hour,
  longestJob: 14 * hour,
  isCopied: false,
  restoreTest: undefined,
  now,
};
const arn = "arn:aws:rds:af-south-1:111122223333:db:acme-prod-database-1";
const database: Resource = { arn, type: "RDS", createdAt: now - 100 * day };
const job = (state: string, more: Partial<Job> = {}): Job => ({
  resourceArn: arn,
  state,
  createdAt: runAt,
  ...more,
});
const point = (ageHours: number, status = "COMPLETED"): RecoveryPoint => ({
  resourceArn: arn,
  arn: `arn:aws:rds:af-south-1:111122223333:snapshot:awsbackup:${ageHours}`,
  status,
  createdAt: now - ageHours * hour,
  sizeBytes: 21_474_836_480,
});
const none: Facts = { resources: [database], backups: [], copies: [], restoreTests: [], points: [point(39)] };

/** The one row of these changes. */
function row(change: Partial<Facts>, by: Partial<Rules> = {}): Row {
  const { rows } = judge({ ...none, ...change }, { ...rules, ...by });
  assert.equal(rows.length, 1);
  return rows[0] as Row;
}

describe("judge", () => {
  const late = { createdAt: now - hour };
  const cases: readonly (readonly [title: string, jobs: readonly Job[], outcome: string, words: string | RegExp])[] = [
    ["a good job", [job("COMPLETED")], "fine", ""],
    ["a good job by hand after a failed one", [job("FAILED"), job("COMPLETED", late)], "fine", ""],
    ["a good job before a failed one", [job("COMPLETED"), job("FAILED", late)], "fine", ""],
    ["no job", [], "missing", "the backup has not run"],
    ["a good job of the day before", [job("COMPLETED", { createdAt: runAt - day })], "missing", /not run/],
    ["a job that began late and may run", [job("RUNNING", late)], "missing", /; a later job is under way$/],
    ["a failure", [job("FAILED", { message: "Access denied" })], "failed", "the backup failed: Access denied"],
    ["the newest failure", [job("EXPIRED"), job("FAILED", late)], "failed", "the backup failed"],
    ["a failure beside one that may run", [job("FAILED"), job("RUNNING", late)], "failed", "the backup failed"],
    ["a part", [job("PARTIAL")], "failed", "the backup completed in part"],
    ["an expiry", [job("EXPIRED")], "failed", "the backup did not start or end in its time"],
    ["a stop", [job("ABORTED")], "failed", "the backup was stopped"],
    ["issues", [job("COMPLETED", { message: "3 files" })], "failed", "the backup completed with issues: 3 files"],
    ["a job that runs too long", [job("RUNNING")], "failed", "the backup is running for 15 h"],
    ["a job that waits too long", [job("PENDING")], "failed", "the backup is pending for 15 h"],
    ["a state that AWS adds", [job("PAUSED_BY_AWS")], "failed", "the backup is paused by aws"],
    ["a job of something else", [job("COMPLETED", { resourceArn: `${arn}0` })], "missing", /not run/],
  ];
  for (const [title, backups, outcome, words] of cases) {
    it(`takes ${title} for ${outcome}`, () => {
      const made = row({ backups });
      assert.equal(made.outcome, outcome);
      if (typeof words === "string") assert.equal(made.words, words);
      else assert.match(made.words, words);
      assert.equal(made.isTooOld, false);
    });
  }

  it("misses nothing of what was made after the run began, unless its own job failed", () => {
    const resources = [{ ...database, createdAt: runAt }];
    assert.equal(row({ resources, points: [] }).outcome, "too young");
    assert.equal(row({ resources, points: [], backups: [job("COMPLETED")] }).outcome, "fine");
    assert.equal(row({ resources, points: [], backups: [job("FAILED")] }).outcome, "failed");
    assert.equal(row({ resources: [{ ...database, createdAt: runAt - 1 }] }).outcome, "missing");
  });

  it("is critical from 50 hours without a good recovery point on, and counts none that is not good", () => {
    const severity = (points: readonly RecoveryPoint[], more: Partial<Facts> = {}) =>
      judge({ ...none, points, ...more }, rules).severity;
    assert.equal(severity([point(50)]), "warning");
    assert.equal(severity([point(50.1)]), "critical");
    assert.equal(severity([point(90), point(49)]), "warning");
    assert.equal(severity([]), "critical");
    for (const status of ["PARTIAL", "DELETING", "CREATING", "STOPPED"]) {
      assert.equal(severity([point(90), point(1, status)]), "critical", status);
    }
    assert.equal(severity([point(90), point(1, "EXPIRED")]), "warning");
    // A database of yesterday had no chance to have one that old.
    assert.equal(severity([], { resources: [{ ...database, createdAt: now - 49 * hour }] }), "warning");
    assert.equal(severity([point(90)], { backups: [job("COMPLETED")] }), "info");
  });

  it("tells age and size of the newest good recovery point", () => {
    const { newestAt, sizeBytes } = row({ points: [point(63), point(39), point(15, "PARTIAL")] });
    assert.deepEqual([newestAt, sizeBytes], [now - 39 * hour, 21_474_836_480]);
  });

  it("says how it went all in all, and puts the worst first", () => {
    const other = (name: string, more: Partial<Resource> = {}): Resource => ({ ...database, arn: name, ...more });
    const resources = [
      other("fine"),
      other("young", { createdAt: now }),
      other("missing"),
      other("failed"),
      other("old"),
    ];
    const backups = [job("COMPLETED", { resourceArn: "fine" }), job("FAILED", { resourceArn: "failed" })];
    const points = resources.filter(({ arn }) => arn !== "old").map(({ arn }) => ({ ...point(39), resourceArn: arn }));
    const all = judge({ ...none, resources, backups, points }, rules);
    assert.deepEqual(
      all.rows.map(({ resource }) => resource.arn),
      ["old", "failed", "missing", "young", "fine"],
    );
    assert.deepEqual(all.rows.map(isBad), [true, true, true, false, false]);
    assert.deepEqual([all.severity, all.status], ["critical", "failed"]);
    const of = (names: readonly string[]) => {
      const chosen = resources.filter(({ arn }) => names.includes(arn));
      const { severity, status } = judge({ ...none, resources: chosen, backups, points }, rules);
      return [severity, status];
    };
    assert.deepEqual(of(["fine", "young"]), ["info", "succeeded"]);
    assert.deepEqual(of(["fine", "missing"]), ["warning", "missing"]);
    assert.deepEqual(of(["missing", "failed"]), ["warning", "failed"]);
    assert.deepEqual(of(["old"]), ["critical", "missing"]);
    // Nothing to back up is no success: a tag may be lost.
    assert.deepEqual(of([]), ["warning", "missing"]);
  });

  it("puts every resource into exactly one row with exactly one outcome, whatever AWS tells", () => {
    const states = [
      "CREATED",
      "PENDING",
      "RUNNING",
      "ABORTING",
      "ABORTED",
      "COMPLETED",
      "FAILED",
      "EXPIRED",
      "PARTIAL",
    ];
    const moment = fc.integer({ min: now - 4 * day, max: now });
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    const message = fc.option(fc.string(), { nil: undefined });
    const jobs = fc.array(
      fc.record({ resourceArn: name, state: fc.constantFrom(...states, "?"), createdAt: moment, message }),
    );
    const resources = fc.uniqueArray(fc.record({ arn: name, type: fc.constantFrom("RDS", "EFS"), createdAt: moment }), {
      selector: ({ arn }) => arn,
    });
    const points = fc.array(
      fc.record({
        resourceArn: name,
        arn: fc.string(),
        status: fc.constantFrom("COMPLETED", "PARTIAL"),
        createdAt: moment,
      }),
    );
    const facts = fc.record({ resources, backups: jobs, copies: jobs, restoreTests: jobs, points });
    fc.assert(
      fc.property(facts, fc.boolean(), (found, isCopied) => {
        const report = judge(found, { ...rules, isCopied, restoreTest: { types: ["EFS"], since: now - 2 * day } });
        assert.deepEqual(
          report.rows.map(({ resource }) => resource.arn).sort(),
          found.resources.map(({ arn }) => arn).sort(),
        );
        for (const { resource, outcome, words, copy, restoreTest } of report.rows) {
          const own = found.backups.filter(
            ({ resourceArn, createdAt }) => resourceArn === resource.arn && createdAt >= runAt,
          );
          const isGood = own.some((each) => each.state === "COMPLETED" && each.message === undefined);
          assert.equal(outcome === "fine", isGood);
          if (outcome === "too young") assert.ok(resource.createdAt >= runAt);
          if (outcome === "missing") assert.ok(own.every(({ state }) => states.slice(0, 4).includes(state)));
          assert.ok(["fine", "missing", "failed", "too young"].includes(outcome));
          assert.equal(words === "", outcome === "fine");
          assert.equal(copy !== undefined, isCopied);
          assert.equal(restoreTest !== undefined, resource.type === "EFS");
        }
        assert.equal(report.severity === "info", report.rows.length > 0 && !report.rows.some(isBad));
        assert.equal(report.status === "succeeded", report.severity === "info");
      }),
      { numRuns: 500 },
    );
  });
});

describe("the copy of a backup", () => {
  const cases: readonly (readonly [title: string, copies: readonly Job[], outcome: string, words: string])[] = [
    ["a good one of the day", [job("COMPLETED")], "fine", ""],
    [
      "a good one of the day before, beside one that runs",
      [job("COMPLETED", { createdAt: now - 40 * hour }), job("RUNNING")],
      "fine",
      "",
    ],
    [
      "a failed one",
      [job("COMPLETED", { createdAt: now - 40 * hour }), job("FAILED", { message: "no key" })],
      "failed",
      "the copy ended as failed: no key",
    ],
    ["one in part", [job("PARTIAL")], "failed", "the copy ended as partial"],
    [
      "one that runs too long",
      [job("RUNNING", { createdAt: now - 39 * hour })],
      "failed",
      "the copy is running for 39 h",
    ],
    ["an old one", [job("COMPLETED", { createdAt: now - 80 * hour })], "missing", "the newest copy is 3 d old"],
    ["none", [], "missing", "there is no copy"],
  ];
  for (const [title, copies, outcome, words] of cases) {
    it(`is ${outcome} with ${title}`, () => {
      const made = row({ backups: [job("COMPLETED")], copies }, { isCopied: true });
      assert.deepEqual(made.copy, { outcome, words });
      assert.equal(isBad(made), outcome !== "fine");
    });
  }

  it("is awaited for what is new, and not looked for where none is made", () => {
    const resources = [{ ...database, createdAt: now - 20 * hour }];
    assert.equal(row({ resources }, { isCopied: true }).copy?.outcome, "waiting");
    assert.equal(row({}).copy, undefined);
  });
});

describe("the restore test of a backup", () => {
  const since = Date.parse("2026-03-01T04:00:00Z");
  const at = { createdAt: since + hour };
  const cases: readonly (readonly [title: string, tests: readonly Job[], outcome: string, words: string])[] = [
    ["a good one", [job("COMPLETED", at)], "fine", "restored 63 h ago"],
    [
      "a good one beside one that runs",
      [job("COMPLETED", at), job("RUNNING", { createdAt: now - hour })],
      "fine",
      "restored 63 h ago",
    ],
    [
      "a failed one",
      [job("FAILED", { ...at, message: "no subnet" })],
      "failed",
      "the restore test ended as failed: no subnet",
    ],
    ["one that was found bad", [job("VALIDATION_FAILED", at)], "failed", "the restore test ended as validation failed"],
    ["one that runs too long", [job("RUNNING", at)], "failed", "the restore test is running for 63 h"],
    [
      "one of the week before",
      [job("COMPLETED", { createdAt: since - day })],
      "missing",
      "its restore was not tested for 64 h",
    ],
    ["none", [], "missing", "its restore was not tested for 64 h"],
  ];
  for (const [title, restoreTests, outcome, words] of cases) {
    it(`is ${outcome} with ${title}`, () => {
      const restoreTest = { types: ["RDS"], since };
      const made = row({ backups: [job("COMPLETED")], restoreTests }, { restoreTest });
      assert.deepEqual(made.restoreTest, { outcome, words });
      assert.equal(isBad(made), outcome !== "fine");
    });
  }

  it("is awaited for what had no recovery point when the test began, and not looked for in other types", () => {
    const restoreTest = { types: ["RDS"], since };
    const resources = [{ ...database, createdAt: since - hour }];
    assert.equal(row({ resources }, { restoreTest }).restoreTest?.outcome, "waiting");
    assert.equal(row({}, { restoreTest: { types: ["EFS"], since } }).restoreTest, undefined);
  });
});
