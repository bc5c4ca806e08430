import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { examplePrices } from "../test/cost-prices.ts";
import { rehearsalRoot, repository, testToolchain } from "../test/rehearsals.ts";
import { assembleReport, usageOf } from "./assemble.ts";
import { type Change, environment, makeBase } from "./changes/change.ts";
import { programChanges } from "./changes/program-changes.ts";
import { settingsChanges } from "./changes/settings-changes.ts";
import { Tree } from "./changes/tree.ts";
import { longestComment, renderComment } from "./comment.ts";
import { goldenContext, goldenFacts } from "./goldens/shapes.ts";
import type { PreviewedStack } from "./previewed.ts";
import { previewRehearsedBase } from "./rehearsed/rehearsed.ts";
import { readSide } from "./rehearsed/side.ts";

const goldens = join(import.meta.dirname, "goldens", "real");
const folder = join(rehearsalRoot, "changes");
const changes: Readonly<Record<string, Change>> = { ...settingsChanges, ...programChanges };
/** A change at a time for each: a preview takes a processor for the engine, and some of another for the program. */
const workers = 2;

/** The folder of a worker's states and copies. */
const statesOf = (worker: number): string => join(folder, `states-${worker}`);

async function preview(base: Tree, head: Tree, worker: number): Promise<readonly PreviewedStack[]> {
  return previewRehearsedBase({
    repository,
    root: statesOf(worker),
    base: await readSide(base.root),
    head: await readSide(head.root),
    toolchain: await testToolchain(),
    environments: [environment],
    prepareBase: async () => undefined,
    onProgress: () => undefined,
  });
}

/** Ends of names that nobody gave: the engine throws dice for them in each run, whatever is asked of it. */
const generated = /(?<=\bacme-dev-[a-z0-9-]+-)[0-9a-f]{7}\b/g;

/** The comment, with all that differs from run to run as the goldens have it. */
function comment(stacks: readonly PreviewedStack[]): string {
  const usage = usageOf({});
  const region = "af-south-1";
  const report = assembleReport({
    ...goldenFacts,
    stacks,
    environments: [{ environment, region: { before: region, after: region }, usage: { before: usage, after: usage } }],
    prices: examplePrices,
    exceptions: [],
  });
  return renderComment(report, goldenContext).replaceAll(generated, "0000000");
}

describe("real changes of the platform (WRITE_GOLDENS=1 writes their comments anew)", function () {
  this.timeout(900_000);
  const all = Object.keys(changes).sort();
  // CHANGES=new-alarm,network-cidr previews those alone.
  const names = process.env.CHANGES?.split(",") ?? all;
  const comments = new Map<string, Promise<string>>();
  let base: Tree;

  async function commentOf(name: string, change: Change, worker: number): Promise<string> {
    const root = join(folder, name);
    const head = Tree.copy(base.root, root);
    change.apply(head);
    try {
      return comment(await preview(base, head, worker));
    } finally {
      rmSync(root, { recursive: true });
    }
  }

  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    base = Tree.copy(repository, join(folder, "base"));
    makeBase(base);
    mkdirSync(goldens, { recursive: true });
    // The first brings the base up, for all.
    const [first = "", ...others] = names;
    comments.set(first, Promise.resolve(await commentOf(first, changes[first] as Change, 0)));
    for (let worker = 1; worker < workers; worker += 1) cpSync(statesOf(0), statesOf(worker), { recursive: true });
    const turns = Array.from({ length: workers }, () => Promise.resolve<unknown>(undefined));
    for (const [index, name] of others.entries()) {
      const worker = index % workers;
      const made = (turns[worker] as Promise<unknown>)
        .catch(() => undefined)
        .then(() => commentOf(name, changes[name] as Change, worker));
      // A failure is its own test's.
      made.catch(() => undefined);
      turns[worker] = made;
      comments.set(name, made);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const name of names) {
    it(name, async () => {
      const text = await (comments.get(name) as Promise<string>);
      assert.ok(text.length <= longestComment);
      const file = join(goldens, `${name}.md`);
      if (process.env.WRITE_GOLDENS === "1") writeFileSync(file, text);
      assert.ok(existsSync(file), `${file} is missing: write it with WRITE_GOLDENS=1`);
      assert.equal(text, readFileSync(file, "utf8"));
    });
  }

  it("are at least twenty, and each golden is of one of them", () => {
    assert.ok(all.length >= 20);
    assert.deepEqual(readdirSync(goldens).sort(), all.map((name) => `${name}.md`).sort());
  });
});
