import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Call, unknown } from "./row.ts";
import { ServiceModels } from "./service-model.ts";

/** A small model in the form of botocore's files. */
const model = {
  operations: { CreateThing: { input: { shape: "CreateThingRequest" } }, Ping: {} },
  shapes: {
    CreateThingRequest: {
      type: "structure",
      required: ["Name"],
      members: {
        Name: { shape: "Name" },
        Size: { shape: "Size" },
        Kind: { shape: "Kind" },
        Tags: { shape: "Tags" },
        Labels: { shape: "Labels" },
        Public: { shape: "Boolean" },
      },
    },
    Name: { type: "string", min: 2, max: 5, pattern: "^[a-z]+$" },
    Size: { type: "integer", min: 1, max: 10 },
    Kind: { type: "string", enum: ["small", "large"] },
    Tags: { type: "list", member: { shape: "Tag" }, max: 2 },
    Tag: { type: "structure", required: ["Key"], members: { Key: { shape: "Name" } } },
    Labels: { type: "map", key: { shape: "Name" }, value: { shape: "Name" } },
    Boolean: { type: "boolean" },
  },
};

describe("AWS's service model", () => {
  let directory: string;
  let models: ServiceModels;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "models-"));
    mkdirSync(join(directory, "ec2", "2016-11-15"), { recursive: true });
    writeFileSync(join(directory, "ec2", "2016-11-15", "service-2.json.gz"), gzipSync(JSON.stringify(model)));
    models = new ServiceModels(directory);
  });
  after(() => rmSync(directory, { recursive: true }));

  const call = (parameters: Call["parameters"], operation = "CreateThing"): Call => ({
    service: "ec2",
    operation,
    parameters,
  });
  const problems = (parameters: Call["parameters"]) =>
    models.check(call(parameters)).map(({ path, message }) => `${path} ${message}`);

  const cases: [title: string, parameters: Call["parameters"], expected: string[]][] = [
    [
      "takes what AWS takes",
      { Name: "abc", Size: 10, Kind: "small", Tags: [{ Key: "ab" }], Labels: { x: "ab" }, Public: true },
      [],
    ],
    ["takes unknown values", { Name: unknown, Tags: [{ Key: unknown }], Size: unknown }, []],
    ["refuses what is missing", { Size: 1 }, ["Name is required and not given"]],
    ["refuses what is missing deep down", { Name: "ab", Tags: [{}] }, ["Tags[0].Key is required and not given"]],
    [
      "refuses unknown members",
      { Name: "ab", Sise: 1 },
      ["Sise is not known; known are Name, Size, Kind, Tags, Labels, Public"],
    ],
    ["refuses values outside an enum", { Name: "ab", Kind: "huge" }, ['Kind must be one of small, large, got "huge"']],
    ["refuses short strings", { Name: "a" }, ['Name must have at least 2 characters, got 1: "a"']],
    ["refuses a pattern's violation", { Name: "AB" }, ['Name must match ^[a-z]+$, got "AB"']],
    ["refuses numbers out of range", { Name: "ab", Size: 11 }, ["Size must be at most 10, got 11"]],
    [
      "refuses wrong types",
      { Name: 5, Public: "yes" },
      ["Name must be a string, got 5", 'Public must be true or false, got "yes"'],
    ],
    [
      "refuses long lists",
      { Name: "ab", Tags: [{ Key: "ab" }, { Key: "ab" }, { Key: "ab" }] },
      ['Tags must have at most 2 items, got 3: [{"Key":"ab"},{"Key":"ab"},{"Key":"ab"}]'],
    ],
    ["refuses wrong values of a map", { Name: "ab", Labels: { x: "A1" } }, ['Labels.x must match ^[a-z]+$, got "A1"']],
  ];
  for (const [title, parameters, expected] of cases) it(title, () => assert.deepEqual(problems(parameters), expected));

  it("takes anything for an operation without input", () =>
    assert.deepEqual(models.check(call({ any: 1 }, "Ping")), []));
  it("calls an unknown operation a mistake of the row", () => {
    assert.throws(() => models.check(call({}, "CreateThings")), /no operation CreateThings: correct the row/);
  });
});
