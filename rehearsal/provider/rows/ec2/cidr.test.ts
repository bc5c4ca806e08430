import assert from "node:assert/strict";
import fc from "fast-check";
import { contains, isAligned, overlaps, parseRange, type Range } from "./cidr.ts";

const ranges = fc.tuple(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return { text: `${octets.join(".")}/${prefix}`, first, prefix };
});

const parse = (text: string) => parseRange(text) as Range;

describe("IPv4 ranges", () => {
  it("reads what it is given", () => {
    fc.assert(
      fc.property(ranges, ({ text, first, prefix }) => {
        assert.deepEqual(parse(text), { first, last: first + 2 ** (32 - prefix) - 1, prefix });
        assert.ok(isAligned(parse(text)));
      }),
    );
  });

  it("refuses what is no range", () => {
    for (const text of ["", "10.0.0.0", "10.0.0/16", "10.0.0.256/16", "10.0.0.0/33", "::/0", "10.0.0.0/16 "]) {
      assert.equal(parseRange(text), undefined, text);
    }
    assert.ok(!isAligned(parse("10.0.1.5/24")));
  });

  it("contains and overlaps agree", () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [one, other] = [parse(a.text), parse(b.text)];
        assert.ok(contains(one, one) && overlaps(one, one));
        assert.equal(overlaps(one, other), overlaps(other, one));
        // Ranges with prefixes lie in each other or apart, never half.
        assert.equal(overlaps(one, other), contains(one, other) || contains(other, one));
      }),
    );
  });
});
