import assert from "node:assert/strict";
import type { Estimate, Line } from "../costs/model.ts";
import { dollarDifference } from "./comment/costs.ts";
import { compareCosts } from "./costs.ts";
import { preview, reportOf, stackOf } from "./goldens/shapes.ts";
import { step, subject } from "./goldens/step-events.ts";
import type { StackPreview } from "./model.ts";
import { digestOf, formatReport, parseReport, reviewDigest } from "./report.ts";

const stack = stackOf("prod", "foundation");
const vpc = subject(stack, "aws:ec2/vpc:Vpc", "net");
const changed = (after: object, path = "cidrBlock", op = "update") =>
  preview(stack, step(op, vpc, { cidrBlock: "a" }, { ...after }, { detailedDiff: { [path]: "update" } }));

describe("report", () => {
  it("sorts stacks by promotion and deployment, whatever came first", () => {
    const previews = ["prod", "pr-7", "dev"].flatMap((environment) =>
      ["platform", "foundation"].map((project) => preview(stackOf(environment, project))),
    );
    const names = reportOf(previews).stacks.map(({ environment, project }) => `${environment}/${project}`);
    const expected = ["dev", "prod", "pr-7"].flatMap((one) => [`${one}/foundation`, `${one}/platform`]);
    assert.deepEqual(names, expected);
    assert.equal(formatReport(reportOf(previews)), formatReport(reportOf(previews.toReversed())));
  });

  it("reads back what it writes", () => {
    const report = reportOf([changed({ cidrBlock: "b" })]);
    assert.deepEqual(parseReport(formatReport(report)), report);
  });

  it("keeps exceptions, those with an end first", () => {
    const exception = { control: "EC2.9", where: "all", reason: "r", owner: "o" };
    const exceptions = ["permanent", "2027-01-01", "2026-01-01"].map((until) => ({ ...exception, until }));
    const report = reportOf([], { exceptions });
    assert.deepEqual(
      report.exceptions.map(({ until }) => until),
      ["2026-01-01", "2027-01-01", "permanent"],
    );
  });

  const broken: readonly (readonly [title: string, text: string, error: RegExp])[] = [
    ["no JSON", "{", /^Error: The report is no JSON/],
    ["another version", '{"version":2}', /not of version 1: version \(invalid_value\)/],
    ["a member of another kind", formatReport(reportOf([])).replace('"stacks": []', '"stacks": [3]'), /: stacks\.0 \(/],
    ["no object", "[]", /not of version 1/],
  ];
  for (const [title, text, error] of broken)
    it(`refuses ${title}`, () => assert.throws(() => parseReport(text), error));

  it("drops members that it does not know", () => {
    const text = formatReport(reportOf([])).replace("{", '{"evil": 1,');
    assert.ok(!("evil" in parseReport(text)));
  });

  it("repeats no text of a broken report", () => {
    const report = { ...reportOf([]), versions: { "<script>": 1 } };
    assert.throws(
      () => parseReport(JSON.stringify(report)),
      (error: Error) => !error.message.includes("<script>"),
    );
  });
});

describe("digest", () => {
  it("is the same for other values of the same properties", () => {
    assert.equal(digestOf(changed({ cidrBlock: "b" })), digestOf(changed({ cidrBlock: "c" })));
  });

  it("differs by property, operation, resource and stack", () => {
    const previews = [
      preview(stack),
      preview(stackOf("prod", "platform")),
      changed({ cidrBlock: "b" }),
      changed({ cidrBlock: "b" }, "tags"),
      changed({ cidrBlock: "b" }, "cidrBlock", "replace"),
      preview(stack, step("delete", vpc, {}, undefined)),
      preview(stack, step("delete", { ...vpc, name: "other" }, {}, undefined)),
    ];
    assert.equal(new Set(previews.map(digestOf)).size, previews.length);
  });

  it("is none of a failed preview, nor of one that is not exact", () => {
    const ok = preview(stackOf("prod", "platform"));
    assert.notEqual(reportOf([ok]).digest, undefined);
    const failed = reportOf([ok, preview(stack, [], { succeeded: false })]);
    assert.deepEqual([failed.digest, failed.stacks[0]?.digest], [undefined, undefined]);
    assert.equal(reportOf([ok, preview(stack, [], { upstream: "stale" })]).digest, undefined);
  });
});

describe("costs of a change", () => {
  const line = (stackName: string, kind: "fixed" | "usage", monthlyUsd: number): Line => ({
    stack: stackName,
    component: "database",
    resource: "aws:rds/instance:Instance db",
    region: "af-south-1",
    what: "hours",
    item: "rds/x",
    quantity: 1,
    unit: "hour",
    kind,
    monthlyUsd,
  });
  const estimate = (lines: readonly Line[], unpriced: readonly Line[] = []): Estimate => ({
    environment: "prod",
    region: "af-south-1",
    scale: 1,
    lines,
    unpriced,
    unpricedTypes: [],
    free: [],
    totals: { fixed: 0, usage: 0 },
    ...(lines.length > 0 ? { priceDates: { oldest: "2026-01-01", newest: "2026-02-02" } } : {}),
  });
  const { monthlyUsd: _none, ...open } = line("platform", "usage", 0);

  it("are told by stack, fixed and usage apart, unpriced charges counted and named", () => {
    const before = estimate([line("foundation", "fixed", 10), line("foundation", "usage", 1)]);
    const after = estimate([line("foundation", "fixed", 25), line("platform", "usage", 3)], [open, open]);
    assert.deepEqual(compareCosts(before, after), {
      environment: "prod",
      priceDates: { oldest: "2026-01-01", newest: "2026-02-02" },
      stacks: [
        {
          stack: "foundation",
          fixed: { before: 10, after: 25 },
          usage: { before: 1, after: 0 },
          unpriced: { before: 0, after: 0 },
        },
        {
          stack: "platform",
          fixed: { before: 0, after: 0 },
          usage: { before: 0, after: 3 },
          unpriced: { before: 0, after: 2 },
          incomplete: ["usage"],
          unknownDifferences: ["usage"],
        },
      ],
      unpriced: [{ what: "hours", reason: "no price of rds/x in af-south-1", count: 2 }],
    });
  });

  it("are not the same when another charge has no price, though as many have none", () => {
    const [row] = compareCosts(estimate([], [open]), estimate([], [{ ...open, item: "rds/y" }])).stacks;
    assert.deepEqual([row?.unpriced, row?.otherUnpriced], [{ before: 1, after: 1 }, true]);
    assert.equal(compareCosts(estimate([], [open]), estimate([], [open])).stacks[0]?.otherUnpriced, undefined);
    assert.deepEqual([dollarDifference(1, 1, 1, 1, true), dollarDifference(1, 1, 1, 1)], ["unpriced", "±0"]);
  });

  it("have no dates without a price", () => {
    assert.equal("priceDates" in compareCosts(estimate([]), estimate([])), false);
  });

  describe("review digest", () => {
    const real = (one: StackPreview): StackPreview => ({ ...one, basis: "real state" });
    const wide = real(changed({ cidrBlock: "b" }));
    const stale: StackPreview = real(
      preview(stackOf("prod", "platform"), [], { upstream: "stale", reason: "foundation changes" }),
    );
    const hidden: StackPreview = { ...stale, status: "skipped", upstream: "blocked" };

    it("is there for each environment against the real state, also when a stack is stale", () => {
      const dev = preview(stackOf("dev", "foundation"));
      const expected = `${digestOf(wide).slice(0, 32)}-${digestOf(stale).slice(0, 32)}`;
      const { reviewDigests, digest } = reportOf([stale, wide, dev]);
      assert.deepEqual(reviewDigests, { prod: expected });
      assert.equal(digest, undefined);
    });

    it("tells the stacks that nobody saw, and is missing when all are such or one failed", () => {
      assert.equal(reviewDigest([wide, hidden]), `${digestOf(wide).slice(0, 32)}-unseen`);
      assert.equal(reviewDigest([hidden]), undefined);
      assert.equal(reviewDigest([]), undefined);
      assert.equal(reviewDigest([wide, { ...stale, status: "failed" }]), undefined);
    });
  });
});
