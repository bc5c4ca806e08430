/** Rows of security groups: a group of one's own, and the default one that every VPC has. */
import type { Call, Properties, Row, Rule } from "../../row.ts";
import { camel, tagRecord } from "../helpers.ts";
import { text, texts } from "../known.ts";
import { inlineRules, permissionCalls, permissionsOf } from "./permissions.ts";
import { arePeered, ec2, found, tagCalls, tagSpecifications, types, vpcOfSecurityGroup } from "./shared.ts";

/** Characters of a name and of a description in a VPC (EC2 API, CreateSecurityGroup). */
const nameCharacters = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/;

function nameProblem(property: string, value: unknown): string | undefined {
  const name = text(value);
  if (name === undefined) return undefined;
  if (name.length === 0) return `the security group's ${property} is empty: give 1 to 255 characters`;
  if (name.length > 255) {
    return `the security group's ${property} has ${name.length} characters: AWS takes at most 255; shorten it`;
  }
  if (!nameCharacters.test(name)) {
    return `the security group's ${property} ${JSON.stringify(name)} has a character that AWS refuses: allowed are letters, digits, space and ._-:/()#,@[]+=&;{}!$*`;
  }
  if (property === "name" && /^sg-/i.test(name)) {
    return `the security group's name ${name} begins with sg-, which AWS keeps for ids: choose another name`;
  }
  return undefined;
}

function inlineSourceProblem(inputs: Properties, world: Parameters<Rule["check"]>[1]): string | undefined {
  const vpcId = text(inputs.vpcId);
  const rules = [
    ...(Array.isArray(inputs.ingress) ? inputs.ingress : []),
    ...(Array.isArray(inputs.egress) ? inputs.egress : []),
  ];
  for (const source of rules.flatMap((rule: Properties) => texts(rule.securityGroups))) {
    const sourceVpc = vpcOfSecurityGroup(world, source);
    if (vpcId !== undefined && sourceVpc !== undefined && sourceVpc !== vpcId && !arePeered(world, vpcId, sourceVpc)) {
      return `the security group is of ${vpcId}, but its rule refers to ${source} of ${sourceVpc}: refer to a group of ${vpcId} or of a peered VPC`;
    }
  }
  return undefined;
}

const rules: readonly Rule[] = [
  {
    source: "EC2 API, CreateSecurityGroup, GroupName and GroupDescription",
    check: ({ name }) => nameProblem("name", name),
  },
  {
    source: "EC2 API, CreateSecurityGroup, GroupName and GroupDescription",
    check: ({ description }) => nameProblem("description", description),
  },
  { source: "EC2 API error InvalidGroup.NotFound: groups of the same or a peered VPC", check: inlineSourceProblem },
  {
    source: "EC2 API error InvalidVpcID.NotFound",
    when: "creation",
    check: ({ vpcId }, world) =>
      text(vpcId) !== undefined && !found(world, types.vpc, vpcId)
        ? `the security group's vpcId ${vpcId} does not exist: give the id of a VPC that this workspace made`
        : undefined,
  },
];

function liveGroup(answer: Properties, id: string, state: Properties): Properties | undefined {
  const group = answer.SecurityGroups?.[0];
  if (!group) return undefined;
  const ingress = inlineRules(id, group.IpPermissions, state.ingress);
  const egress = inlineRules(id, group.IpPermissionsEgress, state.egress);
  return {
    ...camel(group, "VpcId", "Description", "OwnerId"),
    name: group.GroupName,
    ...(ingress === undefined ? {} : { ingress }),
    ...(egress === undefined ? {} : { egress }),
    tagsAll: tagRecord(group.Tags),
  };
}

function ruleChanges(id: string, inputs: Properties, previous: Properties): Call[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    inputs[direction] === undefined
      ? []
      : permissionCalls(id, direction, inputs[direction], permissionsOf(id, previous[direction])),
  );
}

/** The rule that AWS gives every new group and the real provider takes away at once. */
const allowAllEgress = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

const read = {
  call: (id: string) => ec2("DescribeSecurityGroups", { GroupIds: [id] }),
  properties: liveGroup,
  gone: ["InvalidGroup.NotFound", "InvalidGroupId.Malformed"],
};

/** Type `aws:ec2/securityGroup:SecurityGroup`. */
export const securityGroup: Row = {
  type: types.securityGroup,
  taggable: true,
  autoName: { property: "name", maxLength: 255 },
  required: [],
  replaceOn: ["name", "namePrefix", "description", "vpcId"],
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  conflicts: [["name", "namePrefix"]],
  identify: (_inputs, facts) => `sg-${facts.hex(17)}`,
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("ec2", `security-group/${id}`), ownerId: facts.accountId }),
  create: {
    call: (inputs, facts) =>
      ec2("CreateSecurityGroup", {
        GroupName: inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`,
        Description: inputs.description,
        ...(inputs.vpcId === undefined ? {} : { VpcId: inputs.vpcId }),
        ...tagSpecifications("security-group", facts),
      }),
    id: (answer) => answer.GroupId,
  },
  afterCreate: (id, inputs) => [
    ...permissionCalls(id, "egress", inputs.egress, [allowAllEgress]),
    ...permissionCalls(id, "ingress", inputs.ingress, []),
  ],
  read,
  update: (id, inputs, previous, facts) => [...ruleChanges(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: (id) => [ec2("DeleteSecurityGroup", { GroupId: id }, ["InvalidGroup.NotFound"])],
  rules,
};

/**
 * Type `aws:ec2/defaultSecurityGroup:DefaultSecurityGroup`: adopts the default group of a VPC and gives it exactly the rules of
 * the program. It cannot be deleted; AWS deletes it with its VPC.
 */
export const defaultSecurityGroup: Row = {
  type: types.defaultSecurityGroup,
  taggable: true,
  required: [],
  replaceOn: ["vpcId"],
  defaults: { revokeRulesOnDelete: false },
  identify: (inputs) => `sg-${String(inputs.vpcId).replace(/^vpc-/, "")}`,
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("ec2", `security-group/${id}`),
    ownerId: facts.accountId,
    name: "default",
    description: "default VPC security group",
  }),
  create: {
    call: (inputs) =>
      ec2("DescribeSecurityGroups", {
        Filters: [
          { Name: "group-name", Values: ["default"] },
          ...(inputs.vpcId === undefined ? [] : [{ Name: "vpc-id", Values: [inputs.vpcId] }]),
        ],
      }),
    id: (answer, inputs) => {
      const id = answer.SecurityGroups?.[0]?.GroupId;
      if (id === undefined) throw new Error(`the VPC ${inputs.vpcId} has no default security group: does it exist?`);
      return id;
    },
  },
  afterCreate: (id, inputs, live, facts) => [
    ...permissionCalls(id, "ingress", inputs.ingress, permissionsOf(id, live.ingress)),
    ...permissionCalls(id, "egress", inputs.egress, permissionsOf(id, live.egress)),
    ...tagCalls(id, live, facts),
  ],
  // All rules of the default group are the program's: those it does not give are taken away.
  read: { ...read, properties: (answer, id, state) => liveGroup(answer, id, { ingress: [], egress: [], ...state }) },
  update: (id, inputs, previous, facts) => [...ruleChanges(id, inputs, previous), ...tagCalls(id, previous, facts)],
  delete: () => [],
  rules: rules.slice(2),
};
