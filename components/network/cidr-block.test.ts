import assert from "node:assert/strict";
import fc from "fast-check";
import { addressCount, contains, formatCidrBlock, overlaps, parseCidrBlock } from "./cidr-block.ts";

const block = fc
  .record({ address: fc.nat(0xffffffff), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, prefix }) => ({ address: address - (address % 2 ** (32 - prefix)), prefix }));

describe("parseCidrBlock", () => {
  it("reads what formatCidrBlock writes", () => {
    fc.assert(fc.property(block, (any) => assert.deepEqual(parseCidrBlock(formatCidrBlock(any)), any)));
  });

  it("names the right range when the address is not the first", () => {
    assert.throws(
      () => parseCidrBlock("10.10.3.7/16"),
      new RangeError(
        '"10.10.3.7/16" is not an IPv4 range: allowed is a range that begins with its first address. Write 10.10.0.0/16.',
      ),
    );
  });

  it("names the right range when the prefix has a leading zero", () => {
    assert.throws(() => parseCidrBlock("10.10.0.0/016"), /Write 10\.10\.0\.0\/16\./);
  });

  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.256/16",
    "10.0.0.0/33",
    "10.0.0.0/8/9",
    "/8",
    "010.0.0.0/8",
    "::/0",
    " 10.0.0.0/8",
  ]) {
    it(`refuses "${text}"`, () => {
      assert.throws(() => parseCidrBlock(text), /is not an IPv4 range: allowed is four numbers from 0 to 255/);
    });
  }
});

describe("overlaps and contains", () => {
  const shares = (one: string, other: string) => overlaps(parseCidrBlock(one), parseCidrBlock(other));

  it("find ranges inside each other, equal ones and neighbours", () => {
    assert.equal(shares("10.0.0.0/8", "10.255.255.255/32"), true);
    assert.equal(shares("10.255.255.255/32", "10.0.0.0/8"), true);
    assert.equal(shares("10.0.0.0/16", "10.0.0.0/16"), true);
    assert.equal(shares("10.0.0.0/16", "10.1.0.0/16"), false);
    assert.equal(shares("0.0.0.0/0", "255.255.255.255/32"), true);
  });

  it("agree with each other: CIDR ranges share addresses only when one contains the other", () => {
    fc.assert(
      fc.property(block, block, (one, other) => {
        assert.equal(overlaps(one, other), overlaps(other, one));
        assert.equal(overlaps(one, other), contains(one, other) || contains(other, one));
        if (contains(one, other)) assert.ok(addressCount(one) >= addressCount(other));
      }),
    );
  });
});
