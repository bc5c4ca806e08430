import type { types } from "@pulumi/aws";

/** One entry of the default network ACL, as the provider takes it. */
export type NetworkAclEntry = types.input.ec2.DefaultNetworkAclIngress & {
  /** Its place: entries are tried from the lowest number on, and the first that matches decides. */
  readonly ruleNo: number;
  /** Only allowed traffic is listed: what no entry matches is denied. */
  readonly action: "allow";
  /** Name or number of the protocol; "-1" is every one. */
  readonly protocol: string;
  /** First port of the range; 0 where the protocol has no ports. */
  readonly fromPort: number;
  /** Last port of the range; 0 where the protocol has no ports. */
  readonly toPort: number;
};

/** Ports of remote administration, which are never open to the whole internet (control EC2.21). */
const administrationPorts = [22, 3389] as const;

/** Every port but those of remote administration, as ranges without a gap. */
const openRanges = [
  [0, administrationPorts[0] - 1],
  [administrationPorts[0] + 1, administrationPorts[1] - 1],
  [administrationPorts[1] + 1, 65535],
] as const;

/** Entries that do not depend on settings: the network itself, three port ranges each of TCP and UDP, ICMP. */
const fixedEntries = 8;

/**
 * Inbound entries that AWS lets one network ACL have by default, less the two implicit ones that deny the rest.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, "Rules per network ACL" (20).
 */
const maxEntries = 18;

/** Ranges that `inboundEntries` has room for, SSH and connected networks together. */
export const maxAdmittedRanges = maxEntries - fixedEntries;

/** What the inbound entries are made from. */
export interface InboundArgs {
  /** The network's own IPv4 range. */
  readonly cidrBlock: string;
  /** IPv4 ranges of connected networks: everything from there may enter, security groups decide. */
  readonly connectedCidrBlocks: readonly string[];
  /** IPv4 ranges that may reach port 22. */
  readonly sshCidrBlocks: readonly string[];
}

/**
 * The inbound entries of the default network ACL, which all subnets have.
 *
 * Everything may enter from the network itself and from connected networks, port 22 from the SSH ranges, and from the
 * internet whatever is not remote administration: security groups decide about that, this is the second fence.
 * An ACL has no memory, so answers from the internet enter by these entries too. An answer to a NAT gateway that happened
 * to use 3389 as its source port is lost: one of the 64,512 ports of a gateway (1024 to 65535), and the client's next
 * attempt has another port. AWS takes the port as it comes, so there is no way around that with an ACL.
 *
 * @param args at most `maxAdmittedRanges` ranges beside the network's own; `checkNetwork` refuses more
 */
export function inboundEntries(args: InboundArgs): readonly NetworkAclEntry[] {
  const all = { action: "allow", protocol: "-1", fromPort: 0, toPort: 0 } as const;
  const internet = { action: "allow", cidrBlock: "0.0.0.0/0" } as const;
  const byProtocol = ["tcp", "udp"].flatMap((protocol, group) =>
    openRanges.map(([fromPort, toPort], position) => ({
      ...internet,
      ruleNo: 300 + group * 100 + position * 10,
      protocol,
      fromPort,
      toPort,
    })),
  );
  return [
    { ...all, ruleNo: 100, cidrBlock: args.cidrBlock },
    ...args.connectedCidrBlocks.map((cidrBlock, position) => ({ ...all, ruleNo: 101 + position, cidrBlock })),
    ...args.sshCidrBlocks.map((cidrBlock, position) => ({
      ...all,
      ruleNo: 200 + position,
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlock,
    })),
    ...byProtocol,
    { ...internet, ruleNo: 500, protocol: "icmp", fromPort: 0, toPort: 0, icmpType: -1, icmpCode: -1 },
  ];
}

/** The outbound entries: everything may leave, security groups decide. */
export function outboundEntries(): readonly NetworkAclEntry[] {
  return [{ action: "allow", ruleNo: 100, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }];
}
