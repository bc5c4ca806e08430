/** Row of routes. */
import { crc32 } from "node:zlib";
import type { Properties, Row } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { upperFirst } from "../helpers.ts";
import { text } from "../known.ts";
import { parseRange } from "./cidr.ts";
import {
  destinationOf,
  destinations,
  liveRoute,
  natWithoutInternetProblem,
  routeParameters,
  targetMembers,
  targetMissingProblem,
  targetVpcProblem,
} from "./routes.ts";
import { ec2 } from "./shared.ts";

/** Type `aws:ec2/route:Route`. */
const type = "aws:ec2/route:Route";

/** The real provider's id: `r-`, the route table, and the CRC-32 of the destination (terraform-provider-aws, `routeCreateID`). */
function routeId(inputs: Properties): string {
  const destination = destinationOf(inputs);
  return `r-${inputs.routeTableId}${isUnknown(destination) ? "" : crc32(String(destination))}`;
}

function destinationMember(route: Properties): Properties {
  const name = destinations.find((property) => route[property] !== undefined);
  return name === undefined ? {} : { [upperFirst(name)]: route[name] };
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const routes: Properties[] = answer.RouteTables?.[0]?.Routes ?? [];
  const route = routes.find((candidate) => destinationOf(liveRoute(candidate)) === destinationOf(state));
  // A target that the route no longer has is told as not given.
  const noTargets = Object.fromEntries(Object.keys(targetMembers).map((target) => [target, undefined]));
  return route && { ...noTargets, ...liveRoute(route), origin: route.Origin, state: route.State };
}

/** Row of `aws:ec2/route:Route`. */
export const route: Row = {
  type,
  required: ["routeTableId"],
  replaceOn: ["routeTableId", ...destinations],
  exactlyOne: [[...destinations], Object.keys(targetMembers)],
  identify: routeId,
  attributes: () => ({ origin: "CreateRoute", state: "active" }),
  create: { call: (inputs) => ec2("CreateRoute", routeParameters(inputs.routeTableId, inputs)) },
  read: {
    call: (_id, state) => ec2("DescribeRouteTables", { RouteTableIds: [state.routeTableId] }),
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: ["InvalidRouteTableID.NotFound"],
  },
  update: (_id, inputs) => [ec2("ReplaceRoute", routeParameters(inputs.routeTableId, inputs))],
  delete: (_id, state) => [
    ec2("DeleteRoute", { RouteTableId: state.routeTableId, ...destinationMember(state) }, [
      "InvalidRoute.NotFound",
      "InvalidRouteTableID.NotFound",
    ]),
  ],
  rules: [
    {
      source: "EC2 API, CreateRoute, DestinationCidrBlock",
      check: ({ destinationCidrBlock }) => {
        const cidr = text(destinationCidrBlock);
        return cidr !== undefined && !parseRange(cidr)
          ? `the route's destinationCidrBlock ${cidr} is no IPv4 range: give one like 0.0.0.0/0`
          : undefined;
      },
    },
    {
      source: "Amazon VPC User Guide, Route tables; EC2 API error InvalidParameterValue",
      check: (inputs, world) => targetVpcProblem(inputs.routeTableId, inputs, world),
    },
    {
      source: "EC2 API errors InvalidGatewayID.NotFound, NatGatewayNotFound, InvalidVpcEndpointId.NotFound",
      when: "creation",
      check: (inputs, world) => targetMissingProblem(inputs, world),
    },
    {
      source: "Amazon VPC User Guide, NAT gateways; EC2 API error Gateway.NotAttached",
      when: "creation",
      check: (inputs, world) => natWithoutInternetProblem(inputs, world),
    },
    {
      source: "EC2 API error RouteAlreadyExists",
      when: "creation",
      check: (inputs, world) => {
        const same = world
          .all(type)
          .find(
            ({ properties }) =>
              properties.routeTableId === inputs.routeTableId && destinationOf(properties) === destinationOf(inputs),
          );
        return same
          ? `the route table ${inputs.routeTableId} has a route to ${destinationOf(inputs)} already: change that one`
          : undefined;
      },
    },
  ],
};
