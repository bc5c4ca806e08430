import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What the bastions' security group is made from. */
export interface BastionSecurityGroupArgs {
  /** VPC of the group; another one replaces it. */
  readonly vpcId: pulumi.Input<string>;
  /** The network's own IPv4 range. */
  readonly cidrBlock: string;
  /** IPv4 ranges that may reach port 22. */
  readonly sshCidrBlocks: readonly string[];
  /** TCP ports that bastions reach inside the network. */
  readonly reachablePorts: readonly number[];
}

/** A range as a part of a name, where dots and a slash read badly. */
function slug(cidrBlock: string): string {
  return cidrBlock.replaceAll(/[./]/g, "-");
}

/**
 * Makes the bastions' security group. In: SSH from listed ranges. Out: HTTPS (Session Manager and packages) and the
 * listed ports inside the network. Names are resolved by the VPC's own resolver, which security groups do not filter.
 *
 * @param name prefix of the children's names
 * @returns the group's id
 */
export function createBastionSecurityGroup(
  name: string,
  args: BastionSecurityGroupArgs,
  options: pulumi.ResourceOptions,
): pulumi.Output<string> {
  const group = new aws.ec2.SecurityGroup(
    name,
    { vpcId: args.vpcId, description: "Bastions", tags: { Name: name } },
    options,
  );
  for (const cidrIpv4 of args.sshCidrBlocks) {
    const rule = `${name}-ssh-${slug(cidrIpv4)}`;
    new aws.vpc.SecurityGroupIngressRule(
      rule,
      {
        securityGroupId: group.id,
        description: "SSH from a listed range",
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv4,
        tags: { Name: rule },
      },
      options,
    );
  }
  const outbound = [
    {
      suffix: "https",
      port: 443,
      cidrIpv4: "0.0.0.0/0",
      description: "HTTPS to AWS services and package repositories",
    },
    ...args.reachablePorts.map((port) => ({
      suffix: `port-${port}`,
      port,
      cidrIpv4: args.cidrBlock,
      description: `Port ${port} inside the network, for tunnels`,
    })),
  ];
  for (const { suffix, port, cidrIpv4, description } of outbound) {
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-${suffix}`,
      {
        securityGroupId: group.id,
        description,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4,
        tags: { Name: `${name}-${suffix}` },
      },
      options,
    );
  }
  return group.id;
}
