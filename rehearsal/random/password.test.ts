import assert from "node:assert/strict";
import fc from "fast-check";
import { makePassword, type PasswordArguments, passwordDefaults, passwordProblems } from "./password.ts";

const wanted = (change: Partial<PasswordArguments>): PasswordArguments => ({
  ...passwordDefaults,
  length: 24,
  ...change,
});

const count = (text: string, characters: RegExp) => [...text].filter((each) => characters.test(each)).length;

describe("makePassword", () => {
  it("has the length and at least the minima, of the allowed characters only", () => {
    const minimum = fc.integer({ min: 0, max: 5 });
    const minima = fc.record({ minLower: minimum, minUpper: minimum, minNumeric: minimum, minSpecial: minimum });
    fc.assert(
      fc.property(minima, fc.integer({ min: 20, max: 60 }), (least, length) => {
        const password = makePassword(wanted({ ...least, length, overrideSpecial: "-_" }));
        assert.match(password, /^[a-zA-Z0-9_-]+$/);
        assert.equal(password.length, length);
        assert.ok(count(password, /[a-z]/) >= least.minLower);
        assert.ok(count(password, /[A-Z]/) >= least.minUpper);
        assert.ok(count(password, /[0-9]/) >= least.minNumeric);
        assert.ok(count(password, /[-_]/) >= least.minSpecial);
      }),
    );
  });

  it("leaves kinds out that are not allowed", () => {
    const password = makePassword(wanted({ length: 500, special: false, upper: false }));
    assert.match(password, /^[a-z0-9]{500}$/);
  });

  it("mixes what must occur with the rest", () => {
    // Always the last place: the digits, made first, must not stay in front.
    const password = makePassword(wanted({ length: 6, minNumeric: 3 }), () => 0);
    assert.doesNotMatch(password, /^000/);
  });
});

describe("passwordProblems", () => {
  it("finds nothing wrong with the defaults", () => {
    assert.deepEqual(passwordProblems(wanted({})), []);
  });

  it("refuses a length that the minima exceed, and no kind of characters at all", () => {
    const none = { lower: false, upper: false, numeric: false, special: false };
    assert.deepEqual(passwordProblems(wanted({ length: 3, minLower: 2, minUpper: 2, ...none })), [
      {
        property: "length",
        reason: "length is 3: allowed is at least 4, the sum of minLower, minUpper, minNumeric and minSpecial",
      },
      { property: "lower", reason: "one of lower, upper, numeric and special must be true" },
    ]);
    assert.equal(passwordProblems(wanted({ length: 0 }))[0]?.reason, "length is 0: allowed is a whole number from 1");
  });
});
