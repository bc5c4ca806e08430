/** A small network of two VPCs for tests of rules. Region eu-west-1. */
import type { Properties, World } from "../../row.ts";
import { type Made, testWorld } from "../test-world.ts";
import { types } from "./shared.ts";

const vpc = (id: string, cidrBlock: string, more: Properties = {}): Made => [
  types.vpc,
  id,
  { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, defaultSecurityGroupId: `sg-default-${id}`, ...more },
];

const subnet = (id: string, vpcId: string, cidrBlock: string, availabilityZone: string): Made => [
  types.subnet,
  id,
  { vpcId, cidrBlock, availabilityZone },
];

/** What the network holds: `vpc-one` with internet gateway and two zones, `vpc-two` without. */
export const networkParts: readonly Made[] = [
  vpc("vpc-one", "10.0.0.0/16"),
  vpc("vpc-two", "10.1.0.0/16", { enableDnsHostnames: false }),
  subnet("subnet-one-a", "vpc-one", "10.0.0.0/24", "eu-west-1a"),
  subnet("subnet-one-a2", "vpc-one", "10.0.1.0/24", "eu-west-1a"),
  subnet("subnet-one-b", "vpc-one", "10.0.2.0/24", "eu-west-1b"),
  subnet("subnet-two-a", "vpc-two", "10.1.0.0/24", "eu-west-1a"),
  [types.internetGateway, "igw-one", { vpcId: "vpc-one" }],
  [types.internetGateway, "igw-loose", {}],
  [types.routeTable, "rtb-one", { vpcId: "vpc-one" }],
  [types.routeTable, "rtb-two", { vpcId: "vpc-two" }],
  [types.natGateway, "nat-one", { vpcId: "vpc-one", allocationId: "eipalloc-used" }],
  [types.natGateway, "nat-two", { vpcId: "vpc-two", connectivityType: "public" }],
  [types.natGateway, "nat-private", { vpcId: "vpc-two", connectivityType: "private" }],
  [types.securityGroup, "sg-one", { vpcId: "vpc-one" }],
  [types.securityGroup, "sg-one-more", { vpcId: "vpc-one" }],
  [types.securityGroup, "sg-two", { vpcId: "vpc-two" }],
];

/** The network, with further resources. */
export function testNetwork(...more: readonly Made[]): World {
  return testWorld(...networkParts, ...more);
}

/** The network with its two VPCs peered. */
export function peeredNetwork(): World {
  return testNetwork([types.peering, "pcx-1", { vpcId: "vpc-one", peerVpcId: "vpc-two" }] satisfies Made);
}
