import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withRecorded } from "./recorded.ts";
import { EngineError } from "./rehearsal.ts";
import type { Toolchain } from "./surroundings.ts";
import type { RehearsalPlan } from "./workspace.ts";

/** An engine that fails in the folder of the project `broken`, and exports its own folder and arguments. */
const engine = `#!${process.execPath}
const [command, ...rest] = process.argv.slice(2);
const project = process.cwd().split("/").at(-1);
if (command === "up" && project === "broken") {
  console.error("the engine says no");
  process.exit(7);
}
if (command === "stack" && rest[0] === "export") {
  const told = { project, hasSecrets: rest.includes("--show-secrets") };
  console.log(JSON.stringify({ version: 3, deployment: { resources: [], told } }));
}
`;

describe("a rehearsal that only records", () => {
  let root = "";
  let toolchain: Toolchain;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "recorded-"));
    const pulumi = join(root, "pulumi");
    writeFileSync(pulumi, engine, { mode: 0o755 });
    toolchain = { pulumi: { pulumi, languageHostDirectory: root }, python: { python: "python3" } } as Toolchain;
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const planOf = (...projects: readonly string[]): RehearsalPlan => {
    const settingsFile = join(root, "Pulumi.dev.yaml");
    writeFileSync(settingsFile, "config: {}\n");
    const stacks = projects.map((project) => {
      const directory = join(root, "stacks", project);
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
      return { project, stack: "dev", directory, settingsFile };
    });
    return { environment: "dev", accountId: "111122223333", region: "af-south-1", stacks };
  };
  const workspace = () => join(root, "costs-dev");
  const options = (...projects: readonly string[]) => ({
    root,
    name: "costs-dev",
    plan: planOf(...projects),
    toolchain,
  });
  const locks = () => readdirSync(root).filter((file) => file.includes(".lock"));

  for (const withSecrets of [undefined, false, true]) {
    it(`hands the states over in the plan's order: withSecrets ${withSecrets}`, async () => {
      const lines: string[] = [];
      const onProgress = (line: string) => void lines.push(line);
      const given = {
        ...options("account", "platform"),
        onProgress,
        ...(withSecrets !== undefined && { withSecrets }),
      };
      const told = await withRecorded(given, (stacks) => {
        assert.deepEqual([existsSync(workspace()), locks()], [true, ["costs-dev.lock"]]);
        return stacks.map(({ stack, state }) => [stack.project, state.deployment.told]);
      });
      const hasSecrets = withSecrets === true;
      assert.deepEqual(told, [
        ["account", { project: "account", hasSecrets }],
        ["platform", { project: "platform", hasSecrets }],
      ]);
      assert.deepEqual(lines, ["Recording account of dev", "Recording platform of dev"]);
      assert.deepEqual([existsSync(workspace()), locks()], [false, []]);
    });
  }

  it("leaves the log that an engine's failure names, until the next time", async () => {
    const failing = withRecorded(options("account", "broken"), () => assert.fail("there is nothing to use"));
    const log = join(workspace(), "logs", "broken.log");
    await assert.rejects(failing, (error: Error) => {
      assert.ok(error instanceof EngineError);
      assert.match(error.message, /^pulumi up --yes --skip-preview of broken \(dev\) ended with exit code 7:\n/);
      assert.ok(error.message.includes("the engine says no") && error.message.endsWith(log), error.message);
      return true;
    });
    assert.deepEqual([existsSync(log), locks()], [true, []]);
    await withRecorded(options("account"), () => {});
    assert.equal(existsSync(workspace()), false);
  });

  it("leaves nothing behind when the states are of no use", async () => {
    const using = withRecorded(options("account"), () => Promise.reject(new Error("of no use")));
    await assert.rejects(using, /^Error: of no use$/);
    assert.deepEqual([existsSync(workspace()), locks()], [false, []]);
  });

  it("refuses a workspace in which another process works, and leaves it alone", async () => {
    await withRecorded(options("account"), async () => {
      await assert.rejects(
        withRecorded(options("account"), () => {}),
        /another rehearsal works in .*costs-dev/,
      );
      assert.deepEqual([existsSync(workspace()), locks()], [true, ["costs-dev.lock"]]);
    });
  });
});
