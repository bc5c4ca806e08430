/** Rows of managed policies, inline policies of roles, and attachments. */
import type { Properties, Row, Rule, World } from "../../row.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { derivedHex, text } from "../known.ts";
import { policyAsWanted, policyText } from "../policy-document.ts";
import {
  countedLength,
  decoded,
  documentText,
  iam,
  identityPolicyRule,
  nameOf,
  noSuchEntity,
  pathAndName,
  pathRule,
  roleExistsRule,
  tagCalls,
  tagsOf,
  types,
} from "./shared.ts";

/** Largest managed policy, and largest sum of a role's inline policies, in characters without white space (IAM quotas). */
const [largestManaged, largestInline] = [6144, 10240];

/** Most managed policies of a role, as long as the quota is not raised (IAM User Guide, IAM and AWS STS quotas). */
const mostAttached = 10;

const policyRules: readonly Rule[] = [
  identityPolicyRule("the policy"),
  {
    source: "IAM User Guide, IAM and AWS STS quotas: managed policies",
    check: ({ policy }) => {
      const length = countedLength(policy);
      return length !== undefined && length > largestManaged
        ? `the policy has ${length} characters without white space: a managed policy takes at most ${largestManaged}; split it`
        : undefined;
    },
  },
  pathRule,
];

/** Type `aws:iam/policy:Policy`. Its id is its ARN. `defaultVersionId` is kept for the next change: the version before is then deleted. */
export const policy: Row = {
  type: types.policy,
  taggable: true,
  autoName: { property: "name", maxLength: 128 },
  required: ["policy"],
  replaceOn: ["name", "namePrefix", "path", "description"],
  defaults: { path: "/" },
  conflicts: [["name", "namePrefix"]],
  identify: (inputs, facts) => facts.arn("iam", `policy/${pathAndName(inputs, nameOf(inputs, facts))}`, { region: "" }),
  attributes: (_inputs, id) => ({
    arn: id,
    policyId: `ANPA${derivedHex(id, 17).toUpperCase()}`,
    attachmentCount: 0,
    defaultVersionId: "v1",
  }),
  create: {
    call: (inputs, facts) =>
      iam("CreatePolicy", {
        PolicyName: nameOf(inputs, facts),
        PolicyDocument: documentText(inputs.policy),
        ...pascal(inputs, "description", "path"),
        ...tagsOf(facts),
      }),
    id: (answer) => answer.Policy.Arn,
  },
  read: {
    call: (id) => iam("GetPolicy", { PolicyArn: id }),
    also: (id, _state, _facts, answer) => [
      iam("GetPolicyVersion", { PolicyArn: id, VersionId: answer.Policy.DefaultVersionId }),
    ],
    properties: (answer, id, state) => {
      const found = answer.Policy;
      return (
        found && {
          arn: id,
          name: found.PolicyName,
          path: found.Path,
          policyId: found.PolicyId,
          attachmentCount: found.AttachmentCount,
          defaultVersionId: found.DefaultVersionId,
          ...(found.Description ? { description: found.Description } : {}),
          policy: policyAsWanted(decoded(answer.PolicyVersion?.Document), state.policy),
          tagsAll: tagRecord(found.Tags),
        }
      );
    },
    gone: [noSuchEntity],
  },
  update: (id, inputs, previous, facts) => [
    ...(policyText(inputs.policy) === policyText(previous.policy)
      ? []
      : [
          iam("CreatePolicyVersion", {
            PolicyArn: id,
            PolicyDocument: documentText(inputs.policy),
            SetAsDefault: true,
          }),
          iam("DeletePolicyVersion", { PolicyArn: id, VersionId: previous.defaultVersionId ?? "v1" }, [noSuchEntity]),
        ]),
    ...tagCalls("Policy", { PolicyArn: id }, previous, facts),
  ],
  delete: (id) => [iam("DeletePolicy", { PolicyArn: id }, [noSuchEntity])],
  rules: policyRules,
};

function inlineSumProblem(inputs: Properties, world: World): string | undefined {
  const own = countedLength(inputs.policy);
  const roleName = text(inputs.role);
  if (own === undefined) return undefined;
  const others = world
    .all(types.rolePolicy)
    .filter(({ properties }) => properties.role === roleName && properties.name !== inputs.name);
  const sum = others.reduce((total, { properties }) => total + (countedLength(properties.policy) ?? 0), own);
  return sum > largestInline
    ? `the inline policies of the role ${roleName ?? ""} have ${sum} characters without white space: AWS takes at most ${largestInline} together; attach managed policies instead`
    : undefined;
}

/** Type `aws:iam/rolePolicy:RolePolicy`. Its id is `role:name`. */
export const rolePolicy: Row = {
  type: types.rolePolicy,
  autoName: { property: "name", maxLength: 128 },
  required: ["policy", "role"],
  replaceOn: ["name", "namePrefix", "role"],
  conflicts: [["name", "namePrefix"]],
  identify: (inputs, facts) => `${inputs.role}:${nameOf(inputs, facts)}`,
  create: {
    call: (inputs, facts) =>
      iam("PutRolePolicy", {
        RoleName: inputs.role,
        PolicyName: nameOf(inputs, facts),
        PolicyDocument: documentText(inputs.policy),
      }),
  },
  read: {
    call: (id) => {
      const [RoleName, PolicyName] = id.split(":");
      return iam("GetRolePolicy", { RoleName, PolicyName });
    },
    properties: (answer, _id, state) => ({
      role: answer.RoleName,
      name: answer.PolicyName,
      policy: policyAsWanted(decoded(answer.PolicyDocument), state.policy),
    }),
    gone: [noSuchEntity],
  },
  update: (id, inputs) => {
    const [RoleName, PolicyName] = id.split(":");
    return [iam("PutRolePolicy", { RoleName, PolicyName, PolicyDocument: documentText(inputs.policy) })];
  },
  delete: (id) => {
    const [RoleName, PolicyName] = id.split(":");
    return [iam("DeleteRolePolicy", { RoleName, PolicyName }, [noSuchEntity])];
  },
  rules: [
    identityPolicyRule("the role's policy"),
    {
      source: "IAM User Guide, IAM and AWS STS quotas: aggregate size of a role's inline policies",
      check: inlineSumProblem,
    },
    roleExistsRule,
  ],
};

/** Type `aws:iam/rolePolicyAttachment:RolePolicyAttachment`. Its id is `role/policyArn`. */
export const rolePolicyAttachment: Row = {
  type: types.rolePolicyAttachment,
  required: ["policyArn", "role"],
  replaceOn: ["policyArn", "role"],
  // Pulumi's provider says so (pulumi-aws, resources.go): made first, the deletion would take away what was just made.
  deleteBeforeReplace: true,
  identify: ({ role, policyArn }) => `${role}/${policyArn}`,
  create: {
    call: ({ role, policyArn }) => iam("AttachRolePolicy", { RoleName: role, PolicyArn: policyArn }),
  },
  read: {
    call: (_id, { role }) => iam("ListAttachedRolePolicies", { RoleName: role }),
    properties: (answer, _id, { role, policyArn }) => {
      const attached = (answer.AttachedPolicies ?? []).some((item: Properties) => item.PolicyArn === policyArn);
      return attached ? { role, policyArn } : undefined;
    },
    gone: [noSuchEntity],
  },
  delete: (_id, { role, policyArn }) => [
    iam("DetachRolePolicy", { RoleName: role, PolicyArn: policyArn }, [noSuchEntity]),
  ],
  rules: [
    {
      source: "IAM API, AttachRolePolicy, PolicyArn; error InvalidInput",
      check: ({ policyArn }, _world, { accountId }) => {
        const arn = text(policyArn);
        if (arn === undefined || new RegExp(`^arn:aws[\\w-]*:iam::(aws|${accountId}):policy/.+$`).test(arn))
          return undefined;
        return `the attachment's policyArn ${arn} is no policy of this account or of AWS: give arn:aws:iam::aws:policy/… or the ARN of a policy that this workspace made`;
      },
    },
    {
      source: "IAM API error NoSuchEntity",
      when: "creation",
      check: ({ policyArn }, world) => {
        const arn = text(policyArn);
        return arn === undefined || /:iam::aws:policy\//.test(arn) || world.find(types.policy, arn)
          ? undefined
          : `the policy ${arn} does not exist: give the ARN of one that this workspace made`;
      },
    },
    {
      source: "IAM User Guide, IAM and AWS STS quotas: managed policies attached to a role",
      when: "creation",
      check: ({ role, policyArn }, world) => {
        const others = world
          .all(types.rolePolicyAttachment)
          .filter(({ properties }) => properties.role === role && properties.policyArn !== policyArn);
        return others.length >= mostAttached
          ? `the role ${role} has ${others.length} managed policies already: AWS takes ${mostAttached}; merge some`
          : undefined;
      },
    },
    roleExistsRule,
  ],
};
