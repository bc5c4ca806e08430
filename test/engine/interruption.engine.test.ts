import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { emulatorAnswers } from "../../rehearsal/emulator/emulator.ts";
import { Rehearsal } from "../../rehearsal/rehearsal.ts";
import type { StackPlan } from "../../rehearsal/workspace.ts";
import { makeCheckout, processes, rehearse, root, start } from "../checkout.ts";
import { environmentPlan, startRehearsal, type TestRehearsal, testToolchain } from "../rehearsals.ts";

/** Kills the engine with everything it started, in the middle of making resources, as an out-of-memory killer would. */
async function upAndKill(test: TestRehearsal, afterResources: number, kill: (pid: number) => void): Promise<void> {
  let made = 0;
  let pid = 0;
  const result = await test.rehearsal.pulumi(test.stack("account"), ["up", "--yes", "--skip-preview"], {
    onStart: (child) => {
      pid = child.pid as number;
    },
    onEvent: (event) => {
      if (event.resOutputsEvent && ++made === afterResources) kill(pid);
    },
  });
  assert.notEqual(result.code, 0);
  assert.ok(made >= afterResources, `only ${made} resources were made before the end`);
}

async function upAndRefresh(rehearsal: Rehearsal, stack: StackPlan, ...more: string[]): Promise<void> {
  const { code, output } = await rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview", "--refresh", ...more]);
  assert.equal(code, 0, output);
}

describe("an interrupted up", () => {
  let test: TestRehearsal;
  beforeEach(async () => {
    const plan = environmentPlan("account");
    test = await startRehearsal("interruption", plan);
  });
  afterEach(() => test?.close());

  const resume = async () => Rehearsal.resume(test.rehearsal.workspace, test.rehearsal.plan, await testToolchain());

  it("by SIGKILL of the engine is resumed with one command, and down then leaves nothing", async () => {
    await upAndKill(test, 30, (pid) => process.kill(pid, "SIGKILL"));
    // The plugin outlives the engine for a moment and may finish what it is making.
    await sleep(1500);
    const rehearsal = await resume();
    const stack = test.stack("account");
    await upAndRefresh(rehearsal, stack);
    await upAndRefresh(rehearsal, stack, "--expect-no-changes");
    assert.deepEqual(await rehearsal.destroy(), []);
  });

  it("by SIGKILL of the engine is cleaned with one command", async () => {
    await upAndKill(test, 30, (pid) => process.kill(pid, "SIGKILL"));
    await sleep(1500);
    assert.deepEqual(await (await resume()).destroy(), []);
  });

  it("by SIGKILL of the emulator is resumed on a new one, which then holds everything", async () => {
    const emulator = test.rehearsal.workspace.read()?.emulator;
    await upAndKill(test, 30, () => process.kill(emulator?.pid as number, "SIGKILL"));
    assert.equal(await emulatorAnswers(emulator?.endpoint as string), false);
    const rehearsal = await resume();
    assert.notEqual(rehearsal.endpoint, emulator?.endpoint);
    await upAndRefresh(rehearsal, test.stack("account"));
    const left = await rehearsal.leftovers();
    assert.equal(left.filter((line) => /^bucket .*af-south-1/.test(line)).length, 2);
    assert.deepEqual(await rehearsal.destroy(), []);
    await rehearsal.remove();
    assert.equal(existsSync(rehearsal.workspace.directory), false);
  });
});

describe("npm run rehearse, killed with SIGKILL in the middle", () => {
  let remove: () => void;
  before(async () => {
    await testToolchain();
    remove = makeCheckout();
  });
  after(() => remove?.());

  it("while it was to be kept, is cleaned with `down`, though its engine went on", async () => {
    const { child, ended } = start(["cli/rehearse.ts", "account", "--keep"]);
    const store = join(root, "account", "store");
    const made = () => (existsSync(store) ? readdirSync(store, { recursive: true }) : []).length;
    while (child.exitCode === null && made() < 40) await sleep(100);
    child.kill("SIGKILL");
    await ended;
    const { code, stderr } = await rehearse(["down"]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Nothing is left: the AWS SDK lists what it listed before/);
    assert.deepEqual(
      readdirSync(root).filter((name) => name !== "account.lock"),
      [],
    );
    assert.deepEqual(processes(), []);
  });

  it("leaves no emulator when it was not to be kept, and the next one starts clean", async () => {
    const { child, ended } = start(["cli/rehearse.ts", "account"]);
    const record = join(root, "account", "rehearsal.json");
    const isUp = () => existsSync(record) && readFileSync(record, "utf8").includes("endpoint");
    while (child.exitCode === null && !isUp()) await sleep(50);
    const { emulator } = JSON.parse(readFileSync(record, "utf8"));
    child.kill("SIGKILL");
    await ended;
    for (let waited = 0; waited < 3000 && (await emulatorAnswers(emulator.endpoint)); waited += 100) await sleep(100);
    assert.equal(await emulatorAnswers(emulator.endpoint), false);
    const { code, stderr } = await rehearse(["account"]);
    assert.equal(code, 0, stderr);
  });
});
