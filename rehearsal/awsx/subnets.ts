/** The subnets of `awsx.ec2.Vpc` with what belongs to each: route table, association, NAT gateway, default route. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { region, type Tags, tagsOf, type VpcArguments } from "./arguments.ts";
import { subnetIpv6Block } from "./ipv6.ts";
import { makesNatGateway } from "./nat-gateways.ts";
import type { PlannedSubnet, SubnetSpec } from "./subnet-layout.ts";

/** Everything the component makes and gives out, by the names of its documented outputs. */
export interface VpcOutputs {
  readonly vpc: aws.ec2.Vpc;
  readonly vpcId: pulumi.Output<string>;
  readonly internetGateway: aws.ec2.InternetGateway;
  readonly subnets: aws.ec2.Subnet[];
  readonly publicSubnets: aws.ec2.Subnet[];
  readonly privateSubnets: aws.ec2.Subnet[];
  readonly isolatedSubnets: aws.ec2.Subnet[];
  readonly publicSubnetIds: pulumi.Output<string>[];
  readonly privateSubnetIds: pulumi.Output<string>[];
  readonly isolatedSubnetIds: pulumi.Output<string>[];
  readonly routeTables: aws.ec2.RouteTable[];
  readonly routeTableAssociations: aws.ec2.RouteTableAssociation[];
  readonly routes: aws.ec2.Route[];
  readonly natGateways: aws.ec2.NatGateway[];
  readonly eips: aws.ec2.Eip[];
  readonly subnetLayout: readonly SubnetSpec[];
  readonly vpcEndpoints: aws.ec2.VpcEndpoint[];
}

/** What every child is made from. */
export interface Scope {
  /** The component's name, with which the children's names begin. */
  readonly name: string;
  /** The component's arguments, with their defaults. */
  readonly args: VpcArguments;
  /** `Name` (the component's name) and the `tags` argument, which wins. */
  readonly sharedTags: Tags;
  /** Takes what is made, as it is made. */
  readonly made: VpcOutputs;
}

/**
 * Makes a subnet with its route table, its NAT gateway when it is to have one, and its default route.
 *
 * @param zone position of its availability zone, from 0.
 * @param ipv6Index position of its block in the VPC's IPv6 block.
 */
export function createSubnet(scope: Scope, planned: PlannedSubnet, zone: number, ipv6Index: number): void {
  const { args, made, sharedTags } = scope;
  const spec = args.subnetSpecs?.[planned.specIndex];
  const names = { Name: planned.nameTag, SubnetType: planned.type };
  const assignIpv6AddressOnCreation = pulumi
    .all([spec?.assignIpv6AddressOnCreation, args.assignGeneratedIpv6CidrBlock])
    .apply(([ofSubnet, ofVpc]) => ofSubnet ?? ofVpc ?? false);
  const ipv6CidrBlock = pulumi
    .all([made.vpc.ipv6CidrBlock, assignIpv6AddressOnCreation])
    .apply(([block, assign]) => (assign ? subnetIpv6Block(block, ipv6Index) : undefined));

  const subnet = new aws.ec2.Subnet(
    planned.resourceName,
    {
      ...region(args),
      vpcId: made.vpc.id,
      availabilityZone: planned.availabilityZone,
      mapPublicIpOnLaunch: planned.type === "Public",
      cidrBlock: planned.cidrBlock,
      assignIpv6AddressOnCreation,
      ipv6CidrBlock,
      tags: { ...sharedTags, ...tagsOf(spec), ...names },
    },
    { parent: made.vpc, dependsOn: [made.vpc] },
  );
  made.subnets.push(subnet);
  const [subnets, ids] = {
    Public: [made.publicSubnets, made.publicSubnetIds] as const,
    Private: [made.privateSubnets, made.privateSubnetIds] as const,
    Isolated: [made.isolatedSubnets, made.isolatedSubnetIds] as const,
  }[planned.type as "Public" | "Private" | "Isolated"];
  subnets.push(subnet);
  ids.push(subnet.id);

  const routeTable = createRouteTable(scope, planned, subnet, { ...sharedTags, ...names });
  if (planned.type === "Public" && makesNatGateway(natStrategy(args), zone, made.natGateways.length)) {
    createNatGateway(scope, subnet, zone);
  }
  createDefaultRoute(scope, planned, routeTable, zone);
}

function natStrategy(args: VpcArguments): "None" | "Single" | "OnePerAz" {
  return args.natGateways?.strategy ?? "OnePerAz";
}

function createRouteTable(
  { args, made }: Scope,
  planned: PlannedSubnet,
  subnet: aws.ec2.Subnet,
  tags: Tags,
): aws.ec2.RouteTable {
  const routeTable = new aws.ec2.RouteTable(
    planned.resourceName,
    { ...region(args), vpcId: made.vpc.id, tags },
    { parent: subnet, dependsOn: [subnet] },
  );
  const association = new aws.ec2.RouteTableAssociation(
    planned.resourceName,
    { ...region(args), routeTableId: routeTable.id, subnetId: subnet.id },
    { parent: routeTable, dependsOn: [routeTable] },
  );
  made.routeTables.push(routeTable);
  made.routeTableAssociations.push(association);
  return routeTable;
}

/** A NAT gateway, with an address of its own unless allocation ids are given. Their tags take no `Name` of the component. */
function createNatGateway({ name, args, made }: Scope, subnet: aws.ec2.Subnet, zone: number): void {
  const given = args.natGateways?.elasticIpAllocationIds ?? [];
  const gatewayName = `${name}-${zone + 1}`;
  const tags = { ...tagsOf(args), Name: gatewayName };
  const options = { parent: subnet, dependsOn: [subnet] };
  let allocationId = given[zone];
  if (allocationId === undefined) {
    const eip = new aws.ec2.Eip(gatewayName, { ...region(args), tags }, options);
    made.eips.push(eip);
    allocationId = eip.allocationId;
  }
  const properties = { ...region(args), subnetId: subnet.id, allocationId, tags };
  made.natGateways.push(new aws.ec2.NatGateway(gatewayName, properties, options));
}

/** Public subnets go out through the internet gateway, private ones through NAT where there is any, isolated ones not. */
function createDefaultRoute(
  { args, made }: Scope,
  planned: PlannedSubnet,
  routeTable: aws.ec2.RouteTable,
  zone: number,
) {
  const natGateway = natStrategy(args) === "Single" ? made.natGateways[0] : made.natGateways[zone];
  const target =
    planned.type === "Public"
      ? { gatewayId: made.internetGateway.id }
      : planned.type === "Private" && natGateway !== undefined
        ? { natGatewayId: natGateway.id }
        : undefined;
  if (target !== undefined) {
    const properties = { ...region(args), routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0", ...target };
    made.routes.push(
      new aws.ec2.Route(planned.resourceName, properties, { parent: routeTable, dependsOn: [routeTable] }),
    );
  }
}
