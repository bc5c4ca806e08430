import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";

/** Port of NFS. */
const nfsPort = 2049;

/**
 * Makes the security group of the mount targets and that of their clients: each knows only the other. Who shall mount the files carries the
 * clients' group.
 *
 * @param name prefix of the children's names
 * @param vpcId VPC of both; another one replaces them
 * @returns the ids of both
 */
export function createSecurityGroups(name: string, vpcId: pulumi.Input<string>, parent: pulumi.Resource) {
  const group = (suffix: string, description: string) =>
    new aws.ec2.SecurityGroup(
      limitName(`${name}${suffix}`, autoNameLimit("securityGroup")),
      { vpcId, description, tags: { Name: `${name}${suffix}` } },
      { parent },
    );
  const files = group("", "Mount targets of the files");
  const clients = group("-clients", "May mount the files");
  const nfs = { ipProtocol: "tcp", fromPort: nfsPort, toPort: nfsPort };
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-from-clients`,
    {
      securityGroupId: files.id,
      referencedSecurityGroupId: clients.id,
      description: "NFS from the clients of the files",
      ...nfs,
      tags: { Name: `${name}-from-clients` },
    },
    { parent },
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-clients-to-files`,
    {
      securityGroupId: clients.id,
      referencedSecurityGroupId: files.id,
      description: "NFS to the mount targets of the files",
      ...nfs,
      tags: { Name: `${name}-clients-to-files` },
    },
    { parent },
  );
  return { securityGroupId: files.id, clientSecurityGroupId: clients.id };
}
