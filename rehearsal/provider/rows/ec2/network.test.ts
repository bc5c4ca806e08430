import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { internetGateway } from "./internet-gateway.ts";
import { natGateway } from "./nat-gateway.ts";
import { route } from "./route.ts";
import { routeTableAssociation } from "./route-table.ts";
import { types } from "./shared.ts";
import { subnet } from "./subnet.ts";
import { testNetwork } from "./test-network.ts";
import { vpc } from "./vpc.ts";

describeRules(vpc, { cidrBlock: "10.0.0.0/16" }, [
  ["the largest range", { cidrBlock: "10.2.0.0/16" }, undefined],
  ["the smallest range", { cidrBlock: "10.2.0.0/28" }, undefined],
  [
    "a range that is too large",
    { cidrBlock: "10.0.0.0/15" },
    /10\.0\.0\.0\/15 has prefix \/15: AWS takes \/16 to \/28/,
  ],
  ["a range that is too small", { cidrBlock: "10.0.0.0/29" }, /prefix \/29/],
  ["what is no range", { cidrBlock: "10.0.0.0" }, /10\.0\.0\.0 is no IPv4 range/],
  ["host bits", { cidrBlock: "10.0.0.1/16" }, /has host bits set/],
  ["the link-local range", { cidrBlock: "169.254.0.0/16" }, /is in 169\.254\.0\.0\/16, which AWS refuses/],
  ["no range at all", { cidrBlock: undefined }, /has no IPv4 range: give cidrBlock/],
  ["a range of a pool", { cidrBlock: undefined, ipv4IpamPoolId: "ipam-pool-1" }, undefined],
  ["a range that is not known yet", { cidrBlock: unknown }, undefined],
]);

describeRules(
  subnet,
  { vpcId: "vpc-one", cidrBlock: "10.0.3.0/24", availabilityZone: "eu-west-1a" },
  [
    [
      "a range outside of its VPC",
      { cidrBlock: "10.1.3.0/24" },
      /10\.1\.3\.0\/24 is not inside 10\.0\.0\.0\/16, the range of vpc-one/,
    ],
    [
      "a range that sticks out of its VPC",
      { vpcId: "vpc-small", cidrBlock: "10.9.0.0/16" },
      /is not inside 10\.9\.0\.0\/24/,
      testNetwork([types.vpc, "vpc-small", { cidrBlock: "10.9.0.0/24" }]),
    ],
    [
      "the whole range of its VPC",
      { vpcId: "vpc-small", cidrBlock: "10.9.0.0/24" },
      undefined,
      testNetwork([types.vpc, "vpc-small", { cidrBlock: "10.9.0.0/24" }]),
    ],
    [
      "an overlap",
      { cidrBlock: "10.0.2.128/25" },
      /10\.0\.2\.128\/25 overlaps 10\.0\.2\.0\/24 of subnet-one-b in vpc-one/,
    ],
    ["the neighbouring range", { cidrBlock: "10.0.4.0/24" }, undefined],
    ["the same range in another VPC", { vpcId: "vpc-two", cidrBlock: "10.1.2.0/24" }, undefined],
    ["a prefix that is too long", { cidrBlock: "10.0.3.0/29" }, /has prefix \/29: AWS takes \/16 to \/28/],
    ["the longest prefix", { cidrBlock: "10.0.3.0/28" }, undefined],
    ["host bits", { cidrBlock: "10.0.3.7/24" }, /has host bits set/],
    [
      "a zone of another region",
      { availabilityZone: "us-east-1a" },
      /us-east-1a is not of the region eu-west-1: its zones are eu-west-1a, eu-west-1b, eu-west-1c/,
    ],
    ["a zone that does not exist", { availabilityZone: "eu-west-1d" }, /eu-west-1d is not of the region/],
    ["another zone of the region", { availabilityZone: "eu-west-1c" }, undefined],
    ["no range", { cidrBlock: undefined }, /has no IPv4 range/],
    ["a VPC that is not known yet", { vpcId: unknown, cidrBlock: "192.168.0.0/24" }, undefined],
  ],
  testNetwork(),
);

describeRules(
  internetGateway,
  { vpcId: "vpc-two" },
  [
    ["a second gateway of a VPC", { vpcId: "vpc-one" }, /vpc-one has the internet gateway igw-one already/],
    ["a gateway without VPC", { vpcId: undefined }, undefined],
  ],
  testNetwork(),
);

describeRules(
  route,
  { routeTableId: "rtb-one", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-one" },
  [
    ["a NAT gateway of the VPC", { gatewayId: undefined, natGatewayId: "nat-one" }, undefined],
    [
      "a target of another VPC",
      { routeTableId: "rtb-two" },
      /gatewayId igw-one is of vpc-one, but its route table rtb-two is of vpc-two/,
    ],
    ["a gateway that does not exist", { gatewayId: "igw-none" }, /gatewayId igw-none does not exist/],
    ["a gateway that is not attached", { gatewayId: "igw-loose" }, /igw-loose is not attached to a VPC/],
    [
      "a NAT gateway that does not exist",
      { gatewayId: undefined, natGatewayId: "nat-none" },
      /natGatewayId nat-none does not exist/,
    ],
    [
      "a NAT gateway in a VPC without internet gateway",
      { routeTableId: "rtb-two", gatewayId: undefined, natGatewayId: "nat-two" },
      /natGatewayId nat-two is a public NAT gateway of vpc-two, which has no internet gateway/,
    ],
    [
      "a private NAT gateway in such a VPC",
      { routeTableId: "rtb-two", gatewayId: undefined, natGatewayId: "nat-private" },
      undefined,
    ],
    ["a virtual gateway from elsewhere", { gatewayId: "vgw-1" }, undefined],
    ["a destination that is no range", { destinationCidrBlock: "everywhere" }, /everywhere is no IPv4 range/],
    [
      "a second route to a destination",
      {},
      /rtb-one has a route to 0\.0\.0\.0\/0 already/,
      testNetwork([route.type, "r-1", { routeTableId: "rtb-one", destinationCidrBlock: "0.0.0.0/0" }]),
    ],
    ["a target that is not known yet", { gatewayId: unknown }, undefined],
  ],
  testNetwork(),
);

describe("route", () => {
  it("has the real provider's id: the table and the CRC-32 of the destination", () => {
    const inputs = { routeTableId: "rtb-4fbb3ac4", destinationCidrBlock: "0.0.0.0/0" };
    assert.equal(route.identify(inputs, testFacts()), "r-rtb-4fbb3ac41080289494");
  });
});

describeRules(
  routeTableAssociation,
  { routeTableId: "rtb-one", subnetId: "subnet-one-a" },
  [
    [
      "a subnet of another VPC",
      { subnetId: "subnet-two-a" },
      /subnet-two-a is of vpc-two, but the route table rtb-one is of vpc-one/,
    ],
    ["a subnet that does not exist", { subnetId: "subnet-none" }, /subnet-none does not exist/],
    [
      "a second table for a subnet",
      {},
      /subnet-one-a is associated with rtb-x already/,
      testNetwork([routeTableAssociation.type, "rtbassoc-1", { routeTableId: "rtb-x", subnetId: "subnet-one-a" }]),
    ],
  ],
  testNetwork(),
);

describeRules(
  natGateway,
  { subnetId: "subnet-one-a", allocationId: "eipalloc-1", connectivityType: "public" },
  [
    ["no address", { allocationId: undefined }, /public NAT gateway has no allocationId/],
    ["no subnet", { subnetId: undefined }, /NAT gateway has no subnetId/],
    ["a private gateway without address", { allocationId: undefined, connectivityType: "private" }, undefined],
    ["a private gateway with address", { connectivityType: "private" }, /private NAT gateway takes no allocationId/],
    ["an address that is used", { allocationId: "eipalloc-used" }, /eipalloc-used is used by nat-one already/],
    ["a subnet that does not exist", { subnetId: "subnet-none" }, /subnet-none does not exist/],
    ["an address that is not known yet", { allocationId: unknown, subnetId: unknown }, undefined],
  ],
  testNetwork(),
);
