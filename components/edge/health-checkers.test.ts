import assert from "node:assert/strict";
import { isSeenByHealthChecks } from "./health-checkers.ts";

describe("Route 53's health checks", () => {
  for (const [mode, countries, seen] of [
    ["none", [], true],
    ["allow", ["ZA"], false],
    ["allow", ["ZA", "IE"], false],
    ["allow", ["IE", "JP"], true],
    ["allow", ["US"], true],
    ["block", ["US"], true],
    ["block", ["US", "IE", "JP", "SG", "AU"], false],
  ] as const) {
    it(`${seen ? "see" : "do not see"} a site of ${mode} ${countries.join(", ")}`, () => {
      assert.equal(isSeenByHealthChecks({ mode, countries: [...countries] }), seen);
    });
  }
});
