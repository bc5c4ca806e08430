import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folders =
  "{alerts-redrive,bench,cli,components,costs,diagrams,drift,drills,ops-lambdas,policy,previews,rehearsal,slack-connect,smtp-credentials,stacks,test}";

/** Code of other kinds: outputs of stacks are described in their `outputs.ts`; fixtures and the floor are programs to run. */
const exempt = [
  /\.test\.ts$/,
  /^stacks\/[^/]+\/index\.ts$/,
  /^bench\/floor\//,
  /^test\/fixtures\//,
  /\/node_modules\//,
];

const files = globSync(`${folders}/**/*.{ts,mts,mjs}`, { cwd: root })
  .filter((file) => !exempt.some((pattern) => pattern.test(file)))
  .sort();

const declaration =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let) (?!\{)/;

/** What may stand between a docstring and its export: an instruction for the linter, and a decorator. */
const between = /^(?:\/\/ biome-ignore |@)/;

/** The exports of a source without a docstring above them, as positions of lines from 1. */
function undocumented(source: string): number[] {
  const lines = source.split("\n");
  return lines.flatMap((line, index) => {
    if (!declaration.test(line)) return [];
    const above = lines.slice(0, index).findLast((candidate) => !between.test(candidate));
    return above?.trimEnd().endsWith("*/") ? [] : [index + 1];
  });
}

describe("docstrings", () => {
  it("stand above every exported function, class, interface, type and const", () => {
    const missing = files.flatMap((file) =>
      undocumented(readFileSync(join(root, file), "utf8")).map((line) => `${file}:${line}`),
    );
    assert.deepEqual(
      missing,
      [],
      `exports without a docstring; write what they are above them:\n${missing.join("\n")}`,
    );
  });

  it("are looked for in all of the code", () => {
    for (const file of ["cli/entry.mjs", "rehearsal/provider/row.ts", "rehearsal/toolchain/install-once.mjs"]) {
      assert.ok(files.includes(file), `${file} is not among the ${files.length} files`);
    }
  });

  const documented = "/** What it is. */\n";
  const cases: readonly (readonly [title: string, source: string, missing: readonly number[]])[] = [
    ["takes a docstring", `${documented}export const one = 1;`, []],
    [
      "takes one above an instruction for the linter",
      `${documented}// biome-ignore lint: why\nexport const one = 1;`,
      [],
    ],
    ["finds a const", "export const one = 1;", [1]],
    ["finds an async function", "\nexport async function one() {}", [2]],
    [
      "finds a class, an interface and a type",
      "export class A {}\nexport interface B {}\nexport type C = 1;",
      [1, 2, 3],
    ],
    ["finds an export that has only a comment of another kind", "// What it is.\nexport const one = 1;", [2]],
    ["finds the second of two", `${documented}export const one = 1;\nexport const two = 2;`, [3]],
    ["leaves names that are passed on", 'export type { A } from "./a.ts";\nexport { b } from "./b.ts";', []],
  ];
  for (const [title, source, missing] of cases) {
    it(title, () => assert.deepEqual(undocumented(source), missing));
  }
});
