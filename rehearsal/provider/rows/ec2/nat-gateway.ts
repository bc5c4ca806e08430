/** Rows of Elastic IP addresses and NAT gateways. */
import type { Properties, Row, Rule } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { derivedHex, text } from "../known.ts";
import { ec2, found, tagCalls, tagSpecifications, types } from "./shared.ts";

function publicDnsName(publicIp: unknown, region: string): string {
  const host = `ec2-${String(publicIp).replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.compute-1.amazonaws.com` : `${host}.${region}.compute.amazonaws.com`;
}

/** Type `aws:ec2/eip:Eip`. */
export const eip: Row = {
  type: "aws:ec2/eip:Eip",
  taggable: true,
  required: [],
  replaceOn: ["address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
  conflicts: [["instance", "networkInterface"]],
  identify: (_inputs, facts) => `eipalloc-${facts.hex(17)}`,
  attributes: (inputs, id, facts) => {
    // An address of the range that RFC 5737 keeps for documentation; the emulator's own one is laid over it.
    const publicIp = inputs.address ?? `203.0.113.${Number.parseInt(derivedHex(id, 2), 16)}`;
    return {
      allocationId: id,
      arn: facts.arn("ec2", `elastic-ip/${id}`),
      domain: "vpc",
      networkBorderGroup: facts.region,
      publicIpv4Pool: "amazon",
      publicIp,
      publicDns: publicDnsName(publicIp, facts.region),
    };
  },
  create: {
    call: (inputs, facts) =>
      ec2("AllocateAddress", {
        Domain: inputs.domain ?? "vpc",
        ...pascal(inputs, "address", "customerOwnedIpv4Pool", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"),
        ...tagSpecifications("elastic-ip", facts),
      }),
    id: (answer) => answer.AllocationId,
  },
  read: {
    call: (id) => ec2("DescribeAddresses", { AllocationIds: [id] }),
    properties: (answer, _id, _state, { region }) => {
      const address = answer.Addresses?.[0];
      if (!address) return undefined;
      const publicDns = publicDnsName(address.PublicIp, region);
      return { ...camel(address, "PublicIp", "Domain"), publicDns, tagsAll: tagRecord(address.Tags) };
    },
    gone: ["InvalidAllocationID.NotFound"],
  },
  update: (id, _inputs, previous, facts) => tagCalls(id, previous, facts),
  delete: (id) => [ec2("ReleaseAddress", { AllocationId: id }, ["InvalidAllocationID.NotFound"])],
};

const natRules: readonly Rule[] = [
  {
    source:
      "terraform-provider-aws, aws_nat_gateway: allocation_id and subnet_id by connectivity and availability mode",
    check: ({ connectivityType, availabilityMode, allocationId, subnetId }) => {
      if (isUnknown(connectivityType) || isUnknown(availabilityMode) || availabilityMode === "regional")
        return undefined;
      if (subnetId === undefined) return "the NAT gateway has no subnetId: give the public subnet that it is to be in";
      if (connectivityType === "private") {
        return allocationId === undefined
          ? undefined
          : "a private NAT gateway takes no allocationId: leave it out, or set connectivityType to public";
      }
      return allocationId === undefined
        ? "the public NAT gateway has no allocationId: give the id of an Elastic IP address"
        : undefined;
    },
  },
  {
    source: "EC2 API error InvalidSubnetID.NotFound",
    when: "creation",
    check: ({ subnetId }, world) =>
      text(subnetId) !== undefined && !found(world, types.subnet, subnetId)
        ? `the NAT gateway's subnet ${subnetId} does not exist: give the id of one that this workspace made`
        : undefined,
  },
  {
    source: "EC2 API error Resource.AlreadyAssociated",
    when: "creation",
    check: ({ allocationId }, world) => {
      const id = text(allocationId);
      const other = id && world.all(types.natGateway).find(({ properties }) => properties.allocationId === id);
      return other ? `the Elastic IP address ${id} is used by ${other.id} already: allocate another one` : undefined;
    },
  },
];

function liveNatGateway(answer: Properties): Properties | undefined {
  const gateway = answer.NatGateways?.[0];
  // AWS lists a deleted gateway for about an hour.
  if (!gateway || gateway.State === "deleted" || gateway.State === "deleting") return undefined;
  const publicIp = answer.Addresses?.[0]?.PublicIp;
  return {
    ...camel(gateway, "SubnetId", "ConnectivityType", "VpcId"),
    ...(publicIp === undefined ? {} : { publicIp }),
    tagsAll: tagRecord(gateway.Tags),
  };
}

/** Type `aws:ec2/natGateway:NatGateway`. */
export const natGateway: Row = {
  type: types.natGateway,
  taggable: true,
  required: [],
  replaceOn: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"],
  defaults: { connectivityType: "public" },
  conflicts: [["secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses"]],
  identify: (_inputs, facts) => `nat-${facts.hex(17)}`,
  attributes: (inputs, id) => ({
    networkInterfaceId: `eni-${derivedHex(id, 17)}`,
    ...(inputs.allocationId === undefined ? {} : { associationId: `eipassoc-${derivedHex(id, 17)}` }),
  }),
  create: {
    call: (inputs, facts) =>
      ec2("CreateNatGateway", {
        ...pascal(inputs, "subnetId", "allocationId", "connectivityType", "availabilityMode", "vpcId"),
        ...(inputs.privateIp === undefined ? {} : { PrivateIpAddress: inputs.privateIp }),
        ...tagSpecifications("natgateway", facts),
      }),
    id: (answer) => answer.NatGateway.NatGatewayId,
  },
  read: {
    call: (id) => ec2("DescribeNatGateways", { NatGatewayIds: [id] }),
    also: (_id, state) =>
      text(state.allocationId) === undefined
        ? []
        : [ec2("DescribeAddresses", { AllocationIds: [state.allocationId] }, ["InvalidAllocationID.NotFound"])],
    properties: liveNatGateway,
    gone: ["NatGatewayNotFound"],
  },
  update: (id, _inputs, previous, facts) => tagCalls(id, previous, facts),
  delete: (id) => [ec2("DeleteNatGateway", { NatGatewayId: id }, ["NatGatewayNotFound"])],
  rules: natRules,
};
