import assert from "node:assert/strict";
import fc from "fast-check";
import { parseCidr } from "./cidr.ts";

describe("parseCidr", () => {
  it("reads IPv4", () => {
    assert.deepEqual(parseCidr("10.10.3.7/16"), {
      text: "10.10.3.7/16",
      bits: 32,
      prefix: 16,
      address: 0x0a0a0307n,
      first: 0x0a0a0000n,
      size: 65536n,
    });
  });

  it("reads IPv6 in all its forms", () => {
    const address = (text: string) => parseCidr(text)?.address;
    assert.equal(address("::/0"), 0n);
    assert.equal(address("::1/128"), 1n);
    assert.equal(address("2001:db8::/32"), 0x20010db8n << 96n);
    assert.equal(address("2001:db8:0:0:0:0:0:1/128"), (0x20010db8n << 96n) + 1n);
    assert.equal(address("::ffff:10.1.2.3/128"), 0xffff0a010203n);
  });

  for (const text of [
    "10.0.0.0",
    "10.0.0.256/8",
    "10.0.0.0/33",
    "010.0.0.0/8",
    "1.2.3.0/8/9",
    "::/129",
    "fe80::1%eth0/64",
    "/8",
    "",
  ]) {
    it(`takes ${JSON.stringify(text)} for no range`, () => assert.equal(parseCidr(text), undefined));
  }

  it("has the written address in the range", () => {
    const ranges = fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(ranges, ([address, prefix]) => {
        const cidr = parseCidr(`${address}/${prefix}`);
        assert.ok(cidr !== undefined);
        assert.ok(cidr.first <= cidr.address && cidr.address < cidr.first + cidr.size);
      }),
    );
  });
});
