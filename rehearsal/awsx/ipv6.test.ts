import assert from "node:assert/strict";
import { subnetIpv6Block } from "./ipv6.ts";

describe("IPv6 block of a subnet", () => {
  const table = [
    ["2600:1f18:1234:5600::/56", 0, "2600:1f18:1234:5600::/64"],
    ["2600:1f18:1234:5600::/56", 17, "2600:1f18:1234:5611::/64"],
    ["2600:1f18:1234:56ff::/56", 255, "2600:1f18:1234:56ff::/64"],
    ["2600:1f18:1234:0::/56", 3, "2600:1f18:1234:3::/64"],
  ] as const;
  for (const [block, index, expected] of table) {
    it(`is ${expected} at ${index}`, () => assert.equal(subnetIpv6Block(block, index), expected));
  }

  it("is refused without a block, with another prefix, and past the last", () => {
    assert.throws(() => subnetIpv6Block("", 0), /needs a VPC with an IPv6 block of prefix 56, and the VPC's is ""/);
    assert.throws(() => subnetIpv6Block("2600:1f18:1234:5600::/60", 0), /is "2600:1f18:1234:5600::\/60"/);
    assert.throws(() => subnetIpv6Block("2600:1f18:1234:5600::/56", 256), /256 blocks for subnets, and number 256/);
  });
});
