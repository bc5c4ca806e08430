import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ToolchainError } from "./cache.ts";
import { ensurePython, findPython } from "./python.ts";
import { ministackVersion } from "./versions.ts";

describe("python", () => {
  let bin: string;
  beforeEach(async () => {
    bin = await mkdtemp(path.join(tmpdir(), "python-"));
  });
  afterEach(() => rm(bin, { recursive: true, force: true }));
  const put = async (name: string, script: string) => {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(bin, name), 0o755);
  };
  const environment = () => ({ PATH: bin });

  it("takes the first Python that is new enough", async () => {
    await put("python3", "echo 3 9 /usr/bin/python3.9");
    await put("python3.12", "echo 3 12 /opt/python3.12");
    assert.equal(await findPython(environment()), "/opt/python3.12");
  });

  it("says which Pythons it has found, and why none will do", async () => {
    await put("python3", "echo 3 9 /usr/bin/python3.9");
    await put("python3.12", "echo 'not installed' >&2; exit 127");
    await assert.rejects(findPython(environment()), (error: Error) => {
      assert.ok(error instanceof ToolchainError);
      assert.match(error.message, /^Python 3\.10 or later is needed\.\n {2}Why: .*MiniStack/);
      assert.match(
        error.message,
        /Found: python3 is 3\.9; python3\.12 does not run \(not installed\)\n {2}What to do: install/,
      );
      return true;
    });
  });

  it("says that there is none at all", async () => {
    await assert.rejects(findPython(environment()), /Found: none of python3, .* is on PATH/);
  });

  it("asks for the venv module when it is missing, and leaves nothing", async () => {
    await put(
      "python3",
      `case "$1" in -c) echo 3 11 ${path.join(bin, "python3")};; *) echo "No module named venv" >&2; exit 1;; esac`,
    );
    const cache = path.join(bin, "cache");
    await assert.rejects(
      ensurePython({ cache, environment: environment() }),
      /cannot make a virtual environment.*Found: No module named venv.*python3-venv/s,
    );
    assert.deepEqual(await readdir(cache), []);
  });

  it("pins every package with hashes, MiniStack at the version of versions.ts", async () => {
    const text = await readFile(path.join(import.meta.dirname, "requirements.txt"), "utf8");
    const requirements = text
      .replaceAll("\\\n", "")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    for (const requirement of requirements) assert.match(requirement, /^[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/);
    assert.ok(requirements.some((requirement) => requirement.startsWith(`ministack==${ministackVersion} `)));
  });
});
