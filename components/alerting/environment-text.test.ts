import assert from "node:assert/strict";
import { settingsText } from "./environment-text.ts";

describe("the settings in a function's environment", () => {
  it("are JSON without what is undefined", () => {
    assert.equal(settingsText({ region: "af-south-1", mutes: undefined }), '{"region":"af-south-1"}');
  });

  it("are refused where Lambda would refuse them, counted in bytes and with the variable's name", () => {
    const most = 4096 - "ALERTING".length - '{"a":""}'.length;
    assert.equal(settingsText({ a: "x".repeat(most) }).length, most + 8);
    assert.throws(() => settingsText({ a: "x".repeat(most + 1) }), /take 4097 bytes.*Lambda allows 4096.*fewer mutes/);
    assert.throws(() => settingsText({ a: "é".repeat(most / 2 + 1) }), /Lambda allows 4096/);
  });
});
