/** What AWS refuses of VPC endpoints and the emulator takes. */
import type { Properties, Rule, World } from "../../row.ts";
import { text, texts } from "../known.ts";
import { policyProblem } from "../policy-document.ts";
import { found, securityGroupsProblem, types, vpcOfRouteTable, vpcOfSubnet } from "./shared.ts";

/** Services that have gateway endpoints (AWS PrivateLink Guide, Gateway endpoints). */
const gatewayServices = ["s3", "dynamodb"];

function serviceProblem(inputs: Properties, region: string): string | undefined {
  const name = text(inputs.serviceName);
  const match = name === undefined ? null : /^com\.amazonaws\.([a-z0-9-]+)\.(.+)$/.exec(name);
  if (!match) return undefined;
  const [, serviceRegion, service] = match as unknown as [string, string, string];
  const expected = text(inputs.serviceRegion) ?? region;
  if (serviceRegion !== expected && !serviceRegion.startsWith("vpce")) {
    return `the endpoint's service ${name} is of ${serviceRegion}, but the endpoint is in ${expected}: give com.amazonaws.${expected}.${service}`;
  }
  if (inputs.vpcEndpointType === "Gateway" && !gatewayServices.includes(service)) {
    return `the service ${name} has no gateway endpoint (those with one: ${gatewayServices.join(", ")}): set vpcEndpointType to Interface`;
  }
  return undefined;
}

function kindProblem(inputs: Properties): string | undefined {
  const given = (names: readonly string[]) => names.filter((name) => inputs[name] !== undefined);
  if (inputs.vpcEndpointType === "Gateway") {
    const wrong = [
      ...given(["subnetIds", "securityGroupIds"]),
      ...(inputs.privateDnsEnabled === true ? ["privateDnsEnabled"] : []),
    ];
    if (wrong.length > 0)
      return `a Gateway endpoint takes no ${wrong.join(", ")}: give routeTableIds, or set vpcEndpointType to Interface`;
  }
  if (inputs.vpcEndpointType === "Interface" && given(["routeTableIds"]).length > 0) {
    return "an Interface endpoint takes no routeTableIds: give subnetIds and securityGroupIds";
  }
  return undefined;
}

function placeProblem(inputs: Properties, world: World): string | undefined {
  const vpcId = text(inputs.vpcId);
  if (vpcId === undefined) return undefined;
  const foreign = (ids: readonly string[], vpcOf: (world: World, id: string) => string | undefined) =>
    ids.find((id) => (vpcOf(world, id) ?? vpcId) !== vpcId);
  const subnet = foreign(texts(inputs.subnetIds), vpcOfSubnet);
  if (subnet) {
    return `the endpoint is in ${vpcId}, but its subnet ${subnet} is of ${vpcOfSubnet(world, subnet)}: give subnets of ${vpcId}`;
  }
  const table = foreign(texts(inputs.routeTableIds), vpcOfRouteTable);
  if (table) {
    return `the endpoint is in ${vpcId}, but its route table ${table} is of ${vpcOfRouteTable(world, table)}: give route tables of ${vpcId}`;
  }
  return securityGroupsProblem(world, texts(inputs.securityGroupIds), vpcId, "the endpoint");
}

function zonesProblem(inputs: Properties, world: World): string | undefined {
  const byZone = new Map<string, string>();
  for (const id of texts(inputs.subnetIds)) {
    const zone = text(found(world, types.subnet, id)?.properties.availabilityZone);
    if (zone === undefined) continue;
    const other = byZone.get(zone);
    if (other !== undefined && other !== id) {
      return `the endpoint's subnets ${other} and ${id} are both in ${zone}: an endpoint takes one subnet in each zone; leave one out`;
    }
    byZone.set(zone, id);
  }
  return undefined;
}

function dnsProblem(inputs: Properties, world: World): string | undefined {
  if (inputs.privateDnsEnabled !== true) return undefined;
  const vpc = found(world, types.vpc, inputs.vpcId);
  if (!vpc) return undefined;
  const missing = ["enableDnsSupport", "enableDnsHostnames"].filter((name) => vpc.properties[name] === false);
  return missing.length > 0
    ? `the endpoint's private DNS needs ${missing.join(" and ")} of ${vpc.id}: switch them on, or set privateDnsEnabled to false`
    : undefined;
}

function twinProblem(inputs: Properties, world: World): string | undefined {
  if (inputs.privateDnsEnabled !== true) return undefined;
  const twin = world
    .all(types.vpcEndpoint)
    .find(
      ({ properties }) =>
        properties.vpcId === inputs.vpcId &&
        properties.serviceName === inputs.serviceName &&
        properties.privateDnsEnabled === true,
    );
  return (
    twin &&
    `${twin.id} in ${inputs.vpcId} has private DNS for ${inputs.serviceName} already: use it, or set privateDnsEnabled to false`
  );
}

/** All rules of VPC endpoints. */
export const endpointRules: readonly Rule[] = [
  {
    source: "AWS PrivateLink Guide, AWS services that integrate; EC2 API error InvalidServiceName",
    check: (inputs, _world, facts) => serviceProblem(inputs, facts.region),
  },
  {
    source: "EC2 API, CreateVpcEndpoint: RouteTableIds, SubnetIds, SecurityGroupIds, PrivateDnsEnabled",
    check: kindProblem,
  },
  { source: "EC2 API, CreateVpcEndpoint; errors InvalidParameter, InvalidRouteTableId", check: placeProblem },
  { source: "EC2 API error DuplicateSubnetsInSameZone", check: zonesProblem },
  {
    // Not in previews: there the VPC has the attributes of before, which the same update may change.
    source: "AWS PrivateLink Guide, Interface endpoints, Prerequisites of private DNS names",
    when: "creation",
    check: dnsProblem,
  },
  {
    source: "AWS PrivateLink Guide, private DNS names; EC2 API error InvalidParameter (conflicting DNS domain)",
    when: "creation",
    check: twinProblem,
  },
  {
    source: "IAM User Guide, Grammar of the IAM JSON policy language",
    check: ({ policy }) => {
      const problem = policyProblem(policy);
      return problem && `the endpoint's policy: ${problem}`;
    },
  },
];
