/** Rows of route tables and their associations. */
import type { Call, Properties, Row } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { orderAsWanted, text } from "../known.ts";
import { destinationOf, liveRoute, routeParameters } from "./routes.ts";
import { ec2, found, tagCalls, tagSpecifications, types, vpcOfRouteTable, vpcOfSubnet } from "./shared.ts";

/** Routes inside a route table name their destinations otherwise: `cidrBlock`, `ipv6CidrBlock`. */
function outward(route: Properties): Properties {
  const { cidrBlock, ipv6CidrBlock, ...rest } = route;
  const given = Object.entries({ destinationCidrBlock: cidrBlock, destinationIpv6CidrBlock: ipv6CidrBlock, ...rest });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== ""));
}

function inward(route: Properties): Properties {
  const { destinationCidrBlock, destinationIpv6CidrBlock, ...rest } = route;
  const given = Object.entries({ cidrBlock: destinationCidrBlock, ipv6CidrBlock: destinationIpv6CidrBlock, ...rest });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** The calls from the previous inline routes to the wanted ones. Without `routes` the table's routes are left alone. */
function routeCalls(id: string, wanted: unknown, previous: unknown): Call[] {
  if (!Array.isArray(wanted)) return [];
  const [now, before] = [wanted.map(outward), Array.isArray(previous) ? previous.map(outward) : []];
  const twin = (list: Properties[], route: Properties) =>
    list.find((other) => destinationOf(other) === destinationOf(route));
  const removed = before.filter((route) => !twin(now, route));
  return [
    ...removed.map((route) => {
      const { RouteTableId, DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = routeParameters(
        id,
        route,
      );
      const given = { RouteTableId, DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId };
      return ec2("DeleteRoute", given, ["InvalidRoute.NotFound"]);
    }),
    ...now.map((route) => ec2(twin(before, route) ? "ReplaceRoute" : "CreateRoute", routeParameters(id, route))),
  ];
}

function liveTable(answer: Properties, state: Properties): Properties | undefined {
  const table = answer.RouteTables?.[0];
  if (!table) return undefined;
  const own: Properties[] = (table.Routes ?? []).filter(
    (route: Properties) => route.Origin === "CreateRoute" && route.GatewayId !== "local",
  );
  const routes = own.map((route) => inward(liveRoute(route)));
  return {
    vpcId: table.VpcId,
    ownerId: table.OwnerId,
    ...(state.routes === undefined ? {} : { routes: orderAsWanted(routes, state.routes) }),
    tagsAll: tagRecord(table.Tags),
  };
}

/** Type `aws:ec2/routeTable:RouteTable`. */
export const routeTable: Row = {
  type: types.routeTable,
  taggable: true,
  required: ["vpcId"],
  replaceOn: ["vpcId"],
  identify: (_inputs, facts) => `rtb-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `route-table/${id}`), ownerId: facts.accountId }),
  create: {
    call: (inputs, facts) =>
      ec2("CreateRouteTable", { VpcId: inputs.vpcId, ...tagSpecifications("route-table", facts) }),
    id: (answer) => answer.RouteTable.RouteTableId,
  },
  afterCreate: (id, inputs) => routeCalls(id, inputs.routes, undefined),
  read: {
    call: (id) => ec2("DescribeRouteTables", { RouteTableIds: [id] }),
    properties: (answer, _id, state) => liveTable(answer, state),
    gone: ["InvalidRouteTableID.NotFound"],
  },
  update: (id, inputs, previous, facts) => [
    ...routeCalls(id, inputs.routes, previous.routes),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [ec2("DeleteRouteTable", { RouteTableId: id }, ["InvalidRouteTableID.NotFound"])],
};

const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";

function liveAssociation(answer: Properties, id: string): Properties | undefined {
  const associations: Properties[] = (answer.RouteTables ?? []).flatMap(
    (table: Properties) => table.Associations ?? [],
  );
  const association = associations.find((candidate) => candidate.RouteTableAssociationId === id);
  if (!association) return undefined;
  const { RouteTableId: routeTableId, SubnetId: subnetId, GatewayId: gatewayId } = association;
  return { routeTableId, ...(subnetId ? { subnetId } : {}), ...(gatewayId ? { gatewayId } : {}) };
}

/**
 * Type `aws:ec2/routeTableAssociation:RouteTableAssociation`.
 * The real provider moves an association to another table in place, which gives it a new id; a resource's id cannot change in an
 * update, so here that replaces it, deleting first because a subnet has one association.
 */
export const routeTableAssociation: Row = {
  type: associationType,
  required: ["routeTableId"],
  replaceOn: ["subnetId", "gatewayId", "routeTableId"],
  deleteBeforeReplace: true,
  exactlyOne: [["subnetId", "gatewayId"]],
  identify: (_inputs, facts) => `rtbassoc-${facts.hex(17)}`,
  create: {
    call: ({ routeTableId, subnetId, gatewayId }) =>
      ec2("AssociateRouteTable", {
        RouteTableId: routeTableId,
        ...(subnetId === undefined ? {} : { SubnetId: subnetId }),
        ...(gatewayId === undefined ? {} : { GatewayId: gatewayId }),
      }),
    id: (answer) => answer.AssociationId,
  },
  read: {
    call: (_id, state) => ec2("DescribeRouteTables", { RouteTableIds: [state.routeTableId] }),
    properties: liveAssociation,
    gone: ["InvalidRouteTableID.NotFound"],
  },
  delete: (id) => [ec2("DisassociateRouteTable", { AssociationId: id }, ["InvalidAssociationID.NotFound"])],
  rules: [
    {
      source: "EC2 API, AssociateRouteTable: the route table and the subnet must be of the same VPC",
      check: (inputs, world) => {
        const [tableVpc, subnetVpc] = [
          vpcOfRouteTable(world, inputs.routeTableId),
          vpcOfSubnet(world, inputs.subnetId),
        ];
        return tableVpc !== undefined && subnetVpc !== undefined && tableVpc !== subnetVpc
          ? `the subnet ${inputs.subnetId} is of ${subnetVpc}, but the route table ${inputs.routeTableId} is of ${tableVpc}: give a route table of ${subnetVpc}`
          : undefined;
      },
    },
    {
      source: "EC2 API error Resource.AlreadyAssociated",
      when: "creation",
      check: (inputs, world) => {
        const subnetId = text(inputs.subnetId);
        const other = subnetId && world.all(associationType).find(({ properties }) => properties.subnetId === subnetId);
        return other
          ? `the subnet ${subnetId} is associated with ${other.properties.routeTableId} already (${other.id}): a subnet has one route table`
          : undefined;
      },
    },
    {
      source: "EC2 API error InvalidSubnetID.NotFound",
      when: "creation",
      check: (inputs, world) => {
        const subnetId = text(inputs.subnetId);
        return subnetId !== undefined && !found(world, types.subnet, subnetId)
          ? `the subnet ${subnetId} does not exist: give the id of one that this workspace made`
          : undefined;
      },
    },
  ],
};
