/** What routes have in common, whether they are resources of their own or inside a route table: targets, destinations, checks. */
import type { Properties, World } from "../../row.ts";
import { upperFirst } from "../helpers.ts";
import { text } from "../known.ts";
import { found, types, vpcOfRouteTable } from "./shared.ts";

/** Destination properties of `aws.ec2.Route`. */
export const destinations = ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"] as const;

/** Target properties with the member of EC2's CreateRoute. */
export const targetMembers: Readonly<Record<string, string>> = {
  carrierGatewayId: "CarrierGatewayId",
  coreNetworkArn: "CoreNetworkArn",
  egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
  gatewayId: "GatewayId",
  localGatewayId: "LocalGatewayId",
  natGatewayId: "NatGatewayId",
  networkInterfaceId: "NetworkInterfaceId",
  odbNetworkArn: "OdbNetworkArn",
  transitGatewayId: "TransitGatewayId",
  vpcEndpointId: "VpcEndpointId",
  vpcPeeringConnectionId: "VpcPeeringConnectionId",
};

/** The parameters of CreateRoute and ReplaceRoute. */
export function routeParameters(routeTableId: unknown, route: Properties): Properties {
  const given = destinations.filter((name) => route[name] !== undefined);
  const targets = Object.entries(targetMembers).filter(([name]) => route[name] !== undefined);
  return {
    RouteTableId: routeTableId,
    ...Object.fromEntries(given.map((name) => [upperFirst(name), route[name]])),
    ...Object.fromEntries(targets.map(([name, member]) => [member, route[name]])),
  };
}

/** The destination of a route, whichever kind it has. */
export function destinationOf(route: Properties): unknown {
  const name = destinations.find((property) => route[property] !== undefined);
  return name && route[name];
}

/** A route of AWS's answer in Pulumi's names. */
export function liveRoute(route: Properties): Properties {
  const members = [...destinations.map((name) => [name, upperFirst(name)]), ...Object.entries(targetMembers)];
  const given = members.filter(([, member]) => route[member as string] !== undefined);
  return Object.fromEntries(given.map(([name, member]) => [name, route[member as string]]));
}

/** Targets that must have been made in this workspace, by the beginning of their id: `[property, prefix, type]`. */
const ownTargets = [
  ["gatewayId", "igw-", types.internetGateway],
  ["natGatewayId", "nat-", types.natGateway],
  ["vpcEndpointId", "vpce-", types.vpcEndpoint],
] as const;

/** The problem of a target that is of another VPC than the route table (both known), or undefined. */
export function targetVpcProblem(routeTableId: unknown, route: Properties, world: World): string | undefined {
  const vpcId = vpcOfRouteTable(world, routeTableId);
  if (vpcId === undefined) return undefined;
  for (const [property, , type] of ownTargets) {
    const target = found(world, type, route[property]);
    const targetVpc = text(target?.properties.vpcId);
    if (target && targetVpc !== undefined && targetVpc !== vpcId) {
      return `the route's ${property} ${target.id} is of ${targetVpc}, but its route table ${routeTableId} is of ${vpcId}: give a target of ${vpcId}`;
    }
  }
  return undefined;
}

/** The problem of a target that was not made in this workspace or is not attached to a VPC, or undefined. */
export function targetMissingProblem(route: Properties, world: World): string | undefined {
  for (const [property, prefix, type] of ownTargets) {
    const id = text(route[property]);
    if (id === undefined || !id.startsWith(prefix)) continue;
    const target = found(world, type, id);
    if (!target) return `the route's ${property} ${id} does not exist: give the id of one that this workspace made`;
    if (type === types.internetGateway && target.properties.vpcId === undefined) {
      return `the route's gatewayId ${id} is not attached to a VPC: give the gateway a vpcId`;
    }
  }
  return undefined;
}

/**
 * The problem of a public NAT gateway in a VPC without internet gateway, or undefined. AWS lets such a gateway fail minutes after its creation.
 * It is looked for at the route and not at the gateway, because a program need not make the internet gateway first.
 */
export function natWithoutInternetProblem(route: Properties, world: World): string | undefined {
  const gateway = found(world, types.natGateway, route.natGatewayId);
  const vpcId = text(gateway?.properties.vpcId);
  if (!gateway || vpcId === undefined || gateway.properties.connectivityType === "private") return undefined;
  const attached = world.all(types.internetGateway).some(({ properties }) => properties.vpcId === vpcId);
  return attached
    ? undefined
    : `the route's natGatewayId ${gateway.id} is a public NAT gateway of ${vpcId}, which has no internet gateway: attach one to ${vpcId}`;
}
