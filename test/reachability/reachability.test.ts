import assert from "node:assert/strict";
import type { AclEntry, Network, Placement, SecurityGroup, Subnet } from "./model.ts";
import { reachability } from "./reachability.ts";
import { emptyNetwork, openAcl, rule, subnet, withSubnets } from "./test-network.ts";

const everywhere = { cidr: "0.0.0.0/0" };

const loadBalancer: Placement = { name: "balancer", groupIds: ["sg-lb"], subnetIds: ["subnet-public"], isPublic: true };
const web: Placement = { name: "web", groupIds: ["sg-web"], subnetIds: ["subnet-a", "subnet-b"] };
const database: Placement = { name: "database", groupIds: ["sg-db"], subnetIds: ["subnet-a", "subnet-b"] };
const placements = [loadBalancer, web, database];

const groups: readonly SecurityGroup[] = [
  { id: "sg-lb", ingress: [rule(everywhere, 443)], egress: [rule({ groupId: "sg-web" }, 80)] },
  {
    id: "sg-web",
    ingress: [rule({ groupId: "sg-lb" }, 80)],
    egress: [rule({ groupId: "sg-db" }, 3306), rule(everywhere, 443)],
  },
  { id: "sg-db", ingress: [rule({ groupId: "sg-web" }, 3306)], egress: [] },
];
const network: Network = { ...emptyNetwork, groups };

const expected = [
  // Out by 443 to anywhere, and in by 443 from anywhere: inside the network too.
  "web → balancer tcp 443",
  "balancer → web tcp 80",
  "internet → balancer tcp 443 by igw",
  "web → database tcp 3306",
  "web → internet tcp 443 by nat",
];

/** The network with one group's rules added. */
function adding(id: string, more: Partial<Omit<SecurityGroup, "id">>): Network {
  const added = network.groups.map((group) =>
    group.id === id
      ? {
          ...group,
          ingress: [...group.ingress, ...(more.ingress ?? [])],
          egress: [...group.egress, ...(more.egress ?? [])],
        }
      : group,
  );
  return { ...network, groups: added };
}

/** What the change adds to and takes from the expected lines. */
function difference(changed: Network, standing: readonly Placement[] = placements): { more: string[]; less: string[] } {
  const lines = reachability(changed, standing);
  return {
    more: lines.filter((line) => !expected.includes(line)),
    less: expected.filter((line) => !lines.includes(line)),
  };
}

const entry = (number: number, allow: boolean, first: number, last: number, cidr: string): AclEntry => ({
  number,
  allow,
  protocol: "tcp",
  ports: { first, last },
  cidr,
});

const subnetA = emptyNetwork.subnets[1] as Subnet;

describe("reachability", () => {
  it("tells every path of a small site, and nothing else", () => {
    assert.deepEqual(reachability(network, placements), expected.toSorted());
  });

  it("needs the source's rule and the target's", () => {
    const half = adding("sg-db", { ingress: [rule({ groupId: "sg-lb" }, 3306)] });
    assert.deepEqual(difference(half), { more: [], less: [] });
    const whole = {
      ...half,
      groups: half.groups.map((group) =>
        group.id === "sg-lb" ? { ...group, egress: [rule(everywhere, 3306)] } : group,
      ),
    };
    assert.deepEqual(difference(whole), {
      more: ["balancer → database tcp 3306", "balancer → internet tcp 3306 by igw"],
      less: ["balancer → web tcp 80"],
    });
  });

  it("shows a rule for the whole internet on the database only when it gets a public address and a way", () => {
    const open = adding("sg-db", { ingress: [rule(everywhere, 3306)] });
    assert.deepEqual(difference(open), { more: [], less: [] });
    const exposed = placements.map((one) =>
      one === database ? { ...one, isPublic: true, subnetIds: ["subnet-public"] } : one,
    );
    assert.deepEqual(difference(open, exposed).more, ["internet → database tcp 3306 by igw"]);
  });

  it("shows each port range, protocol and self-reference that a rule adds", () => {
    const range = { protocol: "udp", ports: { first: 8000, last: 8010 }, peer: { groupId: "sg-web" } } as const;
    const self = adding("sg-web", { ingress: [range], egress: [range] });
    assert.deepEqual(difference(self).more, ["web → web udp 8000-8010"]);
    const all = { ports: { first: 0, last: 65535 }, peer: { groupId: "sg-web" } } as const;
    const everything = adding("sg-web", { ingress: [all], egress: [all] });
    assert.deepEqual(difference(everything).more, ["web → web icmp", "web → web tcp 0-65535", "web → web udp 0-65535"]);
  });

  it("knows a range inside a subnet: the path is not everywhere", () => {
    const part = adding("sg-web", { egress: [rule({ cidr: "10.0.1.128/25" }, 5432)] });
    const target = {
      ...part,
      groups: part.groups.map((group) =>
        group.id === "sg-db" ? { ...group, ingress: [...group.ingress, rule({ cidr: "10.0.0.0/16" }, 5432)] } : group,
      ),
    };
    assert.deepEqual(difference(target).more, ["web → database tcp 5432 (not everywhere)"]);
  });

  it("names a narrower source than the internet by its addresses or by AWS's list", () => {
    const ssh = adding("sg-lb", {
      ingress: [rule({ cidr: "203.0.113.7/32" }, 22), rule({ cidr: "198.51.100.0/24" }, 22)],
    });
    assert.deepEqual(difference(ssh).more, [
      "198.51.100.0-198.51.100.255 → balancer tcp 22 by igw",
      "203.0.113.7 → balancer tcp 22 by igw",
    ]);
    const list = adding("sg-lb", { ingress: [rule({ prefixListId: "pl-cdn" }, 8443)] });
    assert.deepEqual(difference(list).more, ["pl-cdn → balancer tcp 8443 by igw"]);
  });

  it("takes no private range for a part of the internet", () => {
    assert.deepEqual(difference(adding("sg-lb", { ingress: [rule({ cidr: "192.168.0.0/16" }, 22)] })).more, []);
  });

  it("leaves by a gateway endpoint where a route to AWS's list says so", () => {
    const route = { destination: { prefixListId: "pl-s3" }, target: "vpce-s3" };
    const routed = { ...subnetA, routes: [...subnetA.routes, route] };
    assert.deepEqual(
      difference(withSubnets(network, routed)).more,
      ["web → pl-s3 tcp 443 by nat (not everywhere)", "web → pl-s3 tcp 443 by vpce (not everywhere)"].slice(1),
    );
  });

  it("loses the way out with the NAT gateway, and from one zone with its route", () => {
    assert.deepEqual(difference({ ...network, natGateways: {} }), {
      more: [],
      less: ["web → internet tcp 443 by nat"],
    });
    assert.deepEqual(difference(withSubnets(network, subnet("subnet-a", "10.0.1.0/24"))), {
      more: ["web → internet tcp 443 by nat (not everywhere)"],
      less: ["web → internet tcp 443 by nat"],
    });
  });
});

describe("network ACLs", () => {
  it("decide by the lowest number, before security groups are asked", () => {
    const denied = { ...subnetA, ingress: [entry(50, false, 3306, 3306, "0.0.0.0/0"), ...openAcl] };
    assert.deepEqual(difference(withSubnets(network, denied)).more, ["web → database tcp 3306 (not everywhere)"]);
    const late = { ...subnetA, ingress: [...openAcl, entry(150, false, 3306, 3306, "0.0.0.0/0")] };
    assert.deepEqual(difference(withSubnets(network, late)), { more: [], less: [] });
  });

  it("have no memory: without the answers' ports a connection does not come about", () => {
    const mute = {
      ...subnet("subnet-public", "10.0.0.0/24", "igw-1"),
      egress: [entry(100, true, 0, 1023, "0.0.0.0/0")],
    };
    assert.deepEqual(difference(withSubnets(network, mute)), {
      more: [],
      less: ["web → balancer tcp 443", "internet → balancer tcp 443 by igw", "web → internet tcp 443 by nat"],
    });
  });

  it("are not asked inside a subnet", () => {
    const closed = emptyNetwork.subnets.map((one) => ({ ...one, ingress: [], egress: [] }));
    assert.deepEqual(reachability({ ...network, subnets: closed }, placements), [
      "web → database tcp 3306 (not everywhere)",
    ]);
  });

  it("of the NAT gateway's subnet decide about the way out too", () => {
    const closed = {
      ...subnet("subnet-public", "10.0.0.0/24", "igw-1"),
      ingress: [entry(100, true, 443, 443, "10.0.0.0/16")],
    };
    const { less } = difference(withSubnets(network, closed));
    assert.ok(less.includes("web → internet tcp 443 by nat"));
  });
});
