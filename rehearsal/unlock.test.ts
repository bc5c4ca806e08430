import assert from "node:assert/strict";
import type { Executor } from "./provider/executor.ts";
import type { Properties } from "./provider/row.ts";
import type { StackState, StateResource } from "./state.ts";
import { unlocked, unlockOnEmulator } from "./unlock.ts";

const database: StateResource = {
  urn: "urn:pulumi:dev::foundation::aws:rds/instance:Instance::database",
  type: "aws:rds/instance:Instance",
  custom: true,
  id: "db-1",
  protect: true,
  inputs: { engine: "mysql", deletionProtection: true, skipFinalSnapshot: false },
  outputs: { engine: "mysql", deletionProtection: true, skipFinalSnapshot: false, address: "db.example" },
};
const key: StateResource = {
  urn: "urn:pulumi:dev::foundation::aws:kms/key:Key::key",
  type: "aws:kms/key:Key",
  custom: true,
  id: "key-1",
  retainOnDelete: true,
  inputs: { description: "Data" },
};
const state: StackState = { version: 3, deployment: { resources: [database, key], secrets_providers: { type: "x" } } };

describe("what is unlocked before a destroy", () => {
  it("is protected by nobody in the state, with the inputs and outputs by which AWS deletes it", () => {
    assert.deepEqual(unlocked(state), {
      version: 3,
      deployment: {
        resources: [
          {
            ...database,
            protect: false,
            retainOnDelete: false,
            inputs: { engine: "mysql", deletionProtection: false, skipFinalSnapshot: true },
            outputs: { engine: "mysql", deletionProtection: false, skipFinalSnapshot: true, address: "db.example" },
          },
          { ...key, protect: false, retainOnDelete: false },
        ],
        secrets_providers: { type: "x" },
      },
    });
  });

  it("may be nothing: the state of an empty stack has no list of resources", () => {
    assert.deepEqual(unlocked({ version: 3, deployment: {} }), { version: 3, deployment: {} });
  });

  it("is unlocked on the emulator where a row says how, with the facts of its own region", async () => {
    const calls: unknown[] = [];
    const made: Properties = { region: "us-east-1", deletionProtection: true };
    const executor = {
      store: { get: (_type: string, id: string) => ({ id, properties: made }) },
      facts: (_urn: string, properties: Properties, { region }: { region: string }) => properties.region ?? region,
      unlock: async ({ type }: { type: string }, urn: string, id: string, facts: unknown) => {
        calls.push([type, urn, id, facts]);
      },
    };
    await unlockOnEmulator(executor as unknown as Executor, state, "af-south-1");
    assert.deepEqual(calls, [[database.type, database.urn, "db-1", "us-east-1"]]);
  });

  it("is left alone when this rehearsal did not make it", async () => {
    const unlock = () => assert.fail("unlocked what is not there");
    await unlockOnEmulator({ store: { get: () => undefined }, unlock } as unknown as Executor, state, "af-south-1");
  });
});
