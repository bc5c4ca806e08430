import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const repository = join(import.meta.dirname, "..");

/** The pictures that README and docs/architecture.md embed. */
describe("docs/images", function () {
  this.timeout(600_000);

  for (const environment of ["dev", "prod"]) {
    it(`architecture-${environment}.svg is what npm run diagram draws of the stacks as they are`, () => {
      const args = [join(repository, "cli", "diagram.ts"), environment, "--check"];
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
      assert.equal(status, 0, stderr);
    });
  }
});
