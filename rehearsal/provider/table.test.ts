import assert from "node:assert/strict";
import { folderOf, rowOf, rowsByService } from "./table.ts";

describe("the table", () => {
  it("finds the folder of each row by its type", () => {
    for (const [service, rows] of Object.entries(rowsByService))
      for (const { type } of rows) assert.equal(folderOf(type), service, type);
  });

  it("says where the row of an unknown type belongs", () => {
    assert.throws(() => rowOf("aws:cfg/rule:Rule"), {
      message:
        "the rehearsal does not know the resource type aws:cfg/rule:Rule: add a row for it in rehearsal/provider/rows/config/ " +
        "and list it in that folder's index.ts (rehearsal/provider/row.ts describes a row)",
    });
    assert.throws(
      () => rowOf("aws:cloudwatch/logStream:LogStream"),
      /in rehearsal\/provider\/rows\/logs\/ and list it in that/,
    );
  });

  it("says that a new service goes into the table", () => {
    assert.throws(
      () => rowOf("aws:appflow/flow:Flow"),
      /in rehearsal\/provider\/rows\/appflow\/ and list it in an index\.ts there, and that folder in rehearsal\/provider\/table\.ts \(/,
    );
  });
});
