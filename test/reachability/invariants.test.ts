import assert from "node:assert/strict";
import fc from "fast-check";
import { cut, includes, join, type Span } from "./addresses.ts";
import type { Network, Peer, Placement, SecurityGroup } from "./model.ts";
import { paths } from "./reachability.ts";
import { emptyNetwork } from "./test-network.ts";

const spans = fc.array(
  fc.tuple(fc.nat(999), fc.nat(999)).map(([a, b]): Span => ({ first: Math.min(a, b), last: Math.max(a, b) })),
  { maxLength: 6 },
);

describe("cutting and joining", () => {
  it("cuts without gap or overlap, and no piece lies partly in a span", () => {
    fc.assert(
      fc.property(spans, (cuts) => {
        const whole = { first: 0, last: 999 };
        const pieces = cut(whole, cuts);
        assert.deepEqual(join(pieces), [whole]);
        assert.equal(
          pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0),
          1000,
        );
        for (const piece of pieces) {
          for (const span of cuts) {
            assert.ok(includes(span, piece) || piece.last < span.first || span.last < piece.first);
          }
        }
      }),
    );
  });
});

const peers: fc.Arbitrary<Peer> = fc.constantFrom<Peer>(
  { cidr: "0.0.0.0/0" },
  { cidr: "10.0.0.0/16" },
  { cidr: "10.0.1.0/25" },
  { cidr: "203.0.113.0/24" },
  { groupId: "sg-0" },
  { groupId: "sg-1" },
  { prefixListId: "pl-1" },
);
const rules = fc.array(
  fc.record({
    protocol: fc.constantFrom("tcp", "udp", undefined),
    ports: fc.constantFrom({ first: 22, last: 22 }, { first: 0, last: 65535 }, { first: 3306, last: 5432 }),
    peer: peers,
  }),
  { maxLength: 3 },
);
const networks = fc.tuple(rules, rules, rules, rules).map(([in0, out0, in1, out1]): Network => {
  const groups: SecurityGroup[] = [
    { id: "sg-0", ingress: in0, egress: out0 },
    { id: "sg-1", ingress: in1, egress: out1 },
  ];
  return { ...emptyNetwork, groups };
});

const standing: readonly Placement[] = [
  { name: "outside", groupIds: ["sg-0"], subnetIds: ["subnet-public"], isPublic: true },
  { name: "inside", groupIds: ["sg-1"], subnetIds: ["subnet-a", "subnet-b"] },
];

describe("reachability of any network", () => {
  it("lets nobody in from outside to what has no public address", () => {
    fc.assert(
      fc.property(networks, (network) => {
        const inward = paths(network, standing).filter(
          ({ to, from }) => to === "inside" && !["inside", "outside"].includes(from),
        );
        assert.deepEqual(inward, []);
      }),
      { numRuns: 50 },
    );
  });

  it("loses nothing when a rule is added", () => {
    fc.assert(
      fc.property(networks, rules, (network, more) => {
        const added = network.groups.map((group) => ({ ...group, ingress: [...group.ingress, ...more] }));
        const after = paths({ ...network, groups: added }, standing);
        for (const path of paths(network, standing)) {
          // A narrower source may have become a part of the whole internet, or was cut further: the target stays.
          const covers = after.filter(({ to, protocol }) => protocol === path.protocol && to === path.to);
          const open = join(covers.flatMap(({ ports }) => ports));
          assert.ok(path.ports.every((span) => open.some((outer) => includes(outer, span))));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("has no path without rules", () => {
    assert.deepEqual(paths({ ...emptyNetwork, groups: [] }, standing), []);
  });
});
