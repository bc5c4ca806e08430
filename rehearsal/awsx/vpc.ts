/**
 * The rehearsal's stand-in for the remote component `awsx:ec2:Vpc`: the same children, names, parents, tags and outputs
 * as github.com/pulumi/pulumi-awsx (`awsx/ec2/vpc.ts`) makes for the strategy "Auto". Not yet held against the real one.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { readArguments, region, type Tags, tagsOf, type VpcArguments, zoneCount } from "./arguments.ts";
import { planSubnets, type SubnetLayout, subnetsToCreate } from "./subnet-layout.ts";
import { createSubnet, type Scope, type VpcOutputs } from "./subnets.ts";
import { createVpcEndpoints } from "./vpc-endpoints.ts";

/** The type token of the component. */
export const vpcType = "awsx:ec2:Vpc";

interface Initialization {
  readonly name: string;
  readonly args: pulumi.Inputs;
}

/** `awsx:ec2:Vpc`, made in this process. */
export class Vpc extends pulumi.ComponentResource<VpcOutputs> {
  /**
   * @param name name of the component; children are named after it.
   * @param inputs the component's arguments, unchecked.
   * @param options the component's options; children inherit them through their parent.
   */
  constructor(name: string, inputs: pulumi.Inputs, options?: pulumi.ComponentResourceOptions) {
    super(vpcType, name, { name, args: inputs } satisfies Initialization, options);
  }

  /**
   * The children, once all are declared.
   *
   * @throws ArgumentProblems when the arguments do not hold together; Error when the zones cannot be found.
   */
  children(): Promise<VpcOutputs> {
    return this.getData();
  }

  /** Called by the base class. The order is: arguments, zones, layout, resources; so a refusal makes nothing. */
  protected override async initialize({ name, args: inputs }: Initialization): Promise<VpcOutputs> {
    const args = readArguments(inputs);
    const availabilityZones = args.availabilityZoneNames ?? (await this.findZones(args));
    const layout = planSubnets({ ...layoutArguments(args), vpcName: name, availabilityZones });
    const sharedTags = { Name: name, ...tagsOf(args) };
    const vpc = createInnerVpc(this, name, args, sharedTags);
    const gateway = createInternetGateway(name, args, sharedTags, vpc);
    const scope: Scope = { name, args, sharedTags, made: emptyOutputs(vpc, gateway, layout) };
    availabilityZones.forEach((availabilityZone, zone) => {
      subnetsToCreate(layout, availabilityZone).forEach((planned, position) => {
        createSubnet(scope, planned, zone, zone + position * availabilityZones.length);
      });
    });
    scope.made.vpcEndpoints.push(...createVpcEndpoints(this, vpc, args, sharedTags));
    return scope.made;
  }

  /** The first zones of the region, as many as asked for (default 3). */
  private async findZones(args: VpcArguments): Promise<string[]> {
    const wanted = zoneCount(args);
    const lookup = typeof args.region === "string" ? { region: args.region } : {};
    const { names } = await aws.getAvailabilityZones(lookup, { parent: this });
    if (names === undefined || names.length < wanted) {
      throw new Error(
        `The region has ${names?.length ?? 0} availability zones and ${wanted} are asked for. ` +
          "Give availabilityZoneNames, or another numberOfAvailabilityZones (default 3) or region; a region that must be opted in has none before.",
      );
    }
    return names.slice(0, wanted);
  }
}

function layoutArguments(args: VpcArguments) {
  return {
    cidrBlock: args.cidrBlock ?? "10.0.0.0/16",
    ...(args.subnetSpecs && { subnetSpecs: args.subnetSpecs }),
    ...(args.availabilityZoneCidrMask !== undefined && { availabilityZoneCidrMask: args.availabilityZoneCidrMask }),
    ...(args.subnetNameTagStrategy && { subnetNameTagStrategy: args.subnetNameTagStrategy }),
  };
}

function createInnerVpc(parent: pulumi.Resource, name: string, args: VpcArguments, tags: Tags): aws.ec2.Vpc {
  const { assignGeneratedIpv6CidrBlock, enableDnsHostnames, enableDnsSupport } = args;
  const { enableNetworkAddressUsageMetrics, instanceTenancy, ipv6CidrBlockNetworkBorderGroup } = args;
  return new aws.ec2.Vpc(
    name,
    {
      ...region(args),
      cidrBlock: args.cidrBlock ?? "10.0.0.0/16",
      assignGeneratedIpv6CidrBlock,
      enableDnsHostnames,
      enableDnsSupport,
      enableNetworkAddressUsageMetrics,
      instanceTenancy,
      ipv6CidrBlockNetworkBorderGroup,
      tags,
    },
    { parent },
  );
}

function createInternetGateway(
  name: string,
  args: VpcArguments,
  tags: Tags,
  vpc: aws.ec2.Vpc,
): aws.ec2.InternetGateway {
  return new aws.ec2.InternetGateway(name, { ...region(args), vpcId: vpc.id, tags }, { parent: vpc, dependsOn: [vpc] });
}

function emptyOutputs(vpc: aws.ec2.Vpc, internetGateway: aws.ec2.InternetGateway, layout: SubnetLayout): VpcOutputs {
  return {
    vpc,
    vpcId: vpc.id,
    internetGateway,
    subnets: [],
    publicSubnets: [],
    privateSubnets: [],
    isolatedSubnets: [],
    publicSubnetIds: [],
    privateSubnetIds: [],
    isolatedSubnetIds: [],
    routeTables: [],
    routeTableAssociations: [],
    routes: [],
    natGateways: [],
    eips: [],
    subnetLayout: layout.specs.map(({ type, name, cidrBlocks, cidrMask, size }) => ({
      type,
      ...(name !== undefined && { name }),
      ...(cidrBlocks && { cidrBlocks }),
      ...(cidrMask !== undefined && { cidrMask }),
      ...(size !== undefined && { size }),
    })),
    vpcEndpoints: [],
  };
}
