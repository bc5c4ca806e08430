import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Executor } from "./provider/executor.ts";
import { deleteOrphans, restoreCheckpoint } from "./recovery.ts";

describe("a checkpoint", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "checkpoint-"));
    file = join(directory, "dev.json");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("that is whole stays", () => {
    writeFileSync(file, '{"version":3}');
    writeFileSync(`${file}.bak`, '{"version":2}');
    restoreCheckpoint(file);
    assert.equal(readFileSync(file, "utf8"), '{"version":3}');
  });
  for (const half of ["", '{"version":3,"depl']) {
    it(`that is cut (${half.length} characters) is replaced by the one before`, () => {
      writeFileSync(file, half);
      writeFileSync(`${file}.bak`, '{"version":2}');
      restoreCheckpoint(file);
      assert.equal(readFileSync(file, "utf8"), '{"version":2}');
    });
  }
  it("that is cut with nothing whole before it is removed, so that the stack begins anew", () => {
    writeFileSync(file, "");
    restoreCheckpoint(file);
    assert.equal(existsSync(file), false);
  });
});

describe("what no state knows", () => {
  /** An executor that holds these resources, and refuses a deletion while what it waits for is there. */
  function executorWith(
    ids: readonly string[],
    waitsFor: Readonly<Record<string, string>>,
  ): { executor: Executor; left: Set<string> } {
    const left = new Set(ids);
    const executor = {
      store: { list: () => [...left].map((id) => ({ type: "aws:ec2/vpc:Vpc", id, urn: `urn:${id}`, properties: {} })) },
      facts: () => ({}),
      delete: async (_row: unknown, id: string) => {
        if (left.has(waitsFor[id] ?? "")) throw new Error(`DependencyViolation: ${id}`);
        left.delete(id);
      },
    };
    return { executor: executor as unknown as Executor, left };
  }

  it("is deleted, in whatever order AWS allows it, and what a state knows stays", async () => {
    const { executor, left } = executorWith(["a", "b", "c", "kept"], { a: "b", b: "c" });
    await deleteOrphans(executor, new Set(["urn:kept kept"]), "af-south-1");
    assert.deepEqual([...left], ["kept"]);
  });
  it("and cannot be deleted ends in AWS's words", async () => {
    const { executor } = executorWith(["a", "kept"], { a: "kept" });
    await assert.rejects(deleteOrphans(executor, new Set(["urn:kept kept"]), "af-south-1"), /DependencyViolation: a/);
  });
});
