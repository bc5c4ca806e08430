/** Reads a VPC through the AWS SDK into the form that reachability is calculated from. */
import {
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type IpPermission,
  type NetworkAcl,
  type NetworkAclEntry,
  type RouteTable,
} from "@aws-sdk/client-ec2";
import type { AclEntry, GroupRule, Network, Peer, Protocol, Route, SecurityGroup, Subnet } from "./model.ts";

/** Protocols by their numbers, which network ACLs use. */
const names: Readonly<Record<string, Protocol>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  icmp: "icmp",
  tcp: "tcp",
  udp: "udp",
};

const allPorts = { first: 0, last: 65535 };

/** What a rule or entry is about; undefined for a protocol that is not looked at. */
function traffic(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): Pick<GroupRule, "protocol" | "ports"> | undefined {
  if (protocol === undefined || protocol === "-1") return { ports: allPorts };
  const name = names[protocol];
  if (name === undefined) return undefined;
  if (name === "icmp") return { protocol: name, ports: allPorts };
  return { protocol: name, ports: from === undefined || from < 0 ? allPorts : { first: from, last: to ?? from } };
}

function rulesOf(permissions: readonly IpPermission[] = []): GroupRule[] {
  return permissions.flatMap((permission) => {
    const what = traffic(permission.IpProtocol, permission.FromPort, permission.ToPort);
    const peers: Peer[] = [
      ...(permission.IpRanges ?? []).map(({ CidrIp = "" }) => ({ cidr: CidrIp })),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId = "" }) => ({ groupId: GroupId })),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId = "" }) => ({ prefixListId: PrefixListId })),
    ];
    return what === undefined ? [] : peers.map((peer) => ({ ...what, peer }));
  });
}

function entriesOf(entries: readonly NetworkAclEntry[] = [], isEgress: boolean): AclEntry[] {
  return entries
    .filter(({ Egress, CidrBlock }) => (Egress ?? false) === isEgress && CidrBlock !== undefined)
    .flatMap(({ RuleNumber = 32_767, RuleAction, Protocol, PortRange, CidrBlock = "" }) => {
      const what = traffic(Protocol, PortRange?.From, PortRange?.To);
      return what === undefined
        ? []
        : [{ ...what, number: RuleNumber, allow: RuleAction === "allow", cidr: CidrBlock }];
    });
}

function routesOf({ Routes = [] }: RouteTable): Route[] {
  return Routes.filter(({ State }) => State !== "blackhole").flatMap((route): Route[] => {
    const { DestinationCidrBlock, DestinationPrefixListId, GatewayId, NatGatewayId } = route;
    const target =
      NatGatewayId ?? GatewayId ?? route.TransitGatewayId ?? route.VpcPeeringConnectionId ?? route.NetworkInterfaceId;
    if (target === undefined) return [];
    if (DestinationPrefixListId) return [{ destination: { prefixListId: DestinationPrefixListId }, target }];
    return DestinationCidrBlock ? [{ destination: { cidr: DestinationCidrBlock }, target }] : [];
  });
}

/** The route table or ACL that a subnet is associated with, else the VPC's own. */
function ofSubnet<T>(all: readonly T[], subnetId: string, has: (one: T, id: string | undefined) => boolean): T {
  const found = all.find((one) => has(one, subnetId)) ?? all.find((one) => has(one, undefined));
  if (found === undefined) throw new Error(`${subnetId} has no route table or network ACL, and the VPC no main one`);
  return found;
}

const hasTable = ({ Associations = [] }: RouteTable, id: string | undefined) =>
  Associations.some(({ SubnetId, Main }) => (id === undefined ? Main === true : SubnetId === id));

const hasAcl = ({ Associations = [], IsDefault }: NetworkAcl, id: string | undefined) =>
  id === undefined ? IsDefault === true : Associations.some(({ SubnetId }) => SubnetId === id);

/**
 * Reads a VPC.
 *
 * @param ec2 client of the VPC's region
 * @param vpcId its id
 * @throws Error when a subnet has IPv6 addresses, which the calculation does not know
 */
export async function describeNetwork(ec2: EC2Client, vpcId: string): Promise<Network> {
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const [{ SecurityGroups = [] }, { Subnets = [] }, { RouteTables = [] }, { NetworkAcls = [] }, { NatGateways = [] }] =
    await Promise.all([
      ec2.send(new DescribeSecurityGroupsCommand({ Filters })),
      ec2.send(new DescribeSubnetsCommand({ Filters })),
      ec2.send(new DescribeRouteTablesCommand({ Filters })),
      ec2.send(new DescribeNetworkAclsCommand({ Filters })),
      ec2.send(new DescribeNatGatewaysCommand({ Filter: Filters })),
    ]);
  const groups = SecurityGroups.map(
    ({ GroupId = "", IpPermissions, IpPermissionsEgress }): SecurityGroup => ({
      id: GroupId,
      ingress: rulesOf(IpPermissions),
      egress: rulesOf(IpPermissionsEgress),
    }),
  );
  const subnets = Subnets.map(({ SubnetId = "", CidrBlock = "", Ipv6CidrBlockAssociationSet = [] }): Subnet => {
    if (Ipv6CidrBlockAssociationSet.length > 0)
      throw new Error(`${SubnetId} has IPv6 addresses: reachability knows IPv4 only`);
    const { Entries } = ofSubnet(NetworkAcls, SubnetId, hasAcl);
    const routes = routesOf(ofSubnet(RouteTables, SubnetId, hasTable));
    return {
      id: SubnetId,
      cidr: CidrBlock,
      ingress: entriesOf(Entries, false),
      egress: entriesOf(Entries, true),
      routes,
    };
  });
  const gateways = NatGateways.filter(({ State }) => State === "available");
  return {
    groups,
    subnets,
    natGateways: Object.fromEntries(gateways.map(({ NatGatewayId = "", SubnetId = "" }) => [NatGatewayId, SubnetId])),
  };
}
