import assert from "node:assert/strict";
import { criticalRdsEvents, infoRdsEvents, rdsCategory, rdsSeverity, warningRdsEvents } from "./rds-events.ts";

describe("severity of RDS's events", () => {
  it("has each event in one list", () => {
    const all = [...criticalRdsEvents, ...warningRdsEvents, ...infoRdsEvents];
    assert.equal(new Set(all).size, all.length);
    for (const id of all) assert.match(id, /^RDS-EVENT-\d{4}$/);
  });

  it("knows the category of every event that a list names, so that SNS's message reads like EventBridge's", () => {
    for (const id of [...criticalRdsEvents, ...infoRdsEvents]) {
      assert.ok(rdsCategory(id) !== undefined || id === "RDS-EVENT-0187", id);
    }
  });

  for (const [id, severity] of [
    ["RDS-EVENT-0031", "critical"],
    ["RDS-EVENT-0013", "warning"],
    ["RDS-EVENT-0049", "info"],
    ["RDS-EVENT-0089", "warning"],
    ["RDS-EVENT-0020", "warning"],
    ["RDS-EVENT-0021", "info"],
    ["RDS-EVENT-0047", "info"],
    ["RDS-EVENT-0012", "info"],
  ] as const) {
    it(`${id} is ${severity}, with its category and without`, () => {
      assert.equal(rdsSeverity(id, [], ""), severity);
      assert.equal(rdsSeverity(id, [rdsCategory(id) ?? ""], ""), severity);
    });
  }

  it("takes an event that is in no list by its category, else by its words", () => {
    assert.equal(rdsSeverity("RDS-EVENT-9999", ["failure"], ""), "warning");
    assert.equal(rdsSeverity("RDS-EVENT-9999", ["maintenance"], "It failed."), "info");
    assert.equal(rdsSeverity("RDS-EVENT-9999", [], "It failed."), "warning");
    assert.equal(rdsSeverity(undefined, [], "It was renamed."), "info");
  });
});
