import assert from "node:assert/strict";
import { type StackIdentity, skippedPreview } from "../previews/events.ts";
import { preview, stackOf } from "../previews/goldens/shapes.ts";
import { step, subject } from "../previews/goldens/step-events.ts";
import type { StackPreview } from "../previews/model.ts";
import { reviewDigest } from "../previews/report.ts";
import { compareReviewed, demandReviewable } from "./reviewed.ts";

const real = (project: string): StackIdentity => ({ ...stackOf("prod", project), basis: "real state" });
const changed = (project: string, path = "cidrBlock") => {
  const vpc = subject(real(project), "aws:ec2/vpc:Vpc", "net");
  return preview(
    real(project),
    step("update", vpc, { [path]: "a" }, { [path]: "b" }, { detailedDiff: { [path]: "update" } }),
  );
};
const stale = (one: StackPreview): StackPreview => ({ ...one, upstream: "stale", reason: "foundation changes" });
const unseen = skippedPreview(real("platform"), "It reads an output that is not there yet.", "blocked");
const digestOf = (...previews: StackPreview[]) => reviewDigest(previews) ?? "none";

describe("a reviewed deployment", () => {
  it("goes on when both previews are the same, stale ones among them", () => {
    const previews = [changed("foundation"), stale(changed("platform"))];
    const result = compareReviewed(digestOf(...previews), previews);
    assert.deepEqual(result, { code: undefined, lines: [], projects: ["foundation", "platform"] });
  });

  it("stops with 4 and names just the stacks that differ", () => {
    const digest = digestOf(changed("foundation"), changed("platform"));
    const { code, lines, projects } = compareReviewed(digest, [changed("foundation"), changed("platform", "tags")]);
    assert.deepEqual([code, projects], [4, []]);
    assert.deepEqual(lines, [
      "Nothing was changed: what would be done now is not what was reviewed.",
      "  platform/prod: 1 to update now",
      "Make a new preview, review it, and deploy with its digest.",
    ]);
  });

  it("stops when nothing is left to change", () => {
    const digest = digestOf(changed("foundation"));
    assert.match(
      compareReviewed(digest, [preview(real("foundation"))]).lines[1] ?? "",
      /foundation\/prod: no changes now/,
    );
  });

  it("stops at a digest of other stacks", () => {
    const { code, lines } = compareReviewed(digestOf(changed("foundation")), [
      changed("foundation"),
      changed("platform"),
    ]);
    assert.equal(code, 4);
    assert.match(
      lines[0] ?? "",
      /the digest is of 1 stacks, the environment has 2 \(foundation\/prod, platform\/prod\)/,
    );
  });

  it("stops with 1 at a failed preview, with its errors", () => {
    const failed = { ...changed("platform"), status: "failed" as const, errors: ["no such zone"] };
    const { code, lines } = compareReviewed(digestOf(changed("foundation"), changed("platform")), [
      changed("foundation"),
      failed,
    ]);
    assert.equal(code, 1);
    assert.deepEqual(lines.slice(1), ["platform/prod: its preview failed", "no such zone"]);
  });

  it("stops with 3 when a mandatory guard rail is broken", () => {
    const finding = {
      control: "KMS.3",
      severity: "critical",
      level: "mandatory",
      title: "keys stay",
      message: "m",
    } as const;
    const broken = { ...changed("foundation"), policy: [finding] };
    const { code, lines } = compareReviewed(digestOf(broken), [broken]);
    assert.deepEqual([code, lines[1]], [3, "  KMS.3: keys stay"]);
    assert.equal(
      compareReviewed(digestOf(broken), [{ ...broken, policy: [{ ...finding, level: "advisory" }] }]).code,
      undefined,
    );
  });

  it("goes up to the first stack that nobody could see", () => {
    const previews = [changed("foundation"), unseen];
    assert.deepEqual(compareReviewed(digestOf(...previews), previews).projects, ["foundation"]);
  });

  it("stops when the first stack is one that nobody could see, and when it can be seen now", () => {
    const previews = [unseen, changed("platform")];
    const result = compareReviewed(digestOf(...previews), previews);
    assert.equal(result.code, 4);
    assert.match(result.lines.join("\n"), /nobody could see[\s\S]*once without --reviewed/);
    assert.equal(
      compareReviewed(digestOf(changed("foundation"), unseen), [changed("foundation"), changed("platform")]).code,
      4,
    );
  });

  it("takes only a digest, and only arguments that leave the deployment what it is", () => {
    const digest = digestOf(changed("foundation"));
    demandReviewable(digest, ["--yes", "--message", "--target", "--parallel=4", "-p", "2", "--color", "never"]);
    for (const bad of ["", "abc", `${digest}-`, digest.toUpperCase()]) {
      assert.throws(() => demandReviewable(bad, []), { name: "UsageError", message: /--reviewed takes the digest/ });
    }
    for (const args of [
      ["--target", "urn"],
      ["--replace=urn"],
      ["-c", "a=b"],
      ["--yes", "--refresh=false"],
      ["urn"],
      ["valueOf"],
    ]) {
      assert.throws(() => demandReviewable(digest, args), {
        name: "UsageError",
        message: /cannot be used with --reviewed/,
      });
    }
  });

  it("takes no variable that stands for such an argument", () => {
    const digest = digestOf(changed("foundation"));
    demandReviewable(digest, [], { PULUMI_OPTION_SKIP_PREVIEW: "true", PULUMI_OPTION_COLOR: "never", PATH: "" });
    for (const variable of ["PULUMI_OPTION_TARGET", "PULUMI_OPTION_REPLACE", "PULUMI_OPTION_REFRESH"]) {
      assert.throws(() => demandReviewable(digest, [], { [variable]: "x" }), {
        name: "UsageError",
        message: new RegExp(`^${variable} cannot be used with --reviewed`),
      });
    }
  });
});
