import assert from "node:assert/strict";
import type { EngineResult } from "../../rehearsal/engine.ts";
import { outputsOf } from "../../rehearsal/state.ts";
import { refusedByProtection } from "../../stacks/unlock-hint.ts";
import { changeSettings, fixturePlan, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

const urn = "urn:pulumi:unlock::unlock::platform:test:Store$platform:test:Shelf$aws:rds/instance:Instance::database";
const unlocks = [{ urn, reason: "shows how an unlock goes", expires: "2099-01-01" }];

describe("unlocking a stateful resource, with the real engine", () => {
  let test: TestRehearsal;

  /** `pulumi up` with changed settings; undefined takes a setting out. */
  async function up(settings: Readonly<Record<string, unknown>> = {}): Promise<EngineResult> {
    const stack = test.stack("unlock");
    changeSettings(test, stack, (config) => {
      for (const [key, value] of Object.entries(settings)) {
        if (value === undefined) delete config[`unlock:${key}`];
        else config[`unlock:${key}`] = value;
      }
    });
    return test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview"]);
  }

  async function succeeds(settings?: Readonly<Record<string, unknown>>): Promise<string[]> {
    const result = await up(settings);
    assert.equal(result.code, 0, result.output);
    return steps(result);
  }

  /** What an update did to the database, as operations. */
  function steps(result: EngineResult): string[] {
    const done = result.events.flatMap((event) => (event.resOutputsEvent ? [event.resOutputsEvent.metadata] : []));
    return done.filter((step) => step.urn === urn && step.op !== "same").map(({ op }) => op);
  }

  async function refused(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const result = await up(settings);
    assert.notEqual(result.code, 0);
    assert.deepEqual(refusedByProtection(result.output), [urn], result.output);
    assert.deepEqual(steps(result), []);
  }

  /** The database as the state has it, and the stack's output. */
  async function state() {
    const stored = (await test.rehearsal.state(test.stack("unlock"))) ?? { version: 3, deployment: {} };
    const found = stored.deployment.resources?.find((resource) => resource.urn === urn);
    const { dbName, deletionProtection } = found?.outputs ?? {};
    return { protect: found?.protect === true, deletionProtection, dbName, unlocked: outputsOf(stored).unlocked };
  }

  before(async () => {
    test = await startRehearsal("unlock", fixturePlan("unlock"));
    await succeeds();
  });
  after(() => test?.close());

  it("without an unlock, refuses to replace it", async () => {
    await refused({ dbName: "second" });
    assert.deepEqual(await state(), { protect: true, deletionProtection: true, dbName: "first", unlocked: [] });
  });

  it("without an unlock, refuses to delete it", () => refused({ dbName: undefined }));

  it("refuses to delete it in the deployment that unlocks it: the state still says protected", async () => {
    await refused({ unlocks, dbName: undefined });
    assert.deepEqual(await state(), { protect: true, deletionProtection: true, dbName: "first", unlocked: [] });
  });

  it("unlocks only, in the deployment that would also replace it", async () => {
    assert.deepEqual(await succeeds({ unlocks, dbName: "second" }), ["update"]);
    assert.deepEqual(await state(), { protect: false, deletionProtection: false, dbName: "first", unlocked: [urn] });
  });

  it("replaces it in the next deployment", async () => {
    assert.deepEqual(await succeeds(), ["delete-replaced", "replace", "create-replacement"]);
    assert.deepEqual(await state(), { protect: false, deletionProtection: false, dbName: "second", unlocked: [urn] });
  });

  it("locks it when the setting is taken out, and begins anew when it comes back", async () => {
    assert.deepEqual(await succeeds({ unlocks: [] }), ["update"]);
    assert.deepEqual(await state(), { protect: true, deletionProtection: true, dbName: "second", unlocked: [] });
    assert.deepEqual(await succeeds({ unlocks, dbName: "third" }), ["update"]);
    assert.deepEqual(await state(), { protect: false, deletionProtection: false, dbName: "second", unlocked: [urn] });
  });

  it("deletes it when it leaves the program after the unlock", async () => {
    assert.deepEqual(await succeeds({ dbName: undefined }), ["delete"]);
    assert.deepEqual(await state(), { protect: false, deletionProtection: undefined, dbName: undefined, unlocked: [] });
  });
});
