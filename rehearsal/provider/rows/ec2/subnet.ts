/** Row of subnets. */
import type { Call, Properties, Row, Rule, World } from "../../row.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { contains, isAligned, overlaps, parseRange } from "./cidr.ts";
import { ec2, found, tagCalls, tagSpecifications, types } from "./shared.ts";
import { zoneProblem } from "./zones.ts";

/** Attributes that CreateSubnet does not take, with the value of a new subnet. One call each, as the API wants it. */
const attributes: Readonly<Record<string, { readonly member: string; readonly initial: boolean }>> = {
  mapPublicIpOnLaunch: { member: "MapPublicIpOnLaunch", initial: false },
  assignIpv6AddressOnCreation: { member: "AssignIpv6AddressOnCreation", initial: false },
  enableDns64: { member: "EnableDns64", initial: false },
  enableResourceNameDnsARecordOnLaunch: { member: "EnableResourceNameDnsARecordOnLaunch", initial: false },
  enableResourceNameDnsAaaaRecordOnLaunch: { member: "EnableResourceNameDnsAAAARecordOnLaunch", initial: false },
};

function attributeCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const calls = Object.entries(attributes)
    .filter(([name, { initial }]) => inputs[name] !== undefined && inputs[name] !== (previous[name] ?? initial))
    .map(([name, { member }]) => ec2("ModifySubnetAttribute", { SubnetId: id, [member]: { Value: inputs[name] } }));
  const hostnames = inputs.privateDnsHostnameTypeOnLaunch;
  if (hostnames !== undefined && hostnames !== (previous.privateDnsHostnameTypeOnLaunch ?? "ip-name")) {
    calls.push(ec2("ModifySubnetAttribute", { SubnetId: id, PrivateDnsHostnameTypeOnLaunch: hostnames }));
  }
  return calls;
}

function liveProperties(answer: Properties): Properties | undefined {
  const subnet = answer.Subnets?.[0];
  if (!subnet) return undefined;
  const options = subnet.PrivateDnsNameOptionsOnLaunch ?? {};
  return {
    ...camel(subnet, "VpcId", "CidrBlock", "AvailabilityZone", "AvailabilityZoneId", "MapPublicIpOnLaunch", "OwnerId"),
    ...(options.HostnameType === undefined ? {} : { privateDnsHostnameTypeOnLaunch: options.HostnameType }),
    tagsAll: tagRecord(subnet.Tags),
  };
}

function rangeProblem(inputs: Properties, world: World): string | undefined {
  const cidr = text(inputs.cidrBlock);
  if (cidr === undefined) return undefined;
  const range = parseRange(cidr);
  if (!range) return `the subnet's cidrBlock ${cidr} is no IPv4 range: give one like 10.0.1.0/24`;
  if (range.prefix < 16 || range.prefix > 28) {
    return `the subnet's cidrBlock ${cidr} has prefix /${range.prefix}: AWS takes /16 to /28; choose one of them`;
  }
  if (!isAligned(range)) return `the subnet's cidrBlock ${cidr} has host bits set: begin at the range's first address`;
  const vpcCidr = text(found(world, types.vpc, inputs.vpcId)?.properties.cidrBlock);
  const vpcRange = vpcCidr === undefined ? undefined : parseRange(vpcCidr);
  if (vpcRange && !contains(vpcRange, range)) {
    return `the subnet's cidrBlock ${cidr} is not inside ${vpcCidr}, the range of ${inputs.vpcId}: choose a range inside it`;
  }
  return undefined;
}

function overlapProblem(inputs: Properties, world: World): string | undefined {
  const cidr = text(inputs.cidrBlock);
  const range = cidr === undefined ? undefined : parseRange(cidr);
  const vpcId = text(inputs.vpcId);
  if (!range || vpcId === undefined) return undefined;
  const other = world.all(types.subnet).find(({ properties }) => {
    const taken = properties.vpcId === vpcId && parseRange(text(properties.cidrBlock) ?? "");
    return taken && overlaps(taken, range);
  });
  return (
    other &&
    `the subnet's cidrBlock ${cidr} overlaps ${other.properties.cidrBlock} of ${other.id} in ${vpcId}: choose a free range`
  );
}

const rules: readonly Rule[] = [
  { source: "Amazon VPC User Guide, Subnet CIDR blocks; EC2 API error InvalidSubnet.Range", check: rangeProblem },
  {
    // Not in previews: there the subnet that a change replaces or deletes in the same update still counts.
    source: "EC2 API error InvalidSubnet.Conflict",
    when: "creation",
    check: overlapProblem,
  },
  {
    source: "EC2 API, CreateSubnet, AvailabilityZone; error InvalidParameterValue",
    check: ({ availabilityZone }, _world, { region }) => {
      const zone = text(availabilityZone);
      return zone === undefined ? undefined : zoneProblem(region, zone);
    },
  },
  {
    source: "EC2 API, CreateSubnet: CidrBlock, an IPAM pool, or Ipv6Native",
    check: ({ cidrBlock, ipv4IpamPoolId, ipv6Native }) =>
      cidrBlock === undefined && ipv4IpamPoolId === undefined && ipv6Native !== true
        ? "the subnet has no IPv4 range: give cidrBlock (10.0.1.0/24), ipv4IpamPoolId, or ipv6Native with an IPv6 range"
        : undefined,
  },
];

/** Type `aws:ec2/subnet:Subnet`. */
export const subnet: Row = {
  type: types.subnet,
  taggable: true,
  required: ["vpcId"],
  replaceOn: [
    "vpcId",
    "cidrBlock",
    "availabilityZone",
    "availabilityZoneId",
    "outpostArn",
    "ipv6Native",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
    "ipv6IpamPoolId",
    "ipv6NetmaskLength",
  ],
  defaults: {
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    enableResourceNameDnsARecordOnLaunch: false,
    ipv6Native: false,
    mapPublicIpOnLaunch: false,
  },
  conflicts: [
    ["availabilityZone", "availabilityZoneId"],
    ["cidrBlock", "ipv4NetmaskLength"],
    ["ipv6CidrBlock", "ipv6NetmaskLength"],
  ],
  identify: (_inputs, facts) => `subnet-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `subnet/${id}`), ownerId: facts.accountId }),
  create: {
    call: (inputs, facts) =>
      ec2("CreateSubnet", {
        ...pascal(
          inputs,
          "vpcId",
          "cidrBlock",
          "availabilityZone",
          "availabilityZoneId",
          "ipv6CidrBlock",
          "outpostArn",
        ),
        ...tagSpecifications("subnet", facts),
      }),
    id: (answer) => answer.Subnet.SubnetId,
  },
  afterCreate: (id, inputs) => attributeCalls(id, inputs, {}),
  read: {
    call: (id) => ec2("DescribeSubnets", { SubnetIds: [id] }),
    properties: liveProperties,
    gone: ["InvalidSubnetID.NotFound"],
  },
  update: (id, inputs, previous, facts) => [...attributeCalls(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: (id) => [ec2("DeleteSubnet", { SubnetId: id }, ["InvalidSubnetID.NotFound"])],
  rules,
};
