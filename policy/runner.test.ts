import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runnerEnvironment } from "./runner.ts";

const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");

/** What Pulumi's runner writes first: the port of the pack, or why it fails. The address leads nowhere; the pack never calls it. */
async function start(env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", import.meta.dirname], { env });
  try {
    return await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) stream.once("data", (data: Buffer) => resolve(String(data)));
      child.once("error", reject);
    });
  } finally {
    child.kill();
  }
}

describe("Pulumi's own runner of policy packs", () => {
  it("runs the guard rails without ts-node and a TypeScript with a JavaScript API", async () => {
    assert.match(await start(runnerEnvironment(process.env)), /^\d+\n$/);
  }).timeout(60_000);

  it("cannot without this pack's help, so that the help is needed", async () => {
    assert.match(await start(process.env), /TypeError.*readFile/);
  }).timeout(60_000);

  it("keeps Node's other options", () => {
    assert.match(runnerEnvironment({ NODE_OPTIONS: "--no-warnings" }).NODE_OPTIONS ?? "", /^--no-warnings --require="/);
  });

  it("is found in a folder with a blank in its name", async () => {
    const directory = mkdtempSync(join(tmpdir(), "a blank-"));
    try {
      cpSync(join(import.meta.dirname, "without-compiler.cjs"), join(directory, "without-compiler.cjs"));
      const file = JSON.stringify(join(directory, "without-compiler.cjs"));
      assert.match(await start({ ...process.env, NODE_OPTIONS: `--require=${file}` }), /^\d+\n$/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }).timeout(60_000);
});
