import assert from "node:assert/strict";
import fc from "fast-check";
import { at, jsonRecord, list, number, record, text, texts, time } from "./read.ts";

describe("getters of damaged input", () => {
  it("never throw, and answer with their type or with nothing", () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.oneof(fc.string(), fc.nat(5))), (value, path) => {
        assert.ok(["string", "undefined"].includes(typeof text(value)));
        assert.ok(number(value) === undefined || Number.isFinite(number(value)));
        assert.ok(Array.isArray(list(value)));
        assert.ok(texts(value).every((element) => element !== ""));
        assert.equal(typeof record(value), "object");
        assert.equal(typeof jsonRecord(value), "object");
        assert.match(time(value) ?? "2026-01-01T00:00:00.000Z", /^20\d\d-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
        at(value, ...path);
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it("find what is at the end of a path", () => {
    assert.equal(at({ a: [{ b: 1 }] }, "a", 0, "b"), 1);
    assert.equal(at({ a: null }, "a", 0, "b"), undefined);
  });

  const times: readonly (readonly [unknown, string | undefined])[] = [
    ["2026-10-02T17:04:40.989+0000", "2026-10-02T17:04:40.989Z"],
    ["2026-10-02T17:04:40Z", "2026-10-02T17:04:40.000Z"],
    ["2026-10-02T19:04:40.5+0200", "2026-10-02T17:04:40.500Z"],
    [1_790_960_680, "2026-10-02T17:04:40.000Z"],
    [1_790_960_680_123, "2026-10-02T17:04:40.123Z"],
    ["1790960680", "2026-10-02T17:04:40.000Z"],
    ["yesterday", undefined],
    ["1999-01-01T00:00:00Z", undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ];
  for (const [value, iso] of times) it(`reads the time ${value}`, () => assert.equal(time(value), iso));
});
