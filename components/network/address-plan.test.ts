import assert from "node:assert/strict";
import fc from "fast-check";
import { maxTiers, maxZones, planSubnets, type Zone } from "./address-plan.ts";
import { contains, formatCidrBlock, overlaps, parseCidrBlock } from "./cidr-block.ts";

const zonesOf = (count: number): Zone[] =>
  ["a", "b", "c", "d"].slice(0, count).map((letter, index) => ({ index, name: `af-south-1${letter}` }));
const tiersOf = (count: number) => ["public", "private", "data", "files"].slice(0, count);

/** Any network that can be planned. */
const network = fc
  .record({ address: fc.nat(0xffffffff), prefix: fc.integer({ min: 16, max: 24 }) })
  .map((block) => formatCidrBlock({ ...block, address: block.address - (block.address % 2 ** (32 - block.prefix)) }));
const zoneCount = fc.integer({ min: 1, max: maxZones });
const tierCount = fc.integer({ min: 1, max: maxTiers });

describe("planSubnets", () => {
  it("gives two tiers in two zones their slots", () => {
    const plan = planSubnets({ cidrBlock: "10.10.0.0/16", zones: zonesOf(2), tiers: tiersOf(2) });
    assert.deepEqual(
      plan.map((subnet) => [subnet.tier, subnet.zone.name, subnet.cidrBlock]),
      [
        ["public", "af-south-1a", "10.10.0.0/20"],
        ["public", "af-south-1b", "10.10.16.0/20"],
        ["private", "af-south-1a", "10.10.64.0/20"],
        ["private", "af-south-1b", "10.10.80.0/20"],
      ],
    );
  });

  it("makes the smallest subnets that AWS takes from the smallest network", () => {
    const plan = planSubnets({ cidrBlock: "10.0.0.0/24", zones: zonesOf(4), tiers: tiersOf(4) });
    assert.equal(plan.at(-1)?.cidrBlock, "10.0.0.240/28");
  });

  it("keeps every subnet inside the network and apart from the others", () => {
    fc.assert(
      fc.property(network, zoneCount, tierCount, (cidrBlock, zones, tiers) => {
        const parent = parseCidrBlock(cidrBlock);
        const blocks = planSubnets({ cidrBlock, zones: zonesOf(zones), tiers: tiersOf(tiers) }).map((subnet) =>
          parseCidrBlock(subnet.cidrBlock),
        );
        assert.equal(blocks.length, zones * tiers);
        assert.ok(blocks.every((block) => contains(parent, block)));
        assert.ok(blocks.every((block, index) => blocks.slice(index + 1).every((other) => !overlaps(block, other))));
      }),
    );
  });

  it("moves no subnet when a zone or a tier is added or a zone retires", () => {
    fc.assert(
      fc.property(network, zoneCount, zoneCount, tierCount, tierCount, (cidrBlock, z1, z2, t1, t2) => {
        const places = (zones: readonly Zone[], tiers: number) =>
          new Map(
            planSubnets({ cidrBlock, zones, tiers: tiersOf(tiers) }).map((subnet) => [
              `${subnet.tier} ${subnet.zone.name}`,
              subnet.cidrBlock,
            ]),
          );
        const before = places(zonesOf(Math.min(z1, z2)), Math.min(t1, t2));
        const retired = zonesOf(Math.max(z1, z2)).map((zone) => ({ ...zone, retired: zone.index === 0 }));
        const after = places(retired, Math.max(t1, t2));
        for (const [place, block] of before) {
          assert.equal(after.get(place), block);
        }
      }),
    );
  });

  it("gives the same plan for the same arguments", () => {
    fc.assert(
      fc.property(network, zoneCount, tierCount, (cidrBlock, zones, tiers) => {
        const args = { cidrBlock, zones: zonesOf(zones), tiers: tiersOf(tiers) };
        assert.deepEqual(planSubnets(args), planSubnets(structuredClone(args)));
      }),
    );
  });

  it("refuses what has no slot", () => {
    const args = { cidrBlock: "10.0.0.0/16", zones: zonesOf(2), tiers: tiersOf(2) };
    assert.throws(() => planSubnets({ ...args, cidrBlock: "10.0.0.0/25" }), /allowed are prefixes from \/16 to \/24/);
    assert.throws(() => planSubnets({ ...args, cidrBlock: "10.0.0.0/15" }), /allowed are prefixes from \/16 to \/24/);
    assert.throws(
      () => planSubnets({ ...args, zones: [{ index: 4, name: "af-south-1e" }] }),
      /Zone af-south-1e has the index 4: allowed is an index from 0 to 3 that no other zone has/,
    );
    assert.throws(
      () => planSubnets({ ...args, zones: [...zonesOf(1), { index: 0, name: "af-south-1b" }] }),
      /Zone af-south-1b has the index 0/,
    );
    assert.throws(() => planSubnets({ ...args, tiers: ["public", "public"] }), /at most 4, each once/);
  });
});
