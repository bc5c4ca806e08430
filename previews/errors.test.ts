import assert from "node:assert/strict";
import { shortError } from "./errors.ts";

describe("an error of a program", () => {
  it("loses the lines of others in its trace", () => {
    const text =
      "Error: no\n    at make (stacks/index.ts:3:1)\n    at run (node:internal/x:1:2)\n    at a (/x/node_modules/b/c.js:1:1)\n";
    assert.equal(shortError(text), "Error: no\n    at make (stacks/index.ts:3:1)");
  });

  it("loses its own promise, and tells once where it stood", () => {
    const where = 'error serializing property "vpcId": ';
    for (const end of [
      "\n    at run (node:internal/x:1:2) {\n  promise: Promise { <rejected> [Circular *1] }\n}",
      " {\n  promise: Promise { <rejected> [Circular *1] }\n}",
    ]) {
      const text = `It failed:\n<ref *1> Error: ${where}${where}${where}it does not exist.${end}`;
      assert.equal(shortError(text), `It failed:\nError: ${where}it does not exist.`);
    }
  });

  it("keeps what only looks like it", () => {
    const text =
      'Error: <ref x> promise: Promise { 1 }\nerror serializing property "a": error serializing property "b": no';
    assert.equal(shortError(text), text);
  });
});
