/** One VPC's rules and routes as far as reachability depends on them. IPv4 only. */

/** Protocols that are looked at. ICMP has no ports and counts as port 0. */
export const protocols = ["tcp", "udp", "icmp"] as const;
/** One of `protocols`. */
export type Protocol = (typeof protocols)[number];

/** Ports from the first to the last one, both of them in it. */
export interface Ports {
  /** 0 to 65535. */
  readonly first: number;
  /** 0 to 65535, not less than `first`. */
  readonly last: number;
}

/** Whom a security-group rule is about: a range, another group, or a list of ranges that AWS keeps. */
export type Peer = { readonly cidr: string } | { readonly groupId: string } | { readonly prefixListId: string };

/** One rule of a security group, with one peer. */
export interface GroupRule {
  /** Absent: every protocol. */
  readonly protocol?: Protocol | undefined;
  /** All ports when `protocol` is absent. */
  readonly ports: Ports;
  /** The other side. */
  readonly peer: Peer;
}

/** A security group: what no rule lets through is refused; answers always pass. */
export interface SecurityGroup {
  /** `sg-…`. */
  readonly id: string;
  /** What may come in. */
  readonly ingress: readonly GroupRule[];
  /** What may go out. */
  readonly egress: readonly GroupRule[];
}

/** One entry of a network ACL. */
export interface AclEntry {
  /** Its place: the lowest number that matches decides. */
  readonly number: number;
  /** Whether it lets through. */
  readonly allow: boolean;
  /** Absent: every protocol. */
  readonly protocol?: Protocol | undefined;
  /** All ports when `protocol` is absent. */
  readonly ports: Ports;
  /** The other side. */
  readonly cidr: string;
}

/** One route. */
export interface Route {
  /** Where to: a range or a list of ranges that AWS keeps. */
  readonly destination: { readonly cidr: string } | { readonly prefixListId: string };
  /** The way: `local`, or the id of a gateway (`igw-`, `nat-`, `vpce-`). */
  readonly target: string;
}

/** A subnet with what decides about its traffic. */
export interface Subnet {
  /** `subnet-…`. */
  readonly id: string;
  /** Its range. */
  readonly cidr: string;
  /** Entries of its network ACL for what comes in. */
  readonly ingress: readonly AclEntry[];
  /** For what goes out. */
  readonly egress: readonly AclEntry[];
  /** Its route table. */
  readonly routes: readonly Route[];
}

/** A VPC. */
export interface Network {
  /** Its security groups. */
  readonly groups: readonly SecurityGroup[];
  /** Its subnets. */
  readonly subnets: readonly Subnet[];
  /** The subnet of each NAT gateway, by the gateway's id. */
  readonly natGateways: Readonly<Record<string, string>>;
}

/** Something that stands in the network. */
export interface Placement {
  /** What the result calls it. */
  readonly name: string;
  /** Its security groups. */
  readonly groupIds: readonly string[];
  /** The subnets in which it may stand. */
  readonly subnetIds: readonly string[];
  /** Whether it has a public address. Default: false. */
  readonly isPublic?: boolean;
}
