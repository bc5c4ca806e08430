import assert from "node:assert/strict";
import fc from "fast-check";
import { usageSettings } from "../stacks/settings/usage.ts";
import { parseScale, scaleUsage } from "./usage.ts";

describe("the usage", () => {
  const usage = usageSettings.parse({ webServers: 3 });

  it("grows with the scale, but for hours and shares", () => {
    const scaled = scaleUsage(usage, 10);
    assert.equal(scaled.requests, 10_000_000);
    assert.equal(scaled.webServers, 30);
    assert.equal(scaled.hours, 730);
    assert.equal(scaled.cacheHitPercent, 80);
  });

  it("stays as it is at 1, and knows no servers where none are said", () => {
    assert.deepEqual(scaleUsage(usage, 1), usage);
    assert.equal(scaleUsage(usageSettings.parse({}), 10).webServers, undefined);
  });

  it("at a then b is that at a × b", () => {
    const factor = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(factor, factor, (a, b) =>
        assert.deepEqual(scaleUsage(scaleUsage(usage, a), b), scaleUsage(usage, a * b)),
      ),
    );
  });

  for (const [text, factor] of [
    ["10x", 10],
    ["10", 10],
    ["0.5x", 0.5],
    ["1x", 1],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseScale(text), factor));
  }
  for (const text of ["", "x", "0x", "-1x", "10y", "1e3", "1000001"]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseScale(text),
        (error: Error) => error.message.startsWith(`--scale ${JSON.stringify(text)} is no factor. Allowed is`),
      );
    });
  }
});
