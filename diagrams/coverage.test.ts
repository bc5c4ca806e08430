import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { notDrawn } from "./coverage.ts";

const root = join(import.meta.dirname, "..");

/** The kept inventories of all stacks: their own tests hold them current. */
const inventories = globSync(["stacks/*/inventory.txt", "stacks/*/inventory/*.txt"], { cwd: root });
const types = new Set(
  inventories.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .map((line) => line.split(" ")[0] ?? "")
      .filter((type) => type.startsWith("aws:"))
      .map((type) => type.slice("aws:".length)),
  ),
);

/** Made by awsx inside of its component, so in no inventory. */
const ofAwsx = ["route", "routeTable", "routeTableAssociation"].map(
  (name) => `ec2/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`,
);

const drawings = globSync("diagrams/*.ts", { cwd: root })
  .filter((file) => !/test|coverage/.test(file))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

describe("diagrams/coverage.ts", () => {
  it("knows every type of the stacks: some drawing reads it, or it is left out with a reason", () => {
    assert.ok(types.size > 80, `only ${types.size} types in ${inventories.join(", ")}`);
    const unknown = [...types].filter((type) => !(type in notDrawn) && !drawings.includes(`"${type}"`));
    assert.deepEqual(unknown.sort(), []);
  });

  it("leaves out no type that no stack has", () => {
    const stale = Object.keys(notDrawn).filter((type) => !types.has(type) && !ofAwsx.includes(type));
    assert.deepEqual(stale, []);
  });
});
