import assert from "node:assert/strict";
import fc from "fast-check";
import { autoNameLimit, autoNameSuffixLength, limitName, nameLimits, shortestLimit } from "./names.ts";

const names = fc.stringMatching(/^[a-z][a-z0-9-]{0,99}$/);
const limits = fc.integer({ min: shortestLimit, max: 80 });

describe("limitName", () => {
  it("leaves a name alone that fits", () => {
    assert.equal(limitName("acme-dev-network", 16), "acme-dev-network");
  });

  it("cuts a longer one and adds a hash, always the same", () => {
    assert.equal(limitName("acme-dev-network-that-is-long", 20), "acme-dev-ne-b77eadf1");
  });

  it("leaves no two hyphens where it cuts", () => {
    assert.match(limitName("acme-dev---network-that-is-long", 20), /^acme-dev-[0-9a-f]{8}$/);
  });

  it("is never over the limit, and deterministic", () => {
    fc.assert(
      fc.property(names, limits, (name, limit) => {
        assert.ok(limitName(name, limit).length <= limit);
        assert.equal(limitName(name, limit), limitName(name, limit));
      }),
    );
  });

  it("keeps different long names different, even when they begin alike", () => {
    fc.assert(
      fc.property(names, names, limits, (one, other, limit) => {
        fc.pre(one !== other);
        const start = "a".repeat(limit);
        assert.notEqual(limitName(`${start}${one}`, limit), limitName(`${start}${other}`, limit));
      }),
    );
  });

  it("keeps to the name's own characters", () => {
    fc.assert(fc.property(names, limits, (name, limit) => assert.match(limitName(name, limit), /^[a-z][a-z0-9-]*$/)));
  });

  for (const limit of [shortestLimit - 1, 12.5, Number.NaN]) {
    it(`refuses the limit ${limit}`, () => {
      assert.throws(() => limitName("acme", limit), {
        name: "RangeError",
        message: `A name cannot be limited to ${limit} characters: allowed is a whole number from 10, because the hash of a cut name takes 9. Take a limit from nameLimits.`,
      });
    });
  }
});

describe("nameLimits", () => {
  it("states a source for each limit", () => {
    for (const { maxLength, source } of Object.values(nameLimits)) {
      assert.ok(maxLength >= 32);
      assert.match(source, /\.html$/);
    }
  });

  it("leaves Pulumi its suffix", () => {
    assert.equal(autoNameLimit("iamRole"), 64 - autoNameSuffixLength);
    assert.equal(autoNameLimit("loadBalancer"), 24);
  });
});
