import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { dynamodbEndpointPolicy, s3EndpointPolicy } from "./endpoint-policies.ts";

/** What the endpoints are made from. */
export interface EndpointsArgs {
  /** Names, tags, region and account. */
  readonly context: Context;
  /** VPC in which the endpoints are made. */
  readonly vpcId: pulumi.Input<string>;
  /** The network's own IPv4 range, the only source of the interface endpoints' traffic. */
  readonly cidrBlock: string;
  /** All route tables: each gets a route to S3 and to DynamoDB. */
  readonly routeTableIds: pulumi.Input<pulumi.Input<string>[]>;
  /** A private subnet in each active zone; each interface endpoint has a network interface there. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Last parts of the services' names, for example "ecr.api". */
  readonly interfaceEndpoints: readonly string[];
}

/**
 * Makes the free gateway endpoints of S3 and DynamoDB.
 *
 * @param name prefix of the children's names
 */
export function createGatewayEndpoints(name: string, args: EndpointsArgs, options: pulumi.ResourceOptions): void {
  const { region, accountId } = args.context;
  const policies = { s3: s3EndpointPolicy(accountId), dynamodb: dynamodbEndpointPolicy(accountId) };
  for (const [service, policy] of Object.entries(policies)) {
    new aws.ec2.VpcEndpoint(
      `${name}-${service}`,
      {
        vpcId: args.vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: "Gateway",
        routeTableIds: args.routeTableIds,
        policy,
        tags: { Name: `${name}-${service}` },
      },
      options,
    );
  }
}

/** The security group of the interface endpoints: HTTPS from the network, and nothing out, because they only answer. */
function createSecurityGroup(
  name: string,
  args: EndpointsArgs,
  options: pulumi.ResourceOptions,
): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      vpcId: args.vpcId,
      description: "Interface endpoints of AWS services",
      tags: { Name: `${name}-endpoints` },
    },
    options,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-endpoints-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS from inside the network",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: args.cidrBlock,
      tags: { Name: `${name}-endpoints-https` },
    },
    options,
  );
  return group;
}

/**
 * Makes the interface endpoints and their security group.
 *
 * They have AWS's default policy: what may pass is decided by the caller's role, and not every service takes a policy.
 *
 * @param name prefix of the children's names
 * @returns the security group's id, also when there is no endpoint yet
 */
export function createInterfaceEndpoints(
  name: string,
  args: EndpointsArgs,
  options: pulumi.ResourceOptions,
): pulumi.Output<string> {
  const group = createSecurityGroup(name, args, options);
  for (const service of args.interfaceEndpoints) {
    const endpoint = `${name}-${service.replaceAll(".", "-")}`;
    new aws.ec2.VpcEndpoint(
      endpoint,
      {
        vpcId: args.vpcId,
        serviceName: `com.amazonaws.${args.context.region}.${service}`,
        vpcEndpointType: "Interface",
        // Without private DNS, programs would go on to the public address and need NAT.
        privateDnsEnabled: true,
        subnetIds: args.subnetIds,
        securityGroupIds: [group.id],
        tags: { Name: endpoint },
      },
      options,
    );
  }
  return group.id;
}
