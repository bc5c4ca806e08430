import assert from "node:assert/strict";
import fc from "fast-check";
import { decode, encode, hasUnknown, unknownToken } from "./codec.ts";
import { unknown } from "./row.ts";

describe("the codec", () => {
  it("gives back what it was given", () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        tie("list"),
        tie("record"),
      ),
      list: fc.array(tie("value"), { maxLength: 4 }),
      record: fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
        tie("value"),
        { maxKeys: 4, noNullPrototype: true },
      ),
    }));
    fc.assert(
      fc.property(value.record, (properties) => {
        // Protobuf has one zero.
        const expected = JSON.parse(JSON.stringify(properties));
        assert.deepEqual(JSON.parse(JSON.stringify(decode(encode(properties as Record<string, unknown>)))), expected);
      }),
    );
  });

  it("carries unknown values both ways, at every depth", () => {
    const properties = { a: unknown, b: [{ c: unknown }], d: 1 };
    assert.deepEqual(encode(properties).toJavaScript(), { a: unknownToken, b: [{ c: unknownToken }], d: 1 });
    assert.deepEqual(decode(encode(properties)), properties);
    assert.equal(hasUnknown(properties), true);
    assert.equal(hasUnknown({ a: [{ b: "x" }] }), false);
  });

  it("drops members that are not given", () => {
    assert.deepEqual(decode(encode({ a: undefined, b: null, c: 0, d: "" })), { c: 0, d: "" });
  });
});
