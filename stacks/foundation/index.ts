/** The foundation stack: what an environment stands on. `outputs.ts` says what it promises to others. */
import * as pulumi from "@pulumi/pulumi";
import { Bastion } from "../../components/access/bastion.ts";
import { amazonLinuxImage } from "../../components/access/machine-image.ts";
import { Network } from "../../components/network/network.ts";
import { createProvider } from "../../components/shared/provider.ts";
import { readAccount, readBoundary } from "../account/outputs.ts";
import { contextOf, loadEnvironment } from "../settings.ts";
import { keepAddressPlan } from "./plan-history.ts";

const settings = loadEnvironment();
const context = contextOf(settings, pulumi.getStack());
const providers = [createProvider(context)];
const account = readAccount(`${pulumi.getOrganization()}/account/${settings.accountStack}`);
const permissionsBoundaryArn = readBoundary(account, context.environment);

export const addressPlan = await keepAddressPlan(settings.network);
const network = new Network(
  context.name("network"),
  { ...settings.network, context, sshCidrBlocks: settings.bastion.sshCidrBlocks, permissionsBoundaryArn },
  { providers },
);
export const publicSubnetIds = network.subnetIds.apply((subnets) => subnets.public ?? {});

const bastion = new Bastion(
  context.name("bastion"),
  {
    ...settings.bastion,
    context,
    vpcId: network.vpcId,
    cidrBlock: network.cidrBlock,
    subnetIds: publicSubnetIds.apply((subnets) => Object.values(subnets)),
    instances: settings.bastion.instances ?? network.zones.length,
    imageId: amazonLinuxImage(settings.bastion.instanceType),
    sessionLogGroupArn: account.sessionLogGroupArn,
    sessionKeyArn: account.sessionKeyArn,
    permissionsBoundaryArn,
  },
  { providers },
);

export const bastionAutoScalingGroupName = bastion.autoScalingGroupName;
export const bastionSecurityGroupId = bastion.securityGroupId;
export const cidrBlock = pulumi.output(network.cidrBlock);
export const endpointSecurityGroupId = network.endpointSecurityGroupId;
export const flowLogGroupName = network.flowLogGroupName;
export const privateSubnetIds = network.subnetIds.apply((subnets) => subnets.private ?? {});
export const routeTableIds = network.routeTableIds;
export const vpcId = network.vpcId;
export const zones = pulumi.output(network.zones);
