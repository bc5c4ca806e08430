import assert from "node:assert/strict";
import fc from "fast-check";
import { code, fence, name, prose } from "./comment/markdown.ts";
import { renderComment } from "./comment.ts";
import { checkRendering, reportWith, textsInReport, weapons } from "./goldens/hostile-texts.ts";
import { goldenContext } from "./goldens/shapes.ts";
import { formatReport, parseReport } from "./report.ts";

const hostile = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...weapons) }, fc.string({ unit: "binary", maxLength: 12 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));

describe("comment of hostile texts", () => {
  it("shows 10,000 of them as texts, and nothing else", function () {
    this.timeout(60_000);
    const texts = fc.array(hostile, { minLength: textsInReport, maxLength: textsInReport });
    const property = fc.property(texts, (all) => {
      const report = parseReport(formatReport(reportWith(all)));
      checkRendering(renderComment(report, goldenContext));
    });
    fc.assert(property, { numRuns: 10_000 / textsInReport });
  });

  for (const weapon of weapons) {
    it(`disarms ${JSON.stringify(weapon).slice(0, 60)}`, () => {
      checkRendering(renderComment(reportWith([weapon]), goldenContext));
    });
  }

  it("would be caught by this test", () => {
    const comment = renderComment(reportWith(["plain"]), goldenContext);
    checkRendering(comment);
    const escapes = ["<b>x</b>", "@octocat", "https://evil.example", "<details>", "![x](y)", "#12", "<!-- x -->"];
    for (const text of escapes) assert.throws(() => checkRendering(`${comment}\n\n${text}\n`), text);
    assert.throws(() => checkRendering(comment.replace("| `plain/plain`", "| | `plain/plain`")));
    assert.throws(() => checkRendering(comment.replace('["1. plain"]', '["1. "]; click')));
  });
});

describe("texts in Markdown", () => {
  it("stay readable", () => {
    assert.equal(prose("Set deletionWindowInDays to 30 (EC2.9)."), "Set deletionWindowInDays to 30 (EC2.9).");
    assert.equal(code("aws:s3/bucket:Bucket"), "`aws:s3/bucket:Bucket`");
    assert.equal(name("shop-prod/foundation"), "shop-prod/foundation");
  });

  it("are never empty where Markdown needs something", () => {
    assert.deepEqual([code(""), name("")], ["` `", "_"]);
  });

  it("are fenced by more backticks than they have", () => {
    assert.equal(fence("text", ["````"]), "`````text\n````\n`````");
  });
});
