/** What all rows of EC2 share: ids, tags, and where a resource lives. */
import type { Call, Facts, Known, Properties, World } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";
import { text } from "../known.ts";

/** One call of EC2. */
export function ec2(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "ec2", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** `TagSpecifications` of a create call; nothing when there are no tags (EC2 refuses an empty list). */
export function tagSpecifications(resourceType: string, facts: Facts): Properties {
  if (Object.keys(facts.tags).length === 0) return {};
  return { TagSpecifications: [{ ResourceType: resourceType, Tags: tagList(facts.tags) }] };
}

/** The calls that bring an EC2 resource's tags from `previous.tagsAll` to the wanted ones. */
export function tagCalls(id: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  const calls: Call[] = [];
  if (removed.length > 0) {
    const Tags = removed.map((Key) => ({ Key }));
    calls.push(ec2("DeleteTags", { Resources: [id], Tags }));
  }
  if (Object.keys(set).length > 0) calls.push(ec2("CreateTags", { Resources: [id], Tags: tagList(set) }));
  return calls;
}

/** Pulumi's type tokens of the resources that rules of EC2 look up. */
export const types = {
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  internetGateway: "aws:ec2/internetGateway:InternetGateway",
  routeTable: "aws:ec2/routeTable:RouteTable",
  natGateway: "aws:ec2/natGateway:NatGateway",
  vpcEndpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  defaultSecurityGroup: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  peering: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
  launchTemplate: "aws:ec2/launchTemplate:LaunchTemplate",
} as const;

/** The resource of that type when its id is known and the provider made it. */
export function found(world: World, type: string, id: unknown): Known | undefined {
  const known = text(id);
  return known === undefined ? undefined : world.find(type, known);
}

/** The VPC of a security group, also of a VPC's default group; undefined when it is not known. */
export function vpcOfSecurityGroup(world: World, id: unknown): string | undefined {
  const group = found(world, types.securityGroup, id) ?? found(world, types.defaultSecurityGroup, id);
  if (group) return text(group.properties.vpcId);
  return world.all(types.vpc).find((vpc) => vpc.properties.defaultSecurityGroupId === id)?.id;
}

/** The VPC of a subnet; undefined when it is not known. */
export function vpcOfSubnet(world: World, id: unknown): string | undefined {
  return text(found(world, types.subnet, id)?.properties.vpcId);
}

/** The VPC of a route table, also of a VPC's main one; undefined when it is not known. */
export function vpcOfRouteTable(world: World, id: unknown): string | undefined {
  const table = text(found(world, types.routeTable, id)?.properties.vpcId);
  return table ?? world.all(types.vpc).find((vpc) => vpc.properties.mainRouteTableId === id)?.id;
}

/** True when a peering connection of this workspace joins the two VPCs. */
export function arePeered(world: World, one: string, other: string): boolean {
  return world.all(types.peering).some(({ properties }) => {
    const pair = [properties.vpcId, properties.peerVpcId];
    return pair.includes(one) && pair.includes(other);
  });
}

/**
 * The problem of security groups that do not all belong to one VPC, or not to the wanted one; undefined when there is none
 * among the groups that are known.
 * @param wanted the VPC that they must belong to; undefined when only agreement among them can be checked.
 * @param where what they are given to: `the endpoint`.
 */
export function securityGroupsProblem(
  world: World,
  ids: readonly string[],
  wanted: string | undefined,
  where: string,
): string | undefined {
  const placed = ids.flatMap((id) => {
    const vpcId = vpcOfSecurityGroup(world, id);
    return vpcId === undefined ? [] : [{ id, vpcId }];
  });
  const expected = wanted ?? placed[0]?.vpcId;
  const strangers = placed.filter(({ vpcId }) => vpcId !== expected);
  if (strangers.length === 0) return undefined;
  const list = strangers.map(({ id, vpcId }) => `${id} of ${vpcId}`).join(", ");
  return `${where} is in ${expected}, but security group ${list} is of another VPC: give security groups of ${expected}`;
}
