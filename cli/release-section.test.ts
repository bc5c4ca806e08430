import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "../rehearsal/toolchain/command.ts";
import { releaseNotes } from "./release-section.ts";

const changelog = `# Changelog

## [Unreleased]

### Added

- Next.

## [1.2.3] - 2026-09-01

### Fixed

- A fault.

## [1.2.3-rc.1] - 2026-08-01

- First.

[1.2.3]: https://example.com/v1.2.3
`;

describe("notes of a release", () => {
  it("are the version's section", () => {
    assert.equal(releaseNotes("v1.2.3", changelog, "1.2.3"), "### Fixed\n\n- A fault.\n");
    assert.equal(releaseNotes("v1.2.3-rc.1", changelog, "1.2.3-rc.1"), "- First.\n");
  });

  const refused: readonly (readonly [tag: string, text: string, version: string, message: RegExp])[] = [
    ["1.2.3", changelog, "1.2.3", /The tag is "1\.2\.3"; it must be v and a version/],
    ["v1.2", changelog, "1.2", /must be v and a version/],
    [
      "v1.2.3",
      changelog,
      "1.2.2",
      /^Error: v1\.2\.3 cannot be released\.\n {2}package\.json has the version 1\.2\.2: set it to 1\.2\.3\.$/,
    ],
    ["v1.3.0", changelog, "0.0.0", /package\.json has.*\n {2}CHANGELOG\.md has no section ## \[1\.3\.0\]/],
    ["v1.2.3", changelog.replace(" - 2026-09-01", ""), "1.2.3", /Its heading in CHANGELOG\.md is "## \[1\.2\.3\]"/],
    ["v1.2.3", changelog.replace("### Fixed\n\n- A fault.", ""), "1.2.3", /is empty/],
  ];
  for (const [tag, text, version, message] of refused) {
    it(`are refused for ${tag}: ${message.source.slice(0, 60)}`, () => {
      assert.throws(() => releaseNotes(tag, text, version), message);
    });
  }

  it("come from this repository's files", async () => {
    const { code, stdout, stderr } = await runCommand(process.execPath, [
      join(import.meta.dirname, "release-notes.ts"),
      "v999.0.0",
    ]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /package\.json has the version .*\n {2}CHANGELOG\.md has no section ## \[999\.0\.0\]/);
  });
});
