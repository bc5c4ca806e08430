/** Row of mount targets. */
import type { Properties, Row, Rule, World } from "../../row.ts";
import { securityGroupsProblem, vpcOfSubnet } from "../ec2/shared.ts";
import { pascal } from "../helpers.ts";
import { orderAsWanted, text, texts } from "../known.ts";
import { efs, fileSystemArn, fileSystemGone, fileSystemType } from "./shared.ts";

const mountTargetType = "aws:efs/mountTarget:MountTarget";

/** Security groups of one mount target, at most (EFS API, CreateMountTarget). */
const mostSecurityGroups = 5;

function zoneOf(world: World, subnetId: unknown): string | undefined {
  const id = text(subnetId);
  return id === undefined ? undefined : text(world.find("aws:ec2/subnet:Subnet", id)?.properties.availabilityZone);
}

function siblings(inputs: Properties, world: World): readonly Properties[] {
  return world
    .all(mountTargetType)
    .map(({ properties }) => properties)
    .filter((other) => other.fileSystemId === inputs.fileSystemId && other.subnetId !== inputs.subnetId);
}

const rules: readonly Rule[] = [
  {
    source: "EFS API, CreateMountTarget, SecurityGroups: at most 5, of the subnet's VPC",
    check: (inputs, world) => {
      const groups = texts(inputs.securityGroups);
      return groups.length > mostSecurityGroups
        ? `the mount target has ${groups.length} security groups: EFS takes at most ${mostSecurityGroups}`
        : securityGroupsProblem(world, groups, vpcOfSubnet(world, inputs.subnetId), "the mount target");
    },
  },
  {
    source: "EFS API, CreateMountTarget: one mount target in each zone; MountTargetConflict",
    when: "creation",
    check: (inputs, world) => {
      const zone = zoneOf(world, inputs.subnetId);
      const twin = siblings(inputs, world).some(
        (other) => zone !== undefined && zoneOf(world, other.subnetId) === zone,
      );
      return twin
        ? `the file system ${inputs.fileSystemId} has a mount target in ${zone} already: make one in each zone`
        : undefined;
    },
  },
  {
    source: "EFS API, CreateMountTarget: all subnets of one VPC; MountTargetConflict",
    when: "creation",
    check: (inputs, world) => {
      const vpc = vpcOfSubnet(world, inputs.subnetId);
      const strange = siblings(inputs, world).some((other) => {
        const theirs = vpcOfSubnet(world, other.subnetId);
        return vpc !== undefined && theirs !== undefined && theirs !== vpc;
      });
      return strange
        ? `the file system ${inputs.fileSystemId} has mount targets in another VPC than ${vpc}: all must be in one`
        : undefined;
    },
  },
  {
    source: "EFS API, CreateMountTarget: FileSystemNotFound",
    when: "creation",
    check: ({ fileSystemId }, world) => {
      const id = text(fileSystemId);
      return id === undefined || world.find(fileSystemType, id)
        ? undefined
        : `the file system ${id} does not exist: take it from the file system's id`;
    },
  },
];

/** A mount target, made in the emulator: the address of a file system in one subnet. */
export const mountTarget: Row = {
  type: mountTargetType,
  required: ["fileSystemId", "subnetId"],
  replaceOn: ["fileSystemId", "subnetId", "ipAddress", "ipAddressType", "ipv6Address"],
  identify: (_inputs, facts) => `fsmt-${facts.hex(17)}`,
  attributes: (inputs, _id, facts) => ({
    dnsName: `${inputs.fileSystemId}.efs.${facts.region}.amazonaws.com`,
    fileSystemArn: fileSystemArn(inputs.fileSystemId, facts),
    ownerId: facts.accountId,
  }),
  create: {
    call: (inputs) =>
      efs(
        "CreateMountTarget",
        pascal(inputs, "fileSystemId", "subnetId", "ipAddress", "ipAddressType", "ipv6Address", "securityGroups"),
      ),
    id: (answer) => answer.MountTargetId,
  },
  read: {
    call: (id) => efs("DescribeMountTargets", { MountTargetId: id }),
    also: (id) => [efs("DescribeMountTargetSecurityGroups", { MountTargetId: id })],
    properties: (answer, _id, state, facts) => {
      const live: Properties | undefined = answer.MountTargets?.[0];
      if (live === undefined) return undefined;
      return {
        fileSystemId: live.FileSystemId,
        subnetId: live.SubnetId,
        ipAddress: live.IpAddress,
        networkInterfaceId: live.NetworkInterfaceId,
        availabilityZoneId: live.AvailabilityZoneId,
        availabilityZoneName: live.AvailabilityZoneName,
        mountTargetDnsName: `${live.AvailabilityZoneName}.${live.FileSystemId}.efs.${facts.region}.amazonaws.com`,
        securityGroups: orderAsWanted(answer.SecurityGroups ?? [], state.securityGroups),
      };
    },
    gone: ["MountTargetNotFound", fileSystemGone],
  },
  update: (id, inputs) => [
    efs("ModifyMountTargetSecurityGroups", { MountTargetId: id, SecurityGroups: inputs.securityGroups ?? [] }),
  ],
  delete: (id) => [efs("DeleteMountTarget", { MountTargetId: id }, ["MountTargetNotFound"])],
  rules,
};
