import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { longestComment, renderComment } from "./comment.ts";
import { hazards } from "./goldens/hazards.ts";
import { largeChanges } from "./goldens/large-changes.ts";
import { resourceChanges } from "./goldens/resource-changes.ts";
import { goldenContext } from "./goldens/shapes.ts";
import { formatReport, parseReport } from "./report.ts";

const directory = join(import.meta.dirname, "goldens");
const shapes = { ...resourceChanges, ...hazards, ...largeChanges };

describe("goldens of the comment (WRITE_GOLDENS=1 writes them anew)", () => {
  for (const [name, make] of Object.entries(shapes)) {
    it(name, () => {
      const report = make();
      const text = renderComment(report, goldenContext);
      assert.ok(text.length <= longestComment, `${text.length} characters`);
      assert.deepEqual(parseReport(formatReport(report)), JSON.parse(JSON.stringify(report)));
      const file = join(directory, `${name}.md`);
      if (process.env.WRITE_GOLDENS === "1") writeFileSync(file, text);
      assert.ok(existsSync(file), `${file} is missing: write it with WRITE_GOLDENS=1`);
      assert.equal(text, readFileSync(file, "utf8"));
    });
  }

  it("are those of the changes, and no others", () => {
    const files = readdirSync(directory).filter((file) => file.endsWith(".md"));
    assert.deepEqual(
      files.sort(),
      Object.keys(shapes)
        .map((name) => `${name}.md`)
        .sort(),
    );
  });
});
