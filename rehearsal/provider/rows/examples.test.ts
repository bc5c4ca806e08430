import assert from "node:assert/strict";
import { allRows } from "../table.ts";
import type { Example } from "./example.ts";
import { allExamples, withNeeds } from "./examples.ts";

const example = (name: string, ...needs: string[]): Example => ({ name, type: "t", needs, inputs: () => ({}) });
const names = (list: readonly Example[]) => list.map(({ name }) => name);

describe("the examples", () => {
  it("show every row of the table, and no other type", () => {
    const types = (list: readonly { type: string }[]) => [...new Set(list.map(({ type }) => type))].sort();
    assert.deepEqual(types(allExamples), types(allRows));
  });

  it("have a change wherever a row has an update", () => {
    const still = allRows.filter(
      ({ type, update }) => update && !allExamples.some((one) => one.type === type && one.change),
    );
    assert.deepEqual(
      still.map(({ type }) => type),
      [],
    );
  });

  it("can all be made in order", () => {
    const made = new Set<string>();
    for (const { name, needs = [] } of withNeeds(allExamples)) {
      for (const need of needs) assert.ok(made.has(need), `${name} before ${need}`);
      made.add(name);
    }
    assert.equal(made.size, allExamples.length);
  });
});

describe("withNeeds", () => {
  it("puts each after what it needs, once", () => {
    const all = [example("a", "c", "b"), example("b", "c"), example("c")];
    assert.deepEqual(names(withNeeds(all, all)), ["c", "b", "a"]);
    assert.deepEqual(names(withNeeds([all[1] as Example], all)), ["c", "b"]);
  });

  it("refuses what cannot be ordered, and tells what", () => {
    const circle = [example("a", "b"), example("b", "a")];
    assert.throws(() => withNeeds(circle, circle), { message: "examples need each other: a → b → a" });
    const lost = [example("a", "z")];
    assert.throws(() => withNeeds(lost, lost), {
      message: "the example a needs z, and there is no example of that name",
    });
    const twins = [example("a"), example("a")];
    assert.throws(() => withNeeds(twins, twins), {
      message: "several examples are named a: give each a name of its own",
    });
  });
});
