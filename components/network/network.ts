import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { activeZones, planSubnets, type Zone } from "./address-plan.ts";
import { type ConnectedNetwork, checkNetwork } from "./check-network.ts";
import { createGatewayEndpoints, createInterfaceEndpoints } from "./endpoints.ts";
import { createFlowLogs } from "./flow-logs.ts";
import { type NatGatewayMode, natGatewayZones } from "./nat-gateways.ts";
import { inboundEntries, outboundEntries } from "./network-acl.ts";

/** What a network is made from. */
export interface NetworkArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** IPv4 range, /16 to /24, on its boundary. Changing it replaces the network and everything in it. */
  readonly cidrBlock: string;
  /** Availability Zones, two to four, at least two of them not retired. Append-only: reordering would move subnets. */
  readonly zones: readonly Zone[];
  /**
   * Rows of subnets: "public" and "private", then up to two more, which have no route to or from the internet.
   * Append-only. Default: `["public", "private"]`.
   */
  readonly tiers?: readonly string[] | undefined;
  /**
   * How private subnets reach the internet. `none`: not at all. `single`: one NAT gateway in the first zone, a single
   * point of failure. `perZone`: one in each zone, retired ones too. Each costs by the hour and by the GB. Default: `perZone`.
   */
  readonly natGateways?: NatGatewayMode | undefined;
  /** AWS services reached by an interface endpoint, for example "ecr.api". Each costs by the hour in each zone. Default: none. */
  readonly interfaceEndpoints?: readonly string[] | undefined;
  /** Networks that are or will be reachable; their ranges must not overlap this one. Default: none. */
  readonly connectedNetworks?: readonly ConnectedNetwork[] | undefined;
  /** IPv4 ranges that may reach port 22, where a security group lets them. Default: none. */
  readonly sshCidrBlocks?: readonly string[] | undefined;
  /** Days that flow logs are kept, of those that CloudWatch knows. Default: 365. */
  readonly flowLogRetentionDays?: number | undefined;
  /** Boundary of the role that writes flow logs; a deploying role may demand one. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** Ids by tier, and inside it by the zone's name: `subnetIds.private["af-south-1a"]`. */
export type ByTierAndZone = Readonly<Record<string, Readonly<Record<string, string>>>>;

const natGatewayStrategies = { none: "None", single: "Single", perZone: "OnePerAz" } as const;

/** awsx's kind of subnet for a tier: further tiers are isolated, without a route to the internet. */
function subnetType(tier: string): "Public" | "Private" | "Isolated" {
  if (tier === "public") return "Public";
  return tier === "private" ? "Private" : "Isolated";
}

/**
 * A network over two to four Availability Zones: a subnet of each tier in each zone, NAT and endpoints by choice, flow
 * logs, and default rules that let nothing through by accident.
 *
 * Neither the network nor its subnets are protected: they hold no data, an environment for a trial must go away with
 * one command, and AWS refuses to delete what a protected resource still stands in.
 */
export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  /** The network's IPv4 range. */
  public readonly cidrBlock: string;
  /** Names of the zones in use, in the order of the settings. */
  public readonly zones: readonly string[];
  /** Subnets in the zones in use. */
  public readonly subnetIds: pulumi.Output<ByTierAndZone>;
  /**
   * The same subnets, each an output of its own: when a zone is added, its preview knows those of the other zones, and shows no
   * replacement of what stands in them.
   */
  public readonly subnetIdOutputs: Readonly<Record<string, Readonly<Record<string, pulumi.Output<string>>>>>;
  /** Route tables in the zones in use, one for each subnet. */
  public readonly routeTableIds: pulumi.Output<ByTierAndZone>;
  /** The VPC's default security group, which lets nothing in or out: for what must reach nobody. */
  public readonly closedSecurityGroupId: pulumi.Output<string>;
  /** Security group of the interface endpoints. */
  public readonly endpointSecurityGroupId: pulumi.Output<string>;
  /** Log group of the flow logs. */
  public readonly flowLogGroupName: pulumi.Output<string>;
  /** NAT gateways that carry traffic, by the zone's name. */
  public readonly natGatewayIds: pulumi.Output<Readonly<Record<string, string>>>;

  /**
   * @param name prefix of the children's names, from the context
   * @throws pulumi.ResourceError with every problem of the arguments, before anything is made
   */
  constructor(name: string, args: NetworkArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("platform:network:Network", name, {}, options);
    const complete = withDefaults(args);
    refuseProblems(complete, this);

    const vpc = createVpc(name, complete, this);
    const ids = idsByTierAndZone(vpc, complete);

    this.vpcId = vpc.vpcId;
    this.cidrBlock = complete.cidrBlock;
    this.zones = activeZones(complete.zones).map((zone) => zone.name);
    this.subnetIds = ids.subnetIds;
    this.subnetIdOutputs = ids.subnetIdOutputs;
    this.routeTableIds = ids.routeTableIds;

    this.closedSecurityGroupId = closeDefaults(name, vpc, complete, this);
    const endpoints = {
      context: complete.context,
      vpcId: this.vpcId,
      cidrBlock: complete.cidrBlock,
      routeTableIds: ids.allRouteTableIds,
      subnetIds: this.subnetIds.apply((subnets) => Object.values(subnets.private ?? {})),
      interfaceEndpoints: complete.interfaceEndpoints,
    };
    createGatewayEndpoints(name, endpoints, { parent: this });
    this.endpointSecurityGroupId = createInterfaceEndpoints(name, endpoints, { parent: this });
    this.flowLogGroupName = createFlowLogs(
      name,
      {
        context: complete.context,
        vpcId: this.vpcId,
        retentionDays: complete.flowLogRetentionDays,
        permissionsBoundaryArn: complete.permissionsBoundaryArn,
      },
      { parent: this },
    );

    this.natGatewayIds = natGatewayIds(vpc, complete);

    this.registerOutputs({
      natGatewayIds: this.natGatewayIds,
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      routeTableIds: this.routeTableIds,
      closedSecurityGroupId: this.closedSecurityGroupId,
      endpointSecurityGroupId: this.endpointSecurityGroupId,
      flowLogGroupName: this.flowLogGroupName,
    });
  }
}

/** The arguments with every default filled in. */
function withDefaults(args: NetworkArgs) {
  return {
    ...args,
    tiers: args.tiers ?? ["public", "private"],
    natGateways: args.natGateways ?? "perZone",
    interfaceEndpoints: args.interfaceEndpoints ?? [],
    connectedNetworks: args.connectedNetworks ?? [],
    sshCidrBlocks: args.sshCidrBlocks ?? [],
    flowLogRetentionDays: args.flowLogRetentionDays ?? 365,
  };
}

type CompleteArgs = ReturnType<typeof withDefaults>;

/** Stops with all problems of the arguments in one error. */
function refuseProblems(args: CompleteArgs, component: Network): void {
  const problems = checkNetwork({ ...args, region: args.context.region });
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ path, problem, got, allowed, todo }) =>
      `- ${path.join(".")}: ${problem} Got ${got}. Allowed is ${allowed}. ${todo}`,
  );
  throw new pulumi.ResourceError(`The network's arguments are refused:\n${lines.join("\n")}`, component, true);
}

/** VPC, internet gateway, subnets, route tables and NAT gateways. */
function createVpc(name: string, args: CompleteArgs, parent: Network): awsx.ec2.Vpc {
  const plan = planSubnets(args);
  return new awsx.ec2.Vpc(
    name,
    {
      cidrBlock: args.cidrBlock,
      availabilityZoneNames: args.zones.map((zone) => zone.name),
      // With a range for every subnet, awsx distributes nothing by itself, and a new zone moves no subnet.
      subnetStrategy: "Auto",
      subnetSpecs: args.tiers.map((tier) => ({
        type: subnetType(tier),
        name: tier,
        cidrBlocks: plan.filter((subnet) => subnet.tier === tier).map((subnet) => subnet.cidrBlock),
      })),
      natGateways: { strategy: natGatewayStrategies[args.natGateways] },
      // Both are needed for the private names of interface endpoints.
      enableDnsHostnames: true,
      enableDnsSupport: true,
    },
    { parent },
  );
}

/**
 * Cuts awsx's flat list, which goes zone by zone and inside a zone in the order of the tiers, into tiers and zones.
 *
 * @throws Error when the list has another length than there are subnets: then awsx's order cannot be trusted either
 */
function cutByTierAndZone(ids: readonly string[], args: CompleteArgs): ByTierAndZone {
  demandAll(ids, args);
  return byTierAndZone(args, (position) => ids[position] as string);
}

/** @throws Error when awsx's list has another length than there are subnets */
function demandAll(ids: readonly unknown[], { tiers, zones }: CompleteArgs): void {
  if (ids.length !== zones.length * tiers.length) {
    throw new Error(
      `awsx made ${ids.length} subnets or route tables, expected were ${zones.length * tiers.length}: ` +
        "one for each tier and zone. Check the version of @pulumi/awsx.",
    );
  }
}

/** What stands at each tier's and zone's position of awsx's list. */
function byTierAndZone<T>({ tiers, zones }: CompleteArgs, at: (position: number) => T) {
  const inZone = (zone: Zone, tierIndex: number) => at(zone.index * tiers.length + tierIndex);
  return Object.fromEntries(
    tiers.map((tier, tierIndex) => [
      tier,
      Object.fromEntries(activeZones(zones).map((zone) => [zone.name, inZone(zone, tierIndex)])),
    ]),
  );
}

/** The ids of subnets and route tables, and all route tables in one list, those of retired zones too. */
function idsByTierAndZone(vpc: awsx.ec2.Vpc, args: CompleteArgs) {
  const allRouteTableIds = vpc.routeTables.apply((tables) => pulumi.all(tables.map((table) => table.id)));
  const allSubnetIds = vpc.subnets.apply((subnets) => pulumi.all(subnets.map((subnet) => subnet.id)));
  const subnetIdAt = (position: number) =>
    vpc.subnets.apply((subnets) => {
      demandAll(subnets, args);
      return (subnets[position] as aws.ec2.Subnet).id;
    });
  return {
    subnetIds: allSubnetIds.apply((ids) => cutByTierAndZone(ids, args)),
    subnetIdOutputs: byTierAndZone(args, subnetIdAt),
    routeTableIds: allRouteTableIds.apply((ids) => cutByTierAndZone(ids, args)),
    allRouteTableIds,
  };
}

/** awsx lists its gateways as it does zones. */
function natGatewayIds(vpc: awsx.ec2.Vpc, { natGateways, zones }: CompleteArgs) {
  const all = vpc.natGateways.apply((gateways) => pulumi.all(gateways.map(({ id }) => id)));
  return all.apply((ids) =>
    Object.fromEntries(natGatewayZones(natGateways, zones).map(({ name, index }) => [name, ids[index] as string])),
  );
}

/**
 * Takes over what AWS makes with every VPC: the default security group lets nothing through, the ACL no administration.
 *
 * @returns id of the default security group
 */
function closeDefaults(name: string, vpc: awsx.ec2.Vpc, args: CompleteArgs, parent: Network): pulumi.Output<string> {
  const closed = new aws.ec2.DefaultSecurityGroup(
    `${name}-default`,
    // Empty lists, not missing ones: then a rule that somebody adds shows as a change and is taken out again.
    { vpcId: vpc.vpcId, ingress: [], egress: [], tags: { Name: `${name}-default` } },
    { parent },
  );
  new aws.ec2.DefaultNetworkAcl(
    `${name}-default`,
    {
      defaultNetworkAclId: vpc.vpc.defaultNetworkAclId,
      ingress: [
        ...inboundEntries({
          cidrBlock: args.cidrBlock,
          connectedCidrBlocks: args.connectedNetworks.map((network) => network.cidrBlock),
          sshCidrBlocks: args.sshCidrBlocks,
        }),
      ],
      egress: [...outboundEntries()],
      tags: { Name: `${name}-default` },
    },
    // Every subnet has this ACL because it has no other. The provider would want to take them out at every change.
    { parent, ignoreChanges: ["subnetIds"] },
  );
  return closed.id;
}
