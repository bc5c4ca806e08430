/** Looks at prod's subnets, gateways, endpoints and bastions. */
import assert from "node:assert/strict";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { type Production, zones } from "./production.ts";

/** Zone of each subnet of the VPC, by its id. */
async function zoneOfSubnet(prod: Production): Promise<ReadonlyMap<string, string>> {
  const { Subnets } = await prod.ask("ec2", "DescribeSubnets", { Filters: prod.inVpc });
  return new Map(Subnets.map(({ SubnetId, AvailabilityZone }: Properties) => [SubnetId, AvailabilityZone]));
}

/** Defines the tests. */
export function networkTests(prod: Production): void {
  it("has a NAT gateway in the public subnet of each zone, and each private subnet leaves through its own zone's", async () => {
    const zoneOf = await zoneOfSubnet(prod);
    const { NatGateways } = await prod.ask("ec2", "DescribeNatGateways", { Filter: prod.inVpc });
    const gatewayZones = new Map<string, string | undefined>(
      NatGateways.map(({ NatGatewayId, SubnetId }: Properties) => [NatGatewayId, zoneOf.get(SubnetId)]),
    );
    assert.deepEqual([...gatewayZones.values()].sort(), zones);
    const { RouteTables } = await prod.ask("ec2", "DescribeRouteTables", { Filters: prod.inVpc });
    const ways = RouteTables.flatMap(({ Associations, Routes }: Properties) => {
      const subnet = Associations.find(({ SubnetId }: Properties) => SubnetId)?.SubnetId;
      const gateway = Routes.find(({ NatGatewayId }: Properties) => NatGatewayId)?.NatGatewayId;
      return subnet && gateway ? [[zoneOf.get(subnet), gatewayZones.get(gateway)]] : [];
    });
    assert.deepEqual(
      ways.sort(),
      zones.map((zone) => [zone, zone]),
    );
  });

  it("EC2.10, EC2.55, EC2.56, EC2.57: has the interface endpoints that controls demand, in the private subnets of both zones", async () => {
    const { VpcEndpoints } = await prod.ask("ec2", "DescribeVpcEndpoints", { Filters: prod.inVpc });
    const interfaces = VpcEndpoints.filter(({ VpcEndpointType }: Properties) => VpcEndpointType === "Interface");
    for (const { ServiceName, SubnetIds } of interfaces) {
      assert.deepEqual(SubnetIds.toSorted(), prod.privateSubnets, ServiceName);
    }
    const services = interfaces.map(({ ServiceName }: Properties) =>
      ServiceName.replace("com.amazonaws.af-south-1.", ""),
    );
    for (const demanded of ["ec2", "ecr.api", "ecr.dkr", "ssm"]) assert.ok(services.includes(demanded), demanded);
  });

  it("EC2.15: of the network's subnets only the public ones give public addresses, one in each zone", async () => {
    const zoneOf = await zoneOfSubnet(prod);
    const { Subnets } = await prod.ask("ec2", "DescribeSubnets", { Filters: prod.inVpc });
    const mapping = Subnets.filter(({ MapPublicIpOnLaunch }: Properties) => MapPublicIpOnLaunch);
    assert.deepEqual(mapping.map(({ SubnetId }: Properties) => SubnetId).sort(), prod.publicSubnets);
    for (const subnets of [prod.publicSubnets, prod.privateSubnets]) {
      assert.deepEqual(subnets.map((id) => zoneOf.get(id)).sort(), zones);
    }
  });

  it("EC2.9, EC2.25: of all launch templates only the bastions' gives public addresses", async () => {
    const { LaunchTemplates } = await prod.ask("ec2", "DescribeLaunchTemplates");
    const { LaunchTemplate: ofBastions } = await prod.group(prod.foundation.bastionAutoScalingGroupName);
    const seen = new Map<string, boolean>();
    for (const { LaunchTemplateId } of LaunchTemplates) {
      const { LaunchTemplateVersions } = await prod.ask("ec2", "DescribeLaunchTemplateVersions", { LaunchTemplateId });
      for (const { LaunchTemplateData } of LaunchTemplateVersions) {
        const given = LaunchTemplateData.NetworkInterfaces.map((each: Properties) => each.AssociatePublicIpAddress);
        assert.equal(given.length, 1, LaunchTemplateId);
        seen.set(LaunchTemplateId, given[0]);
      }
    }
    assert.deepEqual(
      seen,
      new Map([
        [ofBastions.LaunchTemplateId, true],
        [prod.services.launchTemplateId, false],
      ]),
    );
  });

  it("has a bastion for each zone, over the public subnets of both", async () => {
    const group = await prod.group(prod.foundation.bastionAutoScalingGroupName);
    assert.deepEqual([group.MinSize, group.DesiredCapacity, group.MaxSize], [2, 2, 2]);
    assert.deepEqual(group.VPCZoneIdentifier.split(",").sort(), prod.publicSubnets);
  });
}
