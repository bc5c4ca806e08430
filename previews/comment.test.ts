import assert from "node:assert/strict";
import { isOlder, longestComment, readMarker, renderComment, renderMissing, renderReport } from "./comment.ts";
import { hazards } from "./goldens/hazards.ts";
import { largeChanges } from "./goldens/large-changes.ts";
import { resourceChanges } from "./goldens/resource-changes.ts";
import { goldenContext, preview, quietAccount, reportOf, stackOf } from "./goldens/shapes.ts";
import { message, step, subject, violation } from "./goldens/step-events.ts";
import type { PreviewReport } from "./report.ts";

const shapes: Readonly<Record<string, () => PreviewReport>> = { ...resourceChanges, ...hazards, ...largeChanges };
const text = (name: string) => renderComment(shapes[name]?.() as PreviewReport, goldenContext);

describe("marker of the comment", () => {
  it("tells the run that wrote it", () => {
    assert.deepEqual(readMarker(text("clean-run")), { id: 17_000_000_001, attempt: 1 });
  });

  it("is that of no run on a laptop", () => {
    assert.deepEqual(readMarker(renderComment(reportOf([]))), { id: 0, attempt: 0 });
  });

  it("counts in the first line only", () => {
    assert.equal(readMarker(`hello\n${text("clean-run")}`), undefined);
    assert.equal(readMarker("<!-- platform-preview run=x attempt=1 -->"), undefined);
  });

  const cases: readonly (readonly [run: [number, number], other: [number, number], older: boolean])[] = [
    [[1, 1], [2, 1], true],
    [[2, 1], [1, 3], false],
    [[2, 1], [2, 2], true],
    [[2, 2], [2, 2], false],
  ];
  for (const [[id, attempt], [otherId, otherAttempt], older] of cases) {
    it(`says that run ${id}.${attempt} is ${older ? "" : "not "}older than ${otherId}.${otherAttempt}`, () => {
      assert.equal(isOlder({ id, attempt }, { id: otherId, attempt: otherAttempt }), older);
    });
  }
});

describe("marker of a previewed commit", () => {
  const [head, later] = ["a".repeat(40), "b".repeat(40)];
  const base = { id: 9, attempt: 2, preview: { head, against: "base" } } as const;
  const state = { id: 8, attempt: 1, preview: { head, against: "state" } } as const;

  it("is read as it was written", () => {
    for (const run of [base, state]) assert.deepEqual(readMarker(renderComment(reportOf([]), { run })), run);
    assert.deepEqual(readMarker(renderMissing("", { run: state })), state);
    assert.equal(readMarker("<!-- platform-preview run=1 attempt=1 head=x against=base -->"), undefined);
  });

  it("puts the real state above the base, for the same commit only", () => {
    assert.deepEqual([isOlder(base, state), isOlder(state, base)], [true, false]);
    const next = { ...base, preview: { head: later, against: "base" } } as const;
    assert.deepEqual([isOlder(next, state), isOlder(state, next)], [false, true]);
    assert.equal(isOlder({ id: 8, attempt: 1 }, base), true);
  });
});

describe("comment without a report", () => {
  it("says so, why and where, with the reason as a text", () => {
    const comment = renderMissing("Call @octocat <b>now</b>.", {
      ...goldenContext,
      runUrl: "https://github.com/a/b/actions/runs/1",
    });
    assert.match(
      comment,
      /^<!-- platform-preview run=17000000001 attempt=1 -->\n\n## Preview: failed before it wrote a report\n/,
    );
    assert.ok(!comment.includes("@octocat") && !comment.includes("<b>"), comment);
    assert.match(comment, /\[The run\]\(https:\/\/github\.com\/a\/b\/actions\/runs\/1\) says more\./);
    assert.ok(!renderMissing("", { runUrl: "javascript:alert(1)" }).includes("]("));
  });
});

describe("comment", () => {
  it("has its parts in the order of danger", () => {
    const foundation = stackOf("prod", "foundation");
    const bucket = subject(foundation, "aws:s3/bucket:Bucket", "logs");
    const texts = { title: "Buckets stay", message: "it goes. Keep it." };
    const events = [...step("delete", bucket, {}, undefined), violation("S3.1", "high", texts, bucket)];
    const report = reportOf([
      preview(foundation, events),
      preview(stackOf("prod", "platform"), [message("error", "no such zone")], { succeeded: false }),
    ]);
    const costs = [{ environment: "prod", stacks: [], unpriced: [] }];
    const exception = { control: "S3.1", where: "all", reason: "r", owner: "o", until: "permanent" };
    const exceptions = [exception, exception, exception];
    const comment = renderComment({ ...report, costs, exceptions });
    const parts = ["## Preview: ", "[!CAUTION]", "| Stack | Result |", "### What failed", "### Guard rails"];
    const later = ["3 exceptions", "### Costs", "### Differences", "```mermaid", "Commit"];
    const places = [...parts, ...later].map((part) => comment.indexOf(part));
    assert.ok(!places.includes(-1), JSON.stringify(places));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  });

  it("overwrites an old warning with a clean run", () => {
    assert.match(text("clean-run"), /## Preview: nothing changes/);
    assert.doesNotMatch(text("clean-run"), /CAUTION|### Differences/);
  });

  it("is written for a failed preview", () => {
    assert.match(text("failing-program"), /\| `prod\/foundation` \| \*\*failed\*\* \|/);
    assert.match(text("failing-program"), /network\.cidrBlock is 10\.20\.0\.0\/30/);
    assert.doesNotMatch(text("failing-program"), /hunter/);
  });

  it("says in its heading what else than changes needs a look: skipped stacks, and exceptions that have ended", () => {
    const stacks = [preview(stackOf("dev", "foundation"))];
    const heading = (report: PreviewReport) => renderComment(report).split("\n\n")[1];
    const exception = { control: "S3.1", where: "all", reason: "r", owner: "o", until: "2026-08-31" };
    assert.equal(heading(reportOf(stacks)), "## Preview: nothing changes");
    assert.equal(heading(reportOf([...stacks, quietAccount])), "## Preview: nothing changes, 1 stack skipped");
    assert.equal(heading(reportOf(stacks, { exceptions: [exception] })), "## Preview: 1 ended exception");
    assert.equal(
      heading(reportOf(stacks, { exceptions: [{ ...exception, until: "2026-09-01" }] })),
      "## Preview: nothing changes",
    );
  });

  it("tells the beginning of errors that are too long for it", () => {
    const trace = Array.from({ length: 15 }, (_, line) => `line ${line} ${"x".repeat(400)}`).join("\n");
    const stack = preview(stackOf("dev", "foundation"), [message("error", trace)], { succeeded: false });
    assert.match(renderComment(reportOf([stack])), /line 0 x+\nline 1 [\s\S]*\n… \d+ more\n```/);
  });

  it("cuts the least dangerous of 2,000 resources, tells how many, and links the report", () => {
    const comment = text("two-thousand-resources");
    const shown = comment.match(/^@@ /gm)?.length ?? 0;
    assert.ok(comment.length <= longestComment && comment.length > longestComment - 2000, String(comment.length));
    assert.equal(comment.match(/^@@ delete /gm)?.length, 10);
    assert.ok(comment.includes(`${(2000 - shown).toLocaleString("en-US")} resources left out here`));
    assert.match(comment, /\[the full report\]\(https:\/\/github\.com\/example/);
  });

  it("leaves nothing of them out in the full report, which is as long as it must be", () => {
    const full = renderReport(shapes["two-thousand-resources"]?.() as PreviewReport);
    assert.equal(full.match(/^@@ /gm)?.length, 2000);
    assert.doesNotMatch(full, /left out here/);
    assert.ok(full.length > longestComment && full.length < 1_000_000, String(full.length));
  });

  it("tells the exceptions to guard rails with their ends, those that have one first", () => {
    const exception = { control: "S3.1", where: "all", reason: "Because.", owner: "o" };
    const exceptions = ["permanent", "2030-01-01"].map((until) => ({ ...exception, until }));
    const comment = renderComment(reportOf([], { exceptions }));
    assert.match(comment, /<summary>2 exceptions to guard rails, 1 with an end<\/summary>/);
    assert.match(comment, /: until `2030-01-01`, o\. Because\.\n.*: for good, o\. Because\./);
  });

  it("keeps within the limit, with the table, whatever there is much of", () => {
    const long = "y".repeat(1000);
    const stacks = Array.from({ length: 200 }, (_, index) => {
      const stack = { ...stackOf(`e${index}-${long}`, "foundation"), reads: ["account"] };
      const bucket = subject(stack, "aws:s3/bucket:Bucket", long);
      const texts = { title: long, message: `${index} ${long}` };
      const errors = Array.from({ length: 6 }, (_, line) => message("error", `${line} ${`${long}\n`.repeat(3)}`));
      const events = [...step("delete", bucket, {}, undefined), violation(long, "high", texts, bucket), ...errors];
      return preview(stack, events, { succeeded: false, upstream: "stale", reason: long });
    });
    const sums = { before: 1e9, after: 2e9 };
    const costs = stacks.map(({ environment }) => ({
      environment,
      stacks: [{ stack: "foundation", fixed: sums, usage: sums, unpriced: sums }],
      unpriced: [{ what: long, reason: `${environment} ${long}`, count: 3 }],
    }));
    const exception = { control: long, where: long, reason: long, owner: long, until: "2026-01-01" };
    const exceptions = Array.from({ length: 100 }, () => exception);
    const comment = renderComment(
      { ...reportOf(stacks, { costs, exceptions }), commit: long, base: long },
      goldenContext,
    );
    assert.ok(comment.length <= longestComment, String(comment.length));
    assert.match(comment, /\| Stack \| Result \|/);
    assert.match(comment, /and \d+ more stacks: see the full report/);
  });

  it("says whose words it repeats, and what GitHub vouches for, also above a clean report", () => {
    const head = "a".repeat(40);
    for (const [against, words] of [
      ["base", "the base branch"],
      ["state", "the real state"],
    ] as const) {
      const comment = renderComment(reportOf([]), { run: { id: 1, attempt: 1, preview: { head, against } } });
      assert.ok(comment.includes("The pull request's own code, of this commit or an earlier one, wrote this report"));
      assert.ok(
        comment.includes(`only the commit \`${head}\`, the run, and that ${words} was compared with.`),
        comment,
      );
    }
    assert.doesNotMatch(renderComment(reportOf([]), goldenContext), /own code/);
  });

  it("links nothing but what the caller vouches for", () => {
    for (const runUrl of ["javascript:alert(1)", "https://x/y)](https://evil", "http://x/", "https://x/\n## Hi"]) {
      assert.doesNotMatch(renderComment(reportOf([]), { runUrl }), /\]\(/);
    }
  });
});
