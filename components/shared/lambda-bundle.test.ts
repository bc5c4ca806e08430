import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildBundle, lambdaBundle } from "./lambda-bundle.ts";

const root = join(import.meta.dirname, "..", "..");
const tasks = globSync("ops-lambdas/*/handler.ts", { cwd: root }).map(
  (file) => dirname(file).split("/").at(-1) as string,
);

/** What is small loads fast. Lambda itself takes 50 MB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const mostBytes = 1_000_000;

describe("lambdaBundle", () => {
  it("knows every task", () => assert.ok(tasks.includes("database-rotation")));

  for (const task of tasks) {
    it(`${task}: loads by itself, far from node_modules, and exports its handler`, () => {
      const { file, sizeBytes } = lambdaBundle(task);
      const program = `const m = require(process.argv[1]); process.stdout.write(typeof m.handler);`;
      const environment = { PATH: process.env.PATH ?? "", AWS_REGION: "af-south-1" };
      const told = execFileSync(process.execPath, ["-e", program, file], {
        cwd: "/",
        env: environment,
        encoding: "utf8",
      });
      assert.equal(told, "function");
      assert.ok(sizeBytes > 1000 && sizeBytes < mostBytes, `${sizeBytes} bytes`);
    }).timeout(20_000);

    it(`${task}: is the same when it is built again, and names no folder of this machine`, () => {
      const again = Buffer.from(buildBundle(task));
      assert.ok(again.equals(readFileSync(lambdaBundle(task).file)));
      assert.equal(again.includes(root), false);
    }).timeout(20_000);
  }

  it("makes a bundle once", () => {
    assert.equal(lambdaBundle("database-rotation"), lambdaBundle("database-rotation"));
    assert.match(lambdaBundle("database-rotation").sha256, /^[0-9a-f]{64}$/);
  });

  it("refuses a task without a handler", () => {
    assert.throws(() => lambdaBundle("nothing"), { message: /no Lambda nothing: .*handler\.ts is missing/ });
  });
});
