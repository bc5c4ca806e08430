import assert from "node:assert/strict";
import { difference } from "./diff.ts";
import { type Row, unknown } from "./row.ts";

const row: Row = {
  type: "aws:test/thing:Thing",
  required: [],
  replaceOn: ["cidrBlock", "storage.zone"],
  autoName: { property: "name", maxLength: 64 },
  identify: () => "thing-1",
  create: { call: () => ({ service: "ec2", operation: "CreateThing", parameters: {} }) },
  delete: () => [],
};

describe("the difference of a resource", () => {
  it("is empty when nothing changes, whatever the order of keys", () => {
    const found = difference(row, { a: 1, b: [{ c: 1 }], __defaults: ["a"] }, { b: [{ c: 1 }], a: 1, __defaults: [] });
    assert.deepEqual(found, { changes: [], replaceKeys: [], deleteBeforeReplace: false });
  });

  it("names each changed property by its path", () => {
    const found = difference(
      row,
      { tags: { Name: "a", old: "x" }, rules: [{ port: 1 }] },
      { tags: { Name: "b", "cost-center": "c" }, rules: [{ port: 2 }] },
    );
    assert.deepEqual(found.changes, [
      { path: "tags.Name", kind: "update", replaces: false },
      { path: "tags.old", kind: "delete", replaces: false },
      { path: 'tags["cost-center"]', kind: "add", replaces: false },
      { path: "rules[0].port", kind: "update", replaces: false },
    ]);
    assert.deepEqual(found.replaceKeys, []);
  });

  it("replaces on the row's properties, also nested and also when the new value is unknown", () => {
    const found = difference(
      row,
      { cidrBlock: "10.0.0.0/16", storage: [{ zone: "a" }] },
      { cidrBlock: unknown, storage: [{ zone: "b" }] },
    );
    assert.deepEqual(found.changes, [
      { path: "cidrBlock", kind: "update", replaces: true },
      { path: "storage[0].zone", kind: "update", replaces: true },
    ]);
    assert.deepEqual(found.replaceKeys, ["cidrBlock", "storage"]);
  });

  it("replaces when the region changes, whatever the row says", () => {
    assert.deepEqual(difference(row, { region: "eu-west-1" }, { region: "us-east-1" }).replaceKeys, ["region"]);
  });

  it("deletes first when a given name stays, and not when the name was generated", () => {
    const given = difference(row, { name: "web", cidrBlock: "a" }, { name: "web", cidrBlock: "b", __defaults: [] });
    const generated = difference(
      row,
      { name: "web-1", cidrBlock: "a" },
      { name: "web-1", cidrBlock: "b", __defaults: ["name"] },
    );
    assert.equal(given.deleteBeforeReplace, true);
    assert.equal(generated.deleteBeforeReplace, false);
  });
});
