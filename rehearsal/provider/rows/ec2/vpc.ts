/** Row of VPCs. */
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { camel, pascal, tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { contains, isAligned, parseRange } from "./cidr.ts";
import { ec2, tagCalls, tagSpecifications, types } from "./shared.ts";

const attributeNames = {
  enableDnsSupport: "EnableDnsSupport",
  enableDnsHostnames: "EnableDnsHostnames",
  enableNetworkAddressUsageMetrics: "EnableNetworkAddressUsageMetrics",
} as const;

function attributeCalls(id: string, inputs: Properties, live: Properties): Call[] {
  const changed = Object.entries(attributeNames).filter(
    ([name]) => inputs[name] !== undefined && inputs[name] !== live[name],
  );
  return changed.map(([name, member]) => ec2("ModifyVpcAttribute", { VpcId: id, [member]: { Value: inputs[name] } }));
}

/** What AWS makes with every VPC. The ids of a recorded VPC follow from its own, so that rows of its defaults find them. */
function defaultsOf(id: string): Properties {
  const suffix = id.replace(/^vpc-/, "");
  return {
    defaultSecurityGroupId: `sg-${suffix}`,
    defaultNetworkAclId: `acl-${suffix}`,
    mainRouteTableId: `rtb-${suffix}`,
    defaultRouteTableId: `rtb-${suffix}`,
  };
}

function furtherReads(id: string): Call[] {
  const filter = (Name: string, value: string) => ({ Name, Values: [value] });
  const ofVpc = filter("vpc-id", id);
  return [
    ec2("DescribeSecurityGroups", { Filters: [ofVpc, filter("group-name", "default")] }),
    ec2("DescribeRouteTables", { Filters: [ofVpc, filter("association.main", "true")] }),
    ec2("DescribeNetworkAcls", { Filters: [ofVpc, filter("default", "true")] }),
    ec2("DescribeVpcAttribute", { VpcId: id, Attribute: "enableDnsSupport" }),
    ec2("DescribeVpcAttribute", { VpcId: id, Attribute: "enableDnsHostnames" }),
  ];
}

function liveProperties(answer: Properties): Properties | undefined {
  const vpc = answer.Vpcs?.[0];
  if (!vpc) return undefined;
  const attributes: Properties = {
    enableDnsSupport: answer.EnableDnsSupport?.Value,
    enableDnsHostnames: answer.EnableDnsHostnames?.Value,
    defaultSecurityGroupId: answer.SecurityGroups?.[0]?.GroupId,
    defaultNetworkAclId: answer.NetworkAcls?.[0]?.NetworkAclId,
    mainRouteTableId: answer.RouteTables?.[0]?.RouteTableId,
    defaultRouteTableId: answer.RouteTables?.[0]?.RouteTableId,
  };
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    ...camel(vpc, "CidrBlock", "InstanceTenancy", "DhcpOptionsId", "OwnerId"),
    ...Object.fromEntries(known),
    tagsAll: tagRecord(vpc.Tags),
  };
}

/** Ranges from which AWS refuses a VPC. */
const refusedRanges = ["127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "0.0.0.0/8"];

const rules: readonly Rule[] = [
  {
    source: "Amazon VPC User Guide, VPC CIDR blocks: block sizes between /28 and /16",
    check: ({ cidrBlock }) => {
      const cidr = text(cidrBlock);
      if (cidr === undefined) return undefined;
      const range = parseRange(cidr);
      if (!range) return `the VPC's cidrBlock ${cidr} is no IPv4 range: give one like 10.0.0.0/16`;
      if (range.prefix < 16 || range.prefix > 28) {
        return `the VPC's cidrBlock ${cidr} has prefix /${range.prefix}: AWS takes /16 to /28; choose one of them`;
      }
      if (!isAligned(range)) return `the VPC's cidrBlock ${cidr} has host bits set: begin at the range's first address`;
      const refused = refusedRanges.find((other) => contains(parseRange(other) as typeof range, range));
      return refused && `the VPC's cidrBlock ${cidr} is in ${refused}, which AWS refuses: choose a private range`;
    },
  },
  {
    source: "EC2 API, CreateVpc: CidrBlock or Ipv4IpamPoolId",
    check: ({ cidrBlock, ipv4IpamPoolId }) =>
      cidrBlock === undefined && ipv4IpamPoolId === undefined
        ? "the VPC has no IPv4 range: give cidrBlock (10.0.0.0/16) or ipv4IpamPoolId"
        : undefined,
  },
];

/** Type `aws:ec2/vpc:Vpc`. */
export const vpc: Row = {
  type: types.vpc,
  taggable: true,
  required: [],
  replaceOn: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  conflicts: [
    ["cidrBlock", "ipv4NetmaskLength"],
    ["assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId"],
    ["ipv6CidrBlock", "ipv6NetmaskLength"],
  ],
  identify: (_inputs, facts) => `vpc-${facts.hex(17)}`,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("ec2", `vpc/${id}`),
    ownerId: facts.accountId,
    enableDnsHostnames: inputs.enableDnsHostnames ?? false,
    // Empty for a VPC without IPv6. What is missing in the state would be unknown in every preview.
    ipv6AssociationId: "",
    ipv6CidrBlock: inputs.ipv6CidrBlock ?? "",
    ...defaultsOf(id),
  }),
  create: {
    call: (inputs, facts) =>
      ec2("CreateVpc", {
        ...pascal(inputs, "cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"),
        ...tagSpecifications("vpc", facts),
      }),
    id: (answer) => answer.Vpc.VpcId,
  },
  afterCreate: (id, inputs, live) =>
    attributeCalls(id, inputs, { enableDnsSupport: true, enableDnsHostnames: false, ...live }),
  read: {
    call: (id) => ec2("DescribeVpcs", { VpcIds: [id] }),
    also: furtherReads,
    properties: liveProperties,
    gone: ["InvalidVpcID.NotFound"],
  },
  update: (id, inputs, previous, facts: Facts) => [
    ...attributeCalls(id, inputs, previous),
    ...(inputs.instanceTenancy === previous.instanceTenancy
      ? []
      : [ec2("ModifyVpcTenancy", { VpcId: id, InstanceTenancy: inputs.instanceTenancy }, ["InvalidAction"])]),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [ec2("DeleteVpc", { VpcId: id }, ["InvalidVpcID.NotFound"])],
  rules,
};
