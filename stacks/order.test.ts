import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { projectsFor, type StackProject, stacks } from "./order.ts";

describe("stacks", () => {
  it("stand after the ones they read", () => {
    for (const [position, { reads }] of stacks.entries()) {
      const before = stacks.slice(0, position).map(({ project }) => project);
      for (const read of reads) assert.ok(before.includes(read), `${read} must stand before its reader`);
    }
  });

  for (const { project, directory } of stacks) {
    it(`name the project in ${directory}, whose settings are at the root`, () => {
      const file = join(import.meta.dirname, "..", directory, "Pulumi.yaml");
      assert.ok(existsSync(file), `${file} is missing`);
      const { name, stackConfigDir } = parse(readFileSync(file, "utf8"));
      assert.equal(name, project);
      assert.equal(join(directory, stackConfigDir), ".");
    });
  }
});

describe("projectsFor", () => {
  const project = (name: string, perEnvironment: boolean): StackProject => {
    return { project: name, directory: `stacks/${name}`, reads: [], perEnvironment };
  };
  const projects = [project("account", false), project("foundation", true), project("platform", true)];
  const names = (action: "up" | "destroy", perEnvironment: boolean) =>
    projectsFor(action, perEnvironment, projects).map((chosen) => chosen.project);

  it("gives an environment's in order, and in reverse to destroy", () => {
    assert.deepEqual(names("up", true), ["foundation", "platform"]);
    assert.deepEqual(names("destroy", true), ["platform", "foundation"]);
  });

  it("gives the account's alone", () => {
    assert.deepEqual(names("up", false), ["account"]);
  });

  it("leaves the declared order as it is", () => {
    names("destroy", true);
    assert.deepEqual(names("up", true), ["foundation", "platform"]);
  });
});
