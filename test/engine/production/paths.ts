/** Who reaches whom in prod: places, groups and subnets as the emulator tells them, and what is expected of them. */
import assert from "node:assert/strict";
import { EC2Client } from "@aws-sdk/client-ec2";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { type GivenAcl, withAclPorts } from "../../reachability/acl-ports.ts";
import { describeNetwork } from "../../reachability/describe-network.ts";
import type { Placement } from "../../reachability/model.ts";
import { reachability } from "../../reachability/reachability.ts";
import { sdkClient } from "../../rehearsals.ts";
import type { Production } from "./production.ts";

/** Every path that prod has. */
export const productionPaths: readonly string[] = [
  "cloudfront → load balancer tcp 443 by igw",
  "load balancer → web tcp 80",
  "web → database tcp 3306",
  "worker → database tcp 3306",
  "bastion → database tcp 3306",
  "web → files tcp 2049",
  "worker → files tcp 2049",
  "web → endpoints tcp 443",
  "bastion → endpoints tcp 443",
  "web → internet tcp 443,587 by nat",
  "bastion → internet tcp 443 by igw",
];

const idsOf = (list: readonly Properties[], key: string): string[] => list.map((each) => each[key]);

/** Groups and subnets of an Auto Scaling group's instances. The emulator tells no groups of a template: they are as recorded. */
async function instances(prod: Production, name: string, groupName: string): Promise<Placement> {
  const group = await prod.group(groupName);
  const template = prod
    .recorded("aws:ec2/launchTemplate:LaunchTemplate")
    .find(({ tags }) => tags?.Name === `acme-prod-${name}`);
  assert.ok(template, `no launch template of ${name}`);
  const [networkInterface] = template.networkInterfaces;
  return {
    name,
    groupIds: networkInterface.securityGroups,
    subnetIds: group.VPCZoneIdentifier.split(","),
    isPublic: networkInterface.associatePublicIpAddress === "true",
  };
}

async function loadBalancer(prod: Production): Promise<Placement> {
  const LoadBalancerArns = [prod.services.loadBalancerArn];
  const { LoadBalancers } = await prod.ask("elbv2", "DescribeLoadBalancers", { LoadBalancerArns });
  const [{ SecurityGroups, AvailabilityZones, Scheme }] = LoadBalancers;
  return {
    name: "load balancer",
    groupIds: SecurityGroups,
    subnetIds: idsOf(AvailabilityZones, "SubnetId"),
    isPublic: Scheme === "internet-facing",
  };
}

/** The instance and its replicas, which stand alike. */
async function databases(prod: Production): Promise<Placement> {
  const { DBInstances } = await prod.ask("rds", "DescribeDBInstances");
  const placements = DBInstances.map(({ DBSubnetGroup, VpcSecurityGroups, PubliclyAccessible }: Properties) => ({
    name: "database",
    groupIds: idsOf(VpcSecurityGroups, "VpcSecurityGroupId"),
    subnetIds: idsOf(DBSubnetGroup.Subnets, "SubnetIdentifier"),
    isPublic: PubliclyAccessible,
  }));
  for (const other of placements) assert.deepEqual(other, placements[0]);
  return placements[0];
}

async function files(prod: Production): Promise<Placement> {
  const FileSystemId = prod.foundation.files.fileSystemId;
  const { MountTargets } = await prod.ask("efs", "DescribeMountTargets", { FileSystemId });
  const groups = new Set<string>();
  for (const { MountTargetId } of MountTargets) {
    const { SecurityGroups } = await prod.ask("efs", "DescribeMountTargetSecurityGroups", { MountTargetId });
    for (const id of SecurityGroups) groups.add(id);
  }
  return { name: "files", groupIds: [...groups], subnetIds: idsOf(MountTargets, "SubnetId") };
}

/** The interface endpoints. The emulator tells none of their groups: they are as recorded. */
async function endpoints(prod: Production): Promise<Placement> {
  const { VpcEndpoints } = await prod.ask("ec2", "DescribeVpcEndpoints", { Filters: prod.inVpc });
  const interfaces = VpcEndpoints.filter(({ VpcEndpointType }: Properties) => VpcEndpointType === "Interface");
  const recorded = prod
    .recorded("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ vpcEndpointType }) => vpcEndpointType === "Interface");
  assert.equal(recorded.length, interfaces.length);
  return {
    name: "endpoints",
    groupIds: [...new Set<string>(recorded.flatMap(({ securityGroupIds }) => securityGroupIds))],
    subnetIds: [...new Set<string>(interfaces.flatMap(({ SubnetIds }: Properties) => SubnetIds))],
  };
}

/** The database's proxy and the functions in the network, as far as there are any. */
async function optional(prod: Production): Promise<Placement[]> {
  const { DBProxies } = await prod.ask("rds", "DescribeDBProxies");
  const { Functions } = await prod.ask("lambda", "ListFunctions");
  const inside = Functions.filter(({ VpcConfig }: Properties) => (VpcConfig?.SubnetIds ?? []).length > 0);
  return [
    ...DBProxies.map(({ VpcSecurityGroupIds, VpcSubnetIds }: Properties) => ({
      name: "proxy",
      groupIds: VpcSecurityGroupIds,
      subnetIds: VpcSubnetIds,
    })),
    ...inside.map(({ FunctionName, VpcConfig }: Properties) => ({
      name: FunctionName.includes("rotator") ? "rotation" : FunctionName,
      groupIds: VpcConfig.SecurityGroupIds,
      subnetIds: VpcConfig.SubnetIds,
    })),
  ];
}

/**
 * What stands in the network, and where. Workers, which users add, stand where web servers do, with the groups of clients.
 */
export async function placementsOf(prod: Production): Promise<readonly Placement[]> {
  const { database, files: shared } = prod.foundation;
  return [
    await loadBalancer(prod),
    await instances(prod, "bastion", prod.foundation.bastionAutoScalingGroupName),
    await instances(prod, "web", prod.services.autoScalingGroupName),
    {
      name: "worker",
      groupIds: [database.clientSecurityGroupId, shared.clientSecurityGroupId],
      subnetIds: prod.privateSubnets,
    },
    await databases(prod),
    await files(prod),
    await endpoints(prod),
    ...(await optional(prod)),
  ];
}

/** The paths as lines; CloudFront's prefix list goes by its name. */
export async function pathsOf(prod: Production, placements: readonly Placement[]): Promise<string[]> {
  const state = await prod.test.rehearsal.state(prod.test.stack("foundation"));
  const acl = state?.deployment.resources?.find(({ type }) => type === "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl");
  const told = await describeNetwork(sdkClient(EC2Client, prod.test), prod.foundation.vpcId);
  const network = withAclPorts(told, acl?.inputs as unknown as GivenAcl);
  const Filters = [{ Name: "prefix-list-name", Values: ["com.amazonaws.global.cloudfront.origin-facing"] }];
  const { PrefixLists } = await prod.ask("ec2", "DescribeManagedPrefixLists", { Filters });
  assert.equal(PrefixLists.length, 1);
  const lines = reachability(network, placements);
  return lines.map((line) => line.replace(PrefixLists[0].PrefixListId, "cloudfront")).sort();
}

/** The ids of the VPC's security groups, sorted, without the default one, which nothing carries. */
export async function securityGroups(prod: Production): Promise<string[]> {
  const { SecurityGroups } = await prod.ask("ec2", "DescribeSecurityGroups", { Filters: prod.inVpc });
  return idsOf(
    SecurityGroups.filter(({ GroupName }: Properties) => GroupName !== "default"),
    "GroupId",
  ).sort();
}
