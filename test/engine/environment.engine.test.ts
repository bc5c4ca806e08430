import assert from "node:assert/strict";
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import {
  DescribeFlowLogsCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Filter,
} from "@aws-sdk/client-ec2";
import type { EngineResult, StepMetadata } from "../../rehearsal/engine.ts";
import { Clients } from "../../rehearsal/provider/clients.ts";
import { outputsOf, summarize } from "../../rehearsal/state.ts";
import type { StackPlan } from "../../rehearsal/workspace.ts";
import { changeSettings, environmentPlan, sdkClient, startRehearsal, type TestRehearsal } from "../rehearsals.ts";
import { tagsOnAws, typesWithTags } from "../tags.ts";

/** What the engine would do, without what stays as it is. */
function changes(result: EngineResult): StepMetadata[] {
  const steps = result.events.flatMap((event) => (event.resourcePreEvent ? [event.resourcePreEvent.metadata] : []));
  return steps.filter(({ op, type }) => op !== "same" && op !== "read" && type !== "pulumi:pulumi:Stack");
}

function named(step: StepMetadata): string {
  return `${step.op} ${step.type} ${step.urn.split("::").at(-1)}`;
}

describe("account and dev on the emulator, seen with the AWS SDK", () => {
  let test: TestRehearsal;
  let ec2: EC2Client;
  let outputs: Record<string, unknown>;
  let inVpc: { Filters: Filter[] };

  /** `pulumi up`; that a clean preview goes before it, `npm run rehearse -- dev` shows in machine.engine.test.ts. */
  async function up(stack: StackPlan): Promise<void> {
    const { code, output } = await test.rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview"]);
    assert.equal(code, 0, output);
  }

  before(async () => {
    test = await startRehearsal("dev", environmentPlan("dev"));
    for (const stack of test.rehearsal.plan.stacks) await up(stack);
    ec2 = sdkClient(EC2Client, test);
    const state = await test.rehearsal.state(test.stack("foundation"));
    outputs = outputsOf(state ?? { version: 3, deployment: {} });
    inVpc = { Filters: [{ Name: "vpc-id", Values: [outputs.vpcId as string] }] };
  });
  after(() => test?.close());

  it("one VPC with its range", async () => {
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [outputs.vpcId as string] }));
    assert.deepEqual(
      Vpcs?.map(({ CidrBlock }) => CidrBlock),
      ["10.10.0.0/16"],
    );
  });

  it("exactly four subnets: a public and a private one in each of two zones; only public ones map addresses (EC2.15)", async () => {
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand(inVpc));
    const seen = Subnets?.map((subnet) => {
      const { SubnetId, AvailabilityZone, CidrBlock, MapPublicIpOnLaunch } = subnet;
      const tier = Object.values(outputs.publicSubnetIds as object).includes(SubnetId) ? "public" : "private";
      return `${AvailabilityZone} ${tier} ${CidrBlock} ${MapPublicIpOnLaunch}`;
    });
    assert.deepEqual(seen?.sort(), [
      "af-south-1a private 10.10.64.0/20 false",
      "af-south-1a public 10.10.0.0/20 true",
      "af-south-1b private 10.10.80.0/20 false",
      "af-south-1b public 10.10.16.0/20 true",
    ]);
  });

  it("routes: public subnets to the internet gateway, private ones through the one NAT gateway, nothing else", async () => {
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand(inVpc));
    const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({ Filter: inVpc.Filters }));
    assert.equal(NatGateways?.length, 1);
    const publicSubnets = Object.values(outputs.publicSubnetIds as Record<string, string>);
    assert.ok(publicSubnets.includes(NatGateways?.[0]?.SubnetId ?? ""));
    const routes = (RouteTables ?? []).flatMap(({ Associations, Routes }) =>
      (Associations ?? [])
        .filter(({ SubnetId }) => SubnetId !== undefined)
        .map(({ SubnetId }) => {
          const tier = publicSubnets.includes(SubnetId as string) ? "public" : "private";
          const targets = Routes?.filter(({ DestinationCidrBlock }) => DestinationCidrBlock !== undefined).map(
            ({ DestinationCidrBlock, GatewayId, NatGatewayId }) =>
              `${DestinationCidrBlock} ${(GatewayId ?? NatGatewayId)?.replace(/-.*/, "")}`,
          );
          return `${tier}: ${targets?.sort().join(", ")}`;
        }),
    );
    assert.deepEqual(routes.sort(), [
      "private: 0.0.0.0/0 nat, 10.10.0.0/16 local",
      "private: 0.0.0.0/0 nat, 10.10.0.0/16 local",
      "public: 0.0.0.0/0 igw, 10.10.0.0/16 local",
      "public: 0.0.0.0/0 igw, 10.10.0.0/16 local",
    ]);
  });

  it("gateway endpoints for S3 and DynamoDB in every route table, and no interface endpoint in dev", async () => {
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand(inVpc));
    const seen = VpcEndpoints?.map(({ ServiceName, VpcEndpointType, RouteTableIds }) => {
      return `${VpcEndpointType} ${ServiceName} ${RouteTableIds?.length}`;
    });
    assert.deepEqual(seen?.sort(), [
      "Gateway com.amazonaws.af-south-1.dynamodb 4",
      "Gateway com.amazonaws.af-south-1.s3 4",
    ]);
  });

  it("EC2.2: the default security group allows nothing", async () => {
    const filters = [...inVpc.Filters, { Name: "group-name", Values: ["default"] }];
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: filters }));
    assert.deepEqual(
      SecurityGroups?.map(({ IpPermissions, IpPermissionsEgress }) => [IpPermissions, IpPermissionsEgress]),
      [[[], []]],
    );
  });

  it("EC2.19, EC2.53, EC2.54: nothing comes in to the bastions, and what goes out is listed", async () => {
    const filter = { Name: "group-id", Values: [outputs.bastionSecurityGroupId as string] };
    const { SecurityGroupRules } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: [filter] }));
    const rules = SecurityGroupRules?.map(({ IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4 }) => {
      return `${IsEgress ? "out" : "in"} ${IpProtocol} ${FromPort}-${ToPort} ${CidrIpv4}`;
    });
    assert.deepEqual(rules?.sort(), [
      "out tcp 22-22 10.10.0.0/16",
      "out tcp 3306-3306 10.10.0.0/16",
      "out tcp 443-443 0.0.0.0/0",
      "out tcp 5432-5432 10.10.0.0/16",
    ]);
  });

  it("one bastion, over the public subnets of both zones, with IMDSv2 and encrypted volumes (EC2.8, EC2.3)", async () => {
    const names = [outputs.bastionAutoScalingGroupName as string];
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names });
    const { AutoScalingGroups } = await sdkClient(AutoScalingClient, test).send(command);
    const group = AutoScalingGroups?.[0];
    assert.deepEqual([group?.MinSize, group?.DesiredCapacity, group?.MaxSize], [1, 1, 1]);
    assert.deepEqual(
      group?.VPCZoneIdentifier?.split(",").sort(),
      Object.values(outputs.publicSubnetIds as object).sort(),
    );
    const template = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: group?.LaunchTemplate?.LaunchTemplateId,
        Versions: [group?.LaunchTemplate?.Version as string],
      }),
    );
    const data = template.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
    assert.equal(data?.MetadataOptions?.HttpTokens, "required");
    assert.deepEqual(
      data?.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Encrypted),
      [true],
    );
    assert.equal(data?.KeyName, undefined);
  });

  it("EC2.6: the VPC's traffic is logged; EC2.16: there is no network ACL but the default one", async () => {
    const flowLogs = await ec2.send(
      new DescribeFlowLogsCommand({ Filter: [{ Name: "resource-id", Values: [outputs.vpcId as string] }] }),
    );
    assert.deepEqual(
      flowLogs.FlowLogs?.map(({ TrafficType, LogDestination }) => [TrafficType, LogDestination?.split(":").at(-1)]),
      [["ALL", outputs.flowLogGroupName]],
    );
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(inVpc));
    assert.deepEqual(
      NetworkAcls?.map(({ IsDefault }) => IsDefault),
      [true],
    );
  });

  it("the six tags are on networks, security groups, roles, logs, instances, buckets, topics and keys", async () => {
    const { accountId, region, stacks } = test.rehearsal.plan;
    const clients = new Clients(test.rehearsal.endpoint as string, accountId);
    const seen = new Map<string, Set<string>>();
    for (const stack of stacks) {
      const expected = {
        project: "acme",
        environment: stack.stack,
        owner: "platform-team",
        "cost-center": "cc-1042",
        "managed-by": "pulumi",
        repository: "acme/platform",
      };
      for (const resource of (await test.rehearsal.state(stack))?.deployment.resources ?? []) {
        if (!typesWithTags.includes(resource.type)) continue;
        const tags = await tagsOnAws(clients, resource, region);
        assert.deepEqual({ ...tags, ...expected }, tags, resource.urn);
        const at = String(resource.outputs?.arn).split(":")[3] ?? "";
        seen.set(resource.type, (seen.get(resource.type) ?? new Set()).add(at));
      }
    }
    assert.deepEqual([...seen.keys()].sort(), [...typesWithTags].sort());
    // Costs are announced from there, so the region of the environment is not the only one.
    assert.ok(seen.get("aws:sns/topic:Topic")?.has("us-east-1"));
  });

  it("a second up changes nothing, not even with a refresh", async () => {
    for (const stack of test.rehearsal.plan.stacks) {
      // The services' project has each command refresh.
      for (const refresh of stack.project === "platform" ? [[]] : [[], ["--refresh"]]) {
        const again = ["up", "--yes", "--skip-preview", "--expect-no-changes", ...refresh];
        const { code, output } = await test.rehearsal.pulumi(stack, again);
        assert.equal(code, 0, output);
      }
    }
  });

  it("a changed CIDR shows as a replacement with its property in the preview", async () => {
    const foundation = test.stack("foundation");
    changeSettings(test, foundation, (config) => {
      config["platform:network"].cidrBlock = "10.99.0.0/16";
    });
    const steps = changes(await test.rehearsal.preview(foundation));
    const vpc = steps.find(({ op, type }) => op === "replace" && type === "aws:ec2/vpc:Vpc");
    assert.deepEqual(vpc?.keys, ["cidrBlock"]);
    assert.deepEqual(Object.keys(vpc?.detailedDiff ?? {}), ["cidrBlock"]);
    assert.equal(vpc?.detailedDiff?.cidrBlock?.diffKind, "update-replace");
    assert.equal(steps.filter(({ op, type }) => op === "replace" && type === "aws:ec2/subnet:Subnet").length, 4);
    changeSettings(test, foundation, (config) => {
      config["platform:network"].cidrBlock = "10.10.0.0/16";
    });
  });

  it("a deployed zone that moves is refused in the preview, and nothing is made", async () => {
    const foundation = test.stack("foundation");
    const setZones = (letters: string[]) =>
      changeSettings(test, foundation, (config) => {
        config["platform:network"].zones = letters.map((letter, index) => ({ index, name: `af-south-1${letter}` }));
      });
    setZones(["b", "a"]);
    await assert.rejects(
      test.rehearsal.preview(foundation),
      /Zones that are deployed were reordered or removed[\s\S]*got: +af-south-1b, af-south-1a[\s\S]*allowed: +af-south-1a, af-south-1b/,
    );
    setZones(["a", "b"]);
  });

  it("a third zone replaces and deletes nothing", async () => {
    const foundation = test.stack("foundation");
    changeSettings(test, foundation, (config) => {
      config["platform:network"].zones.push({ index: 2, name: "af-south-1c" });
    });
    const steps = changes(await test.rehearsal.preview(foundation));
    assert.deepEqual(steps.filter(({ op }) => op !== "create" && op !== "update").map(named), []);
    assert.equal(steps.filter(({ op, type }) => op === "create" && type === "aws:ec2/subnet:Subnet").length, 2);
    await up(foundation);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand(inVpc));
    assert.equal(Subnets?.length, 6);
  });

  it("a plain destroy of what is protected is refused, and deletes nothing", async () => {
    const account = test.stack("account");
    const before = summarize((await test.rehearsal.state(account)) ?? { version: 3, deployment: {} });
    const result = await test.rehearsal.pulumi(account, ["destroy", "--yes"]);
    assert.notEqual(result.code, 0);
    assert.match(result.output, /cannot be deleted|protected/);
    const afterwards = summarize((await test.rehearsal.state(account)) ?? { version: 3, deployment: {} });
    assert.deepEqual(afterwards, before);
  });

  it("down leaves nothing, by the word of the AWS SDK", async () => {
    assert.ok((await test.rehearsal.leftovers()).length > 100);
    assert.deepEqual(await test.rehearsal.destroy(), []);
  });
});
