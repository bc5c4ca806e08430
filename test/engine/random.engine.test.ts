import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { changeSettings, fixturePlan, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

/** Names of all files below a folder that hold the text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => readFileSync(join(folder, name), "latin1").includes(text));
}

describe("passwords of the random provider's stand-in", () => {
  let test: TestRehearsal;

  before(async () => {
    test = await startRehearsal("random", fixturePlan("random"), true);
  });
  after(() => test?.close());

  async function outputs(): Promise<Record<string, string>> {
    const stack = test.stack("random");
    const shown = await test.rehearsal.pulumi(stack, ["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(shown.stdout);
  }

  it("stand in no file of the workspace: neither in the state, nor in the events or logs", async () => {
    await test.rehearsal.up(test.stack("random"));
    const { password, greeting, hash } = await outputs();
    assert.match(String(password), /^[A-Za-z0-9]{24}$/);
    assert.equal(greeting, `hello ${password}`);
    for (const workspaceFolder of ["state", "logs", "pulumi-home"]) {
      const folder = test.rehearsal.workspace.path(workspaceFolder);
      const shown = [...filesWith(folder, String(password)), ...filesWith(folder, String(hash))];
      // This test itself has them printed into the log (`stack output --show-secrets`).
      assert.deepEqual(
        [...new Set(shown)].filter((name) => name !== "random.log"),
        [],
        workspaceFolder,
      );
    }
    assert.equal(filesWith(test.rehearsal.workspace.path("state"), "bcryptHash").length > 0, true);
  });

  it("stay as long as their arguments do, also when they are refreshed", async () => {
    const { password } = await outputs();
    const result = await test.rehearsal.up(test.stack("random"), ["--refresh", "--expect-no-changes"]);
    assert.equal(result.code, 0);
    assert.equal((await outputs()).password, password);
  });

  it("are made anew when a keeper changes", async () => {
    const { password } = await outputs();
    changeSettings(test, test.stack("random"), (config) => {
      config["random:generation"] = 2;
    });
    await test.rehearsal.up(test.stack("random"));
    assert.notEqual((await outputs()).password, password);
  });

  it("are refused when their minima do not fit", async () => {
    changeSettings(test, test.stack("random"), (config) => {
      config["random:length"] = 1;
    });
    await assert.rejects(test.rehearsal.preview(test.stack("random")), /length is 1: allowed is at least 2/);
  });

  it("go with their stack", async () => {
    assert.deepEqual(await test.rehearsal.destroy(), []);
  });
});
