/**
 * The VPC endpoints of `awsx.ec2.Vpc` with vpcEndpointStrategy "Legacy" (its default): each spec as it is given, with a
 * warning when it reaches nothing. The strategy "Auto" belongs here when it is needed.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsOf, type VpcArguments } from "./arguments.ts";

type EndpointSpec = NonNullable<VpcArguments["vpcEndpointSpecs"]>[number];

/** What a spec lacks to be reachable: Gateway endpoints (the default type) need route tables, Interface ones subnets. */
export function incompleteEndpoint(spec: EndpointSpec): string | undefined {
  const type = spec.vpcEndpointType ?? "Gateway";
  if (typeof type !== "string") {
    return undefined;
  }
  if (type.toLowerCase() === "gateway" && spec.routeTableIds === undefined) {
    return `VPC endpoint "${spec.serviceName}" is of type Gateway and names no routeTableIds, so no route leads to it.`;
  }
  if (type.toLowerCase() === "interface" && spec.subnetIds === undefined && spec.subnetConfigurations === undefined) {
    return `VPC endpoint "${spec.serviceName}" is of type Interface and names no subnetIds, so it stands in no subnet.`;
  }
  return undefined;
}

/** Makes one endpoint for each spec, named after its service, as children of the VPC. */
export function createVpcEndpoints(
  component: pulumi.Resource,
  vpc: aws.ec2.Vpc,
  args: VpcArguments,
  sharedTags: Tags,
): aws.ec2.VpcEndpoint[] {
  return (args.vpcEndpointSpecs ?? []).map((spec) => {
    const warning = incompleteEndpoint(spec);
    if (warning !== undefined) {
      void pulumi.log.warn(warning, component);
    }
    return new aws.ec2.VpcEndpoint(
      spec.serviceName,
      { ...spec, region: spec.region ?? args.region, tags: { ...sharedTags, ...tagsOf(spec) }, vpcId: vpc.id },
      { parent: vpc, dependsOn: [vpc] },
    );
  });
}
