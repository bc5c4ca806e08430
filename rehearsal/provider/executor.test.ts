import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { completeInputs } from "./check.ts";
import { Executor, PartlyMadeError } from "./executor.ts";
import type { Row } from "./row.ts";

const row: Row = {
  type: "aws:test/thing:Thing",
  taggable: true,
  required: ["size"],
  replaceOn: [],
  autoName: { property: "name", maxLength: 12 },
  defaults: { kind: "small" },
  conflicts: [["size", "sizeAuto"]],
  identify: (_inputs, facts) => `thing-${facts.hex(8)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `thing/${id}`) }),
  create: {
    call: (inputs) => ({
      service: "ec2",
      operation: "CreateThing",
      parameters: { Name: inputs.name, Size: inputs.size },
    }),
  },
  update: (id, inputs) => [{ service: "ec2", operation: "ModifyThing", parameters: { Name: id, Size: inputs.size } }],
  delete: () => [],
  rules: [
    {
      source: "the test",
      check: (inputs, world) => {
        const twin = world.all("aws:test/thing:Thing").find((thing) => thing.properties.size === inputs.size);
        return twin && `size ${inputs.size} is taken by ${twin.properties.name}`;
      },
    },
  ],
};
const model = {
  operations: { CreateThing: { input: { shape: "Thing" } }, ModifyThing: { input: { shape: "Thing" } } },
  shapes: {
    Thing: { type: "structure", members: { Name: { shape: "String" }, Size: { shape: "Integer" } } },
    String: { type: "string" },
    Integer: { type: "integer", max: 9 },
  },
};
const urn = (name: string) => `urn:pulumi:dev::foundation::${row.type}::${name}`;

describe("the executor, recording only", () => {
  let directory: string;
  let executor: Executor;
  const configuration = { region: "af-south-1", defaultTags: { owner: "team" } };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "executor-"));
    mkdirSync(join(directory, "models/ec2/1"), { recursive: true });
    writeFileSync(join(directory, "models/ec2/1/service-2.json.gz"), gzipSync(JSON.stringify(model)));
    executor = new Executor({
      accountId: "111122223333",
      store: join(directory, "store"),
      models: join(directory, "models"),
    });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const create = (name: string, inputs: Record<string, unknown>) =>
    executor.create(row, urn(name), inputs, executor.facts(urn(name), inputs, configuration));

  it("makes a resource with AWS's attributes and all tags", async () => {
    const made = await create("a", { name: "a", size: 1, tags: { Name: "a" } });
    assert.match(made.id, /^thing-[0-9a-f]{8}$/);
    assert.deepEqual(made.properties, {
      region: "af-south-1",
      name: "a",
      size: 1,
      tags: { Name: "a" },
      arn: `arn:aws:ec2:af-south-1:111122223333:thing/${made.id}`,
      tagsAll: { owner: "team", Name: "a" },
    });
  });

  it("refuses at creation what AWS's model refuses", async () => {
    await assert.rejects(create("a", { name: "a", size: 10 }), /ec2 CreateThing: Size must be at most 9, got 10/);
  });

  it("refuses at creation what a rule refuses, with the rule's source", async () => {
    await create("a", { name: "a", size: 1 });
    await assert.rejects(create("b", { name: "b", size: 1 }), /size 1 is taken by a \(the test\)/);
  });

  it("refuses the second of two twins that are made at the same time, and takes it once the first is gone", async () => {
    const results = await Promise.allSettled([
      create("a", { name: "a", size: 1 }),
      create("b", { name: "b", size: 1 }),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    assert.match(String((results[1] as PromiseRejectedResult).reason), /size 1 is taken by a \(the test\)/);
    const [made] = results as [PromiseFulfilledResult<{ id: string }>, unknown];
    await executor.delete(row, made.value.id, {}, executor.facts(urn("a"), {}, configuration));
    await create("b", { name: "b", size: 1 });
  });

  it("shows a refresh what was changed behind Pulumi's back", async () => {
    const inputs = { name: "a", size: 1, tags: { Name: "a" }, __defaults: ["name"] };
    const made = await create("a", inputs);
    const file = executor.store.file(row.type, made.id);
    const stored = JSON.parse(readFileSync(file, "utf8"));
    Object.assign(stored.properties, { size: 2, tagsAll: { owner: "team", Name: "b" } });
    writeFileSync(file, JSON.stringify(stored));
    const facts = executor.facts(urn("a"), inputs, configuration);
    const found = await executor.read(row, urn("a"), made.id, inputs, made.properties, facts);
    assert.deepEqual(found?.inputs, { name: "a", size: 2, tags: { Name: "b" }, __defaults: ["name"] });
    assert.equal(found?.properties.size, 2);
  });

  it("reports a resource that is gone", async () => {
    const made = await create("a", { name: "a", size: 1 });
    rmSync(executor.store.file(row.type, made.id));
    const facts = executor.facts(urn("a"), {}, configuration);
    assert.equal(await executor.read(row, urn("a"), made.id, {}, made.properties, facts), undefined);
  });

  it("knows a resource whose making failed halfway, so that it is not lost", async () => {
    const failing: Row = {
      ...row,
      afterCreate: () => [{ service: "ec2", operation: "ModifyThing", parameters: { Size: 10 } }],
    };
    const inputs = { name: "a", size: 1 };
    const facts = executor.facts(urn("a"), inputs, configuration);
    await assert.rejects(executor.create(failing, urn("a"), inputs, facts), PartlyMadeError);
    assert.deepEqual(
      executor.store.list().map((stored) => stored.urn),
      [urn("a")],
    );
  });

  it("deletes", async () => {
    const made = await create("a", { name: "a", size: 1 });
    await executor.delete(row, made.id, made.properties, executor.facts(urn("a"), {}, configuration));
    assert.deepEqual(executor.store.list(), []);
  });

  it("fills in defaults and a generated name, keeps the name, and lists both", () => {
    const facts = executor.facts(urn("web"), {}, configuration);
    const context = executor.checkContext(urn("web"), facts, new Uint8Array([1]));
    const first = completeInputs(row, { size: 1 }, {}, context);
    assert.match(first.name, /^web-[0-9a-f]{7}$/);
    assert.deepEqual({ ...first, name: "" }, { size: 1, name: "", kind: "small", __defaults: ["kind", "name"] });
    const later = executor.checkContext(urn("web"), facts, new Uint8Array([2]));
    assert.equal(completeInputs(row, { size: 1 }, first, later).name, first.name);
    assert.notEqual(completeInputs(row, { size: 1 }, {}, later).name, first.name);
  });

  it("refuses what is missing, what excludes each other and too long names, all at once", async () => {
    await assert.rejects(create("a", { sizeAuto: true, name: "a-long-long-name" }), (error: Error) => {
      assert.match(error.message, /the required property size is not given/);
      assert.match(error.message, /has 16 characters; aws:test\/thing:Thing takes at most 12/);
      return true;
    });
    await assert.rejects(create("a", { size: 1, sizeAuto: true, name: "a" }), /size and sizeAuto exclude each other/);
  });
});
