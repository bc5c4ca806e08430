import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { descendantsMegabytes, readProcesses, sampleMemory } from "./memory.ts";

describe("the memory of descendants", () => {
  it("sums children and grandchildren, and nobody else", () => {
    const processes = readProcesses("  1     0  500\n 10     1 1000\n 11    10 2000\n 12    11 3000\n 13     1 9000\n");
    assert.equal(descendantsMegabytes(processes, 10), (5000 * 1024) / 1e6);
    assert.equal(descendantsMegabytes(processes, 12), 0);
  });

  it("is sampled while a child runs", async () => {
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 1200)"]);
    const sample = sampleMemory();
    await new Promise((resolve) => child.once("close", resolve));
    assert.ok((await sample.stop()) > 20);
  });
});
