import assert from "node:assert/strict";
import { checkNetwork, type NetworkPlan } from "./check-network.ts";

const plan: NetworkPlan = {
  cidrBlock: "10.10.0.0/16",
  zones: [
    { index: 0, name: "af-south-1a" },
    { index: 1, name: "af-south-1b" },
  ],
  tiers: ["public", "private"],
  natGateways: "single",
  interfaceEndpoints: [],
  connectedNetworks: [{ name: "on-premises", cidrBlock: "192.168.0.0/16" }],
  region: "af-south-1",
};

/** Path and sentence of every problem. */
const problemsOf = (change: Partial<NetworkPlan>) =>
  checkNetwork({ ...plan, ...change }).map(
    (problem) => `${problem.path.join(".")}: ${problem.problem} ${problem.todo}`,
  );

describe("checkNetwork", () => {
  it("finds nothing wrong with a network that is right", () => {
    assert.deepEqual(problemsOf({}), []);
  });

  it("names the right range when the address is not the first", () => {
    assert.deepEqual(problemsOf({ cidrBlock: "10.10.1.0/16" }), [
      "cidrBlock: The network's range cannot be used. Write 10.10.0.0/16.",
    ]);
  });

  it("refuses a network that is too small, too large, or no place for hosts", () => {
    assert.match(problemsOf({ cidrBlock: "10.10.0.0/25" })[0] ?? "", /too small for its subnets/);
    assert.match(problemsOf({ cidrBlock: "10.0.0.0/15" })[0] ?? "", /larger than AWS makes one/);
    assert.match(
      problemsOf({ cidrBlock: "169.254.0.0/20" })[0] ?? "",
      /shares addresses with 169\.254\.0\.0\/16, which is set apart/,
    );
  });

  it("refuses one zone in use, a zone twice, zones reordered, a zone of another region, a fifth zone", () => {
    const [a, b] = plan.zones;
    assert.ok(a && b);
    assert.match(problemsOf({ zones: [a] })[0] ?? "", /fewer than two zones in use/);
    assert.match(problemsOf({ zones: [a, { ...b, retired: true }] })[0] ?? "", /fewer than two zones in use/);
    assert.match(
      problemsOf({ zones: [a, { ...a, index: 1 }] })[0] ?? "",
      /zones\.1\.name: .* twice, at the places 0 and 1/,
    );
    assert.equal(problemsOf({ zones: [b, a] }).length, 2);
    assert.match(problemsOf({ zones: [b, a] })[0] ?? "", /zones\.0\.index: .* reordered or one was removed/);
    assert.match(problemsOf({ zones: [a, { index: 1, name: "eu-west-1b" }] })[0] ?? "", /not in the region af-south-1/);
    const five = ["a", "b", "c", "d", "e"].map((letter, index) => ({ index, name: `af-south-1${letter}` }));
    assert.match(problemsOf({ zones: five })[0] ?? "", /no room for so many zones/);
  });

  it("refuses tiers that do not begin with public and private, that repeat, or are too many", () => {
    assert.match(problemsOf({ tiers: ["private", "public"] })[0] ?? "", /does not begin with public and private/);
    assert.match(problemsOf({ tiers: ["public", "private", "private"] })[0] ?? "", /names private twice/);
    assert.match(problemsOf({ tiers: ["public", "private", "a", "b", "c"] })[0] ?? "", /no room for so many tiers/);
  });

  it("refuses an overlap with a connected network and names both", () => {
    assert.deepEqual(problemsOf({ connectedNetworks: [{ name: "head office", cidrBlock: "10.0.0.0/8" }] }), [
      "connectedNetworks.0.cidrBlock: The network 10.10.0.0/16 overlaps head office (10.0.0.0/8): traffic between the two " +
        "could not be routed. Give this environment another cidrBlock, or correct the connected network.",
    ]);
  });

  it("demands the interface endpoints that a network without NAT gateways needs", () => {
    assert.deepEqual(problemsOf({ natGateways: "none", interfaceEndpoints: ["ssm", "kms"] }), [
      "interfaceEndpoints: Without NAT gateways, private subnets reach AWS only through interface endpoints, and some are " +
        "missing. Add ec2messages, logs, ssmmessages, or set natGateways to single or perZone.",
    ]);
  });

  it("refuses to leave the only NAT gateway in the first zone when that is retired", () => {
    const zones = [
      { index: 0, name: "af-south-1a", retired: true },
      { index: 1, name: "af-south-1b" },
      { index: 2, name: "af-south-1c" },
    ];
    assert.deepEqual(problemsOf({ zones }), [
      "natGateways: The only NAT gateway would stay in the zone af-south-1a, which is retired: all zones would depend on it. " +
        "Set natGateways to perZone: then every zone has a gateway of its own.",
    ]);
    assert.deepEqual(problemsOf({ zones, natGateways: "perZone" }), []);
    const second = zones.map((zone) => ({ ...zone, retired: zone.index === 1 }));
    assert.deepEqual(problemsOf({ zones: second }), []);
  });

  it("refuses more ranges than the network ACL has room for", () => {
    const sshCidrBlocks = Array.from({ length: 10 }, (_, index) => `203.0.113.${index}/32`);
    assert.deepEqual(problemsOf({ sshCidrBlocks, connectedNetworks: [] }), []);
    assert.match(problemsOf({ sshCidrBlocks })[0] ?? "", /^connectedNetworks: The network ACL has no room/);
  });

  it("tells all problems at once", () => {
    const all = problemsOf({ cidrBlock: "10.10.0.1/16", zones: [], tiers: [], natGateways: "none" });
    assert.deepEqual(
      all.map((line) => line.split(":")[0]),
      ["cidrBlock", "zones", "tiers", "interfaceEndpoints"],
    );
  });
});
