import assert from "node:assert/strict";
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { outputsOf } from "../../rehearsal/state.ts";
import { changeSettings, environmentPlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";

describe("prod on the emulator, seen with the AWS SDK", () => {
  let test: TestRehearsal;
  let ec2: EC2Client;
  let outputs: Record<string, unknown>;
  const inVpc = () => [{ Name: "vpc-id", Values: [outputs.vpcId as string] }];

  before(async () => {
    test = await startRehearsal("prod", environmentPlan("prod"));
    for (const stack of test.rehearsal.plan.stacks) {
      await test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview"]);
    }
    ec2 = sdkClient(EC2Client, test);
    const state = await test.rehearsal.state(test.stack("foundation"));
    outputs = outputsOf(state ?? { version: 3, deployment: {} });
  });
  after(() => test?.close());

  it("a second up with a refresh changes nothing", async () => {
    const again = ["up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes"];
    const { code, output } = await test.rehearsal.pulumi(test.stack("foundation"), again);
    assert.equal(code, 0, output);
  });

  it("has a NAT gateway in the public subnet of each zone, and each private subnet leaves through its own zone's", async () => {
    const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc() }));
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters: inVpc() }));
    const zoneOf = new Map(Subnets?.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone]));
    const gatewayZones = new Map(
      NatGateways?.map(({ NatGatewayId, SubnetId }) => [NatGatewayId, zoneOf.get(SubnetId)]),
    );
    assert.deepEqual([...gatewayZones.values()].sort(), ["af-south-1a", "af-south-1b"]);
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc() }));
    const ways = (RouteTables ?? []).flatMap(({ Associations, Routes }) => {
      const subnet = Associations?.find(({ SubnetId }) => SubnetId !== undefined)?.SubnetId;
      const gateway = Routes?.find(({ NatGatewayId }) => NatGatewayId !== undefined)?.NatGatewayId;
      return subnet && gateway ? [[zoneOf.get(subnet), gatewayZones.get(gateway)]] : [];
    });
    assert.deepEqual(ways.sort(), [
      ["af-south-1a", "af-south-1a"],
      ["af-south-1b", "af-south-1b"],
    ]);
  });

  it("EC2.10, EC2.55, EC2.56, EC2.57: has the interface endpoints that controls demand, in the private subnets of both zones", async () => {
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters: inVpc() }));
    const interfaces = VpcEndpoints?.filter(({ VpcEndpointType }) => VpcEndpointType === "Interface") ?? [];
    const privateSubnets = Object.values(outputs.privateSubnetIds as Record<string, string>).sort();
    for (const { ServiceName, SubnetIds } of interfaces) {
      assert.deepEqual(SubnetIds?.toSorted(), privateSubnets, ServiceName);
    }
    const services = interfaces.map(({ ServiceName }) => ServiceName?.replace("com.amazonaws.af-south-1.", ""));
    for (const demanded of ["ec2", "ecr.api", "ecr.dkr", "ssm"]) assert.ok(services.includes(demanded), demanded);
  });

  it("has a bastion for each zone, over the public subnets of both", async () => {
    const names = [outputs.bastionAutoScalingGroupName as string];
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names });
    const { AutoScalingGroups } = await sdkClient(AutoScalingClient, test).send(command);
    const group = AutoScalingGroups?.[0];
    assert.deepEqual([group?.MinSize, group?.DesiredCapacity, group?.MaxSize], [2, 2, 2]);
    const subnets = Object.values(outputs.publicSubnetIds as Record<string, string>).sort();
    assert.deepEqual(group?.VPCZoneIdentifier?.split(",").sort(), subnets);
  });

  it("natGateways none: the private subnets have no way to the internet at all", async () => {
    const foundation = test.stack("foundation");
    changeSettings(test, foundation, (config) => {
      config["platform:network"].natGateways = "none";
    });
    const { code, output } = await test.rehearsal.pulumi(foundation, ["up", "--yes", "--skip-preview"]);
    assert.equal(code, 0, output);
    const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc() }));
    assert.deepEqual(
      NatGateways?.filter(({ State }) => State !== "deleted" && State !== "deleting"),
      [],
    );
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters: inVpc() }));
    const privateSubnets = Object.values(outputs.privateSubnetIds as Record<string, string>);
    const privateTables = RouteTables?.filter(({ Associations }) =>
      Associations?.some(({ SubnetId }) => privateSubnets.includes(SubnetId ?? "")),
    );
    assert.equal(privateTables?.length, 2);
    for (const { Routes } of privateTables ?? []) {
      const targets = Routes?.filter(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
      assert.deepEqual(targets, []);
    }
  });
});
