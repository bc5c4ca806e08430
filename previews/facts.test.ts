import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { factsOf } from "./facts.ts";

describe("the facts of an environment, for its costs", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "facts-"));
    for (const side of ["base", "head"]) mkdirSync(join(root, side));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (side: string, name: string, region: string, mails: number) =>
    writeFileSync(
      join(root, side, `Pulumi.${name}.yaml`),
      `config: {"platform:account": "111122223333", "platform:region": ${region}, "platform:usage": {mails: ${mails}}}\n`,
    );
  const facts = (...names: string[]) =>
    factsOf(names, join(root, "base"), join(root, "head")).map(({ environment, region, usage }) => [
      environment,
      region,
      [usage.before.mails, usage.after.mails],
    ]);

  it("are those of each side's own settings, also of one that the change moves", () => {
    write("base", "dev", "af-south-1", 1);
    write("head", "dev", "eu-west-1", 2);
    assert.deepEqual(facts("dev", "dev"), [["dev", { before: "af-south-1", after: "eu-west-1" }, [1, 2]]]);
  });

  it("have one region where the environment comes or goes, and none of account stacks", () => {
    write("head", "new", "eu-west-1", 1);
    write("base", "old", "us-east-1", 1);
    assert.deepEqual(
      facts("account", "account-eu", "new", "old").map(([name, region]) => [name, region]),
      [
        ["new", { before: "eu-west-1", after: "eu-west-1" }],
        ["old", { before: "us-east-1", after: "us-east-1" }],
      ],
    );
  });

  it("are empty where no settings can be read", () => {
    assert.deepEqual(
      facts("gone").map(([, region]) => region),
      [{ before: "", after: "" }],
    );
  });
});
