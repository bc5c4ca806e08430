/** Rows of the rules of security groups, one resource each. */
import type { Call, Facts, Properties, Row, Rule, World } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { tagRecord } from "../helpers.ts";
import { text } from "../known.ts";
import { parseRange } from "./cidr.ts";
import { protocolOf } from "./permissions.ts";
import { arePeered, ec2, tagCalls, tagSpecifications, vpcOfSecurityGroup } from "./shared.ts";

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"] as const;

/** Protocols whose rules need ports; with `-1` AWS takes all ports (EC2 API, IpPermission). */
const withPorts = ["tcp", "udp", "icmp", "icmpv6", "6", "17", "1", "58"];

function permission(inputs: Properties): Properties {
  const described = inputs.description === undefined ? {} : { Description: inputs.description };
  const source = (member: string, key: string, value: unknown) =>
    value === undefined ? {} : { [member]: [{ [key]: value, ...described }] };
  return {
    IpProtocol: protocolOf(inputs.ipProtocol),
    ...(inputs.fromPort === undefined ? {} : { FromPort: inputs.fromPort }),
    ...(inputs.toPort === undefined ? {} : { ToPort: inputs.toPort }),
    ...source("IpRanges", "CidrIp", inputs.cidrIpv4),
    ...source("Ipv6Ranges", "CidrIpv6", inputs.cidrIpv6),
    ...source("PrefixListIds", "PrefixListId", inputs.prefixListId),
    ...source("UserIdGroupPairs", "GroupId", inputs.referencedSecurityGroupId),
  };
}

/** The rule in the form of ModifySecurityGroupRules. */
function changed(inputs: Properties): Properties {
  const members = {
    IpProtocol: protocolOf(inputs.ipProtocol),
    FromPort: inputs.fromPort,
    ToPort: inputs.toPort,
    CidrIpv4: inputs.cidrIpv4,
    CidrIpv6: inputs.cidrIpv6,
    PrefixListId: inputs.prefixListId,
    ReferencedGroupId: inputs.referencedSecurityGroupId,
    Description: inputs.description ?? "",
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function modifyCall(id: string, inputs: Properties): Call {
  return ec2("ModifySecurityGroupRules", {
    GroupId: inputs.securityGroupId,
    SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: changed(inputs) }],
  });
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const rule = answer.SecurityGroupRules?.[0];
  if (!rule) return undefined;
  const members = {
    securityGroupId: rule.GroupId,
    // Names and numbers of a protocol mean the same: `tcp` and `6`.
    ipProtocol: sameProtocol(rule.IpProtocol, state.ipProtocol) ? state.ipProtocol : rule.IpProtocol,
    fromPort: rule.IpProtocol === "-1" ? undefined : rule.FromPort,
    toPort: rule.IpProtocol === "-1" ? undefined : rule.ToPort,
    cidrIpv4: rule.CidrIpv4,
    cidrIpv6: rule.CidrIpv6,
    prefixListId: rule.PrefixListId,
    referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
    description: rule.Description,
  };
  return {
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
    tagsAll: tagRecord(rule.Tags),
  };
}

const protocolNumbers: Readonly<Record<string, string>> = { tcp: "6", udp: "17", icmp: "1", icmpv6: "58", all: "-1" };

function sameProtocol(one: unknown, other: unknown): boolean {
  const plain = (protocol: unknown) => protocolNumbers[String(protocol).toLowerCase()] ?? String(protocol);
  return plain(one) === plain(other);
}

function portsProblem({ ipProtocol, fromPort, toPort }: Properties): string | undefined {
  const protocol = text(protocolOf(ipProtocol));
  if (protocol === undefined || isUnknown(fromPort) || isUnknown(toPort)) return undefined;
  const given = fromPort !== undefined || toPort !== undefined;
  if (protocol === "-1") {
    return given ? "a rule for all protocols (ipProtocol -1) takes no fromPort and toPort: leave them out" : undefined;
  }
  if (!withPorts.includes(protocol)) return undefined;
  if (fromPort === undefined || toPort === undefined) {
    return `a rule for ${protocol} needs fromPort and toPort; got ${fromPort ?? "none"} and ${toPort ?? "none"}`;
  }
  if (["tcp", "udp", "6", "17"].includes(protocol) && (fromPort < 0 || toPort > 65535 || fromPort > toPort)) {
    return `the rule's ports ${fromPort} to ${toPort} are no range: fromPort must be at most toPort, both 0 to 65535`;
  }
  return undefined;
}

function sourceVpcProblem(inputs: Properties, world: World): string | undefined {
  const [vpcId, sourceVpc] = [
    vpcOfSecurityGroup(world, inputs.securityGroupId),
    vpcOfSecurityGroup(world, inputs.referencedSecurityGroupId),
  ];
  if (vpcId === undefined || sourceVpc === undefined || vpcId === sourceVpc || arePeered(world, vpcId, sourceVpc)) {
    return undefined;
  }
  return `the rule is of security group ${inputs.securityGroupId} in ${vpcId}, but refers to security group ${inputs.referencedSecurityGroupId} of ${sourceVpc}: refer to a group of ${vpcId} or of a peered VPC`;
}

function sameRule(one: Properties, other: Properties): boolean {
  const same = [...sources, "securityGroupId", "fromPort", "toPort"].every((name) => one[name] === other[name]);
  return same && sameProtocol(one.ipProtocol, other.ipProtocol);
}

function rulesOf(type: string): readonly Rule[] {
  return [
    { source: "EC2 API, IpPermission, FromPort and ToPort", check: portsProblem },
    {
      source: "EC2 API, IpRange, CidrIp; error InvalidParameterValue",
      check: ({ cidrIpv4 }) => {
        const cidr = text(cidrIpv4);
        return cidr !== undefined && !parseRange(cidr)
          ? `the rule's cidrIpv4 ${cidr} is no IPv4 range: give one like 10.0.0.0/16`
          : undefined;
      },
    },
    {
      source: "EC2 API, IpRange, Description",
      check: ({ description }) => {
        const value = text(description);
        if (value === undefined) return undefined;
        if (value.length > 255) {
          return `the rule's description has ${value.length} characters: AWS takes at most 255; shorten it`;
        }
        return /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/.test(value)
          ? undefined
          : `the rule's description ${JSON.stringify(value)} has a character that AWS refuses: allowed are letters, digits, space and ._-:/()#,@[]+=&;{}!$*`;
      },
    },
    {
      source: "Amazon VPC User Guide, Security group rules; EC2 API error InvalidGroup.NotFound",
      check: sourceVpcProblem,
    },
    {
      source: "EC2 API error InvalidPermission.Duplicate",
      when: "creation",
      check: (inputs, world) => {
        const twin = world.all(type).find(({ properties }) => sameRule(properties, inputs));
        return (
          twin &&
          `security group ${inputs.securityGroupId} has this rule already (${twin.id}): leave one of the two out`
        );
      },
    },
  ];
}

function ruleRow(kind: "Ingress" | "Egress"): Row {
  const type = `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`;
  return {
    type,
    taggable: true,
    required: ["ipProtocol", "securityGroupId"],
    replaceOn: ["securityGroupId"],
    exactlyOne: [[...sources]],
    identify: (_inputs, facts) => `sgr-${facts.hex(17)}`,
    attributes: (_inputs, id, facts: Facts) => ({
      arn: facts.arn("ec2", `security-group-rule/${id}`),
      securityGroupRuleId: id,
    }),
    create: {
      call: (inputs, facts) =>
        ec2(`AuthorizeSecurityGroup${kind}`, {
          GroupId: inputs.securityGroupId,
          IpPermissions: [permission(inputs)],
          ...tagSpecifications("security-group-rule", facts),
        }),
      id: (answer) => answer.SecurityGroupRules[0].SecurityGroupRuleId,
    },
    read: {
      call: (id) => ec2("DescribeSecurityGroupRules", { SecurityGroupRuleIds: [id] }),
      properties: (answer, _id, state) => liveProperties(answer, state),
      gone: ["InvalidSecurityGroupRuleId.NotFound"],
    },
    // MiniStack 1.5.33 forgets a new rule's prefix list; a change it keeps.
    afterCreate: (id, inputs) => (inputs.prefixListId === undefined ? [] : [modifyCall(id, inputs)]),
    update: (id, inputs, previous, facts) => [
      ...(sameRule(inputs, previous) && inputs.description === previous.description ? [] : [modifyCall(id, inputs)]),
      ...tagCalls(id, previous, facts),
    ],
    delete: (id, state) => [
      ec2(`RevokeSecurityGroup${kind}`, { GroupId: state.securityGroupId, SecurityGroupRuleIds: [id] }, [
        "InvalidSecurityGroupRuleId.NotFound",
        "InvalidGroup.NotFound",
      ]),
    ],
    rules: rulesOf(type),
  };
}

/** Type `aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule`. */
export const securityGroupIngressRule: Row = ruleRow("Ingress");

/** Type `aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule`. */
export const securityGroupEgressRule: Row = ruleRow("Egress");
