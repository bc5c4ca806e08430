/** A network of one public and two private subnets, whose ACLs and routes let all through, for tests of reachability. */
import type { GroupRule, Network, Peer, Protocol, Subnet } from "./model.ts";

/** Everything may pass an ACL. */
export const openAcl = [{ number: 100, allow: true, ports: { first: 0, last: 65535 }, cidr: "0.0.0.0/0" }] as const;

const local = { destination: { cidr: "10.0.0.0/16" }, target: "local" } as const;

/** A rule for one port. */
export function rule(peer: Peer, port: number, protocol: Protocol = "tcp"): GroupRule {
  return { protocol, ports: { first: port, last: port }, peer };
}

/** A subnet with open ACLs that leaves by this target. */
export function subnet(id: string, cidr: string, target?: string): Subnet {
  const out = target === undefined ? [] : [{ destination: { cidr: "0.0.0.0/0" }, target }];
  return { id, cidr, ingress: openAcl, egress: openAcl, routes: [local, ...out] };
}

/** The network without any group. */
export const emptyNetwork: Network = {
  groups: [],
  subnets: [
    subnet("subnet-public", "10.0.0.0/24", "igw-1"),
    subnet("subnet-a", "10.0.1.0/24", "nat-1"),
    subnet("subnet-b", "10.0.2.0/24", "nat-1"),
  ],
  natGateways: { "nat-1": "subnet-public" },
};

/** The network with other subnets of the same id in place of its own. */
export function withSubnets(network: Network, ...others: readonly Subnet[]): Network {
  const subnets = network.subnets.map((one) => others.find(({ id }) => id === one.id) ?? one);
  return { ...network, subnets };
}
