/** What `awsx.ec2.Vpc` makes, which is a component of a plugin. */
import { hex, type Properties, region } from "./form.ts";

/** The documented outputs of `awsx.ec2.Vpc`: zones in order and, inside each, public before private before isolated. */
export function answerVpc(name: string, inputs: Properties): Properties {
  const zones: readonly string[] = inputs.availabilityZoneNames ?? [`${region}a`, `${region}b`, `${region}c`];
  const order = ["public", "private", "isolated"];
  const specs: Properties[] = [...(inputs.subnetSpecs ?? [{ type: "Public" }, { type: "Private" }])].sort(
    (a, b) => order.indexOf(a.type.toLowerCase()) - order.indexOf(b.type.toLowerCase()),
  );
  const part = (prefix: string, suffix: string) => ({ id: `${prefix}-${hex(`${name}-${prefix}-${suffix}`, 17)}` });
  const vpc = {
    ...part("vpc", ""),
    cidrBlock: inputs.cidrBlock,
    defaultSecurityGroupId: part("sg", "default").id,
    defaultNetworkAclId: part("acl", "default").id,
    defaultRouteTableId: part("rtb", "default").id,
    mainRouteTableId: part("rtb", "default").id,
  };
  const cells = zones.flatMap((zone, index) =>
    specs.map((spec) => {
      const key = `${spec.name ?? spec.type.toLowerCase()}-${index + 1}`;
      return {
        type: spec.type as string,
        subnet: { ...part("subnet", key), availabilityZone: zone, cidrBlock: spec.cidrBlocks?.[index], vpcId: vpc.id },
        routeTable: { ...part("rtb", key), vpcId: vpc.id },
      };
    }),
  );
  const subnets = (type: string) => cells.filter((cell) => cell.type === type).map((cell) => cell.subnet);
  const ids = (type: string) => subnets(type).map((subnet) => subnet.id);
  const strategy = inputs.natGateways?.strategy ?? "OnePerAz";
  const natCount = strategy === "None" ? 0 : strategy === "Single" ? 1 : zones.length;
  const numbers = Array.from({ length: natCount }, (_, index) => String(index + 1));
  return {
    vpcId: vpc.id,
    vpc,
    internetGateway: { ...part("igw", ""), vpcId: vpc.id },
    subnets: cells.map((cell) => cell.subnet),
    publicSubnets: subnets("Public"),
    privateSubnets: subnets("Private"),
    isolatedSubnets: subnets("Isolated"),
    publicSubnetIds: ids("Public"),
    privateSubnetIds: ids("Private"),
    isolatedSubnetIds: ids("Isolated"),
    routeTables: cells.map((cell) => cell.routeTable),
    routes: [],
    routeTableAssociations: [],
    natGateways: numbers.map((number) => part("nat", number)),
    eips: numbers.map((number) => part("eipalloc", number)),
    vpcEndpoints: [],
    subnetLayout: [],
  };
}
