import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../test/rehearsals.ts";

describe("--out", function () {
  this.timeout(60_000);
  const missing = join(tmpdir(), "no-such-folder", "report.md");

  for (const command of ["preview", "drift"]) {
    for (const [what, out, said] of [
      ["into a folder that is not there", missing, `--out ${missing}: there is no folder`],
      ["that is a folder", join(repository, "docs"), "--out takes a file"],
    ] as const) {
      it(`${what} stops ${command} before it begins`, () => {
        const args = [join(repository, "cli", `${command}.ts`), "dev", "--out", out];
        const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
        assert.deepEqual([status, stdout], [2, ""]);
        assert.ok(stderr.startsWith(said), stderr);
        assert.equal(existsSync(missing), false);
      });
    }
  }
});
