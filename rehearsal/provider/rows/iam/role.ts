/** Row of roles. */
import { hasUnknown } from "../../codec.ts";
import type { Call, Properties, Row, Rule } from "../../row.ts";
import { pascal, tagRecord } from "../helpers.ts";
import { derivedHex, number, orderAsWanted, setChanges, text, texts } from "../known.ts";
import { policyAsWanted, policyText, statementsOf } from "../policy-document.ts";
import {
  countedLength,
  decoded,
  documentText,
  iam,
  nameOf,
  noSuchEntity,
  pathAndName,
  pathRule,
  tagCalls,
  tagsOf,
  types,
} from "./shared.ts";

/** Largest trust policy in characters, without white space (IAM User Guide, IAM and AWS STS quotas; it can be raised to 4,096). */
const largestTrustPolicy = 2048;

/** Actions that a trust policy may grant (IAM User Guide, How to use trust policies). */
const trustActions =
  /^sts:(assumerole|assumerolewithsaml|assumerolewithwebidentity|tagsession|setsourceidentity|setcontext|\*)$/;

function trustProblem({ assumeRolePolicy }: Properties): string | undefined {
  if (hasUnknown(assumeRolePolicy)) return undefined;
  try {
    for (const [index, statement] of (statementsOf(assumeRolePolicy) ?? []).entries()) {
      const at = `the role's assumeRolePolicy: statement ${index + 1}`;
      if (statement.notPrincipal) return `${at} has NotPrincipal, which a trust policy must not: give Principal`;
      if (Object.keys(statement.principals).length === 0) return `${at} has no Principal: say who may assume the role`;
      if (statement.resources.length > 0 || statement.notResources.length > 0) {
        return `${at} has Resource, which a trust policy must not: leave it out`;
      }
      const wrong = statement.actions.find((action) => !trustActions.test(action.toLowerCase()));
      if (wrong) return `${at} allows ${wrong}: a trust policy takes actions of sts such as sts:AssumeRole`;
    }
    return undefined;
  } catch (error) {
    return `the role's assumeRolePolicy: ${(error as Error).message}`;
  }
}

const rules: readonly Rule[] = [
  { source: "IAM User Guide, Role trust policies; IAM API error MalformedPolicyDocument", check: trustProblem },
  {
    source: "IAM User Guide, IAM and AWS STS quotas: role trust policy length",
    check: ({ assumeRolePolicy }) => {
      const length = countedLength(assumeRolePolicy);
      return length !== undefined && length > largestTrustPolicy
        ? `the role's assumeRolePolicy has ${length} characters without white space: AWS takes at most ${largestTrustPolicy}`
        : undefined;
    },
  },
  {
    source: "IAM API, CreateRole, MaxSessionDuration",
    check: ({ maxSessionDuration }) => {
      const seconds = number(maxSessionDuration);
      return seconds !== undefined && (seconds < 3600 || seconds > 43200)
        ? `the role's maxSessionDuration is ${seconds} seconds: AWS takes 3600 to 43200`
        : undefined;
    },
  },
  pathRule,
  {
    source: "IAM User Guide, IAM and AWS STS quotas; IAM API error EntityAlreadyExists: names differ by more than case",
    when: "creation",
    check: ({ name }, world) => {
      const wanted = text(name);
      const other = wanted && world.all(types.role).find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
      return other ? `the role ${wanted} exists already (as ${other.id}): choose another name` : undefined;
    },
  },
];

interface InlinePolicy {
  readonly name: string;
  readonly policy: unknown;
}

function inlineOf(properties: Properties): readonly InlinePolicy[] {
  const list: Properties[] = Array.isArray(properties.inlinePolicies) ? properties.inlinePolicies : [];
  return list.filter(({ name }) => text(name) !== undefined) as unknown as readonly InlinePolicy[];
}

/** The calls from the previous policies of the role's own lists to the wanted ones. Policies that are resources of their own are left alone. */
function ownPolicyCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const { added, removed } = setChanges(inputs.managedPolicyArns, previous.managedPolicyArns);
  const [now, before] = [inlineOf(inputs), inlineOf(previous)];
  const gone = before.filter(({ name }) => !now.some((other) => other.name === name));
  const changed = now.filter(
    ({ name, policy }) =>
      !before.some((other) => other.name === name && policyText(other.policy) === policyText(policy)),
  );
  return [
    ...removed.map((arn) => iam("DetachRolePolicy", { RoleName: id, PolicyArn: arn }, [noSuchEntity])),
    ...added.map((arn) => iam("AttachRolePolicy", { RoleName: id, PolicyArn: arn })),
    ...gone.map(({ name }) => iam("DeleteRolePolicy", { RoleName: id, PolicyName: name }, [noSuchEntity])),
    ...changed.map(({ name, policy }) =>
      iam("PutRolePolicy", { RoleName: id, PolicyName: name, PolicyDocument: documentText(policy) }),
    ),
  ];
}

function updateCalls(id: string, inputs: Properties, previous: Properties): Call[] {
  const differs = (name: string) => inputs[name] !== previous[name];
  const boundary = inputs.permissionsBoundary;
  return [
    ...(policyText(inputs.assumeRolePolicy) === policyText(previous.assumeRolePolicy)
      ? []
      : [iam("UpdateAssumeRolePolicy", { RoleName: id, PolicyDocument: documentText(inputs.assumeRolePolicy) })]),
    ...(differs("description") || differs("maxSessionDuration")
      ? [
          iam("UpdateRole", {
            RoleName: id,
            Description: inputs.description ?? "",
            ...pascal(inputs, "maxSessionDuration"),
          }),
        ]
      : []),
    ...(differs("permissionsBoundary")
      ? [
          boundary === undefined
            ? iam("DeleteRolePermissionsBoundary", { RoleName: id }, [noSuchEntity])
            : iam("PutRolePermissionsBoundary", { RoleName: id, PermissionsBoundary: boundary }),
        ]
      : []),
  ];
}

/** The policies of the role's own lists, where the program gives such a list. What a policy of the same name says is not compared. */
function livePolicies(answer: Properties, state: Properties): Properties {
  const attached = (answer.AttachedPolicies ?? []).map(({ PolicyArn }: Properties) => PolicyArn);
  const own = inlineOf(state);
  const inline = texts(answer.PolicyNames).map((name) => own.find((policy) => policy.name === name) ?? { name });
  return {
    ...(state.managedPolicyArns === undefined
      ? {}
      : { managedPolicyArns: orderAsWanted(attached, state.managedPolicyArns) }),
    ...(state.inlinePolicies === undefined ? {} : { inlinePolicies: orderAsWanted(inline, state.inlinePolicies) }),
  };
}

function liveProperties(answer: Properties, state: Properties): Properties | undefined {
  const role = answer.Role;
  if (!role) return undefined;
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: role.Arn,
    name: role.RoleName,
    path: role.Path,
    uniqueId: role.RoleId,
    createDate: role.CreateDate instanceof Date ? role.CreateDate.toISOString() : String(role.CreateDate),
    assumeRolePolicy: policyAsWanted(decoded(role.AssumeRolePolicyDocument), state.assumeRolePolicy),
    maxSessionDuration: role.MaxSessionDuration,
    ...(role.Description ? { description: role.Description } : {}),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    tagsAll: tagRecord(role.Tags),
    ...livePolicies(answer, state),
  };
}

/** Type `aws:iam/role:Role`. Its id is its name. */
export const role: Row = {
  type: types.role,
  taggable: true,
  autoName: { property: "name", maxLength: 64 },
  required: ["assumeRolePolicy"],
  replaceOn: ["name", "namePrefix", "path"],
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  conflicts: [["name", "namePrefix"]],
  identify: nameOf,
  attributes: (inputs, id, facts) => ({
    arn: facts.arn("iam", `role/${pathAndName(inputs, id)}`, { region: "" }),
    uniqueId: `AROA${derivedHex(id, 17).toUpperCase()}`,
    createDate: "2025-01-01T00:00:00Z",
  }),
  create: {
    call: (inputs, facts) =>
      iam("CreateRole", {
        RoleName: nameOf(inputs, facts),
        AssumeRolePolicyDocument: documentText(inputs.assumeRolePolicy),
        ...pascal(inputs, "description", "maxSessionDuration", "path", "permissionsBoundary"),
        ...tagsOf(facts),
      }),
    id: (answer) => answer.Role.RoleName,
  },
  afterCreate: (id, inputs) => ownPolicyCalls(id, inputs, {}),
  read: {
    call: (id) => iam("GetRole", { RoleName: id }),
    also: (id, state) => [
      ...(state.managedPolicyArns === undefined ? [] : [iam("ListAttachedRolePolicies", { RoleName: id })]),
      ...(state.inlinePolicies === undefined ? [] : [iam("ListRolePolicies", { RoleName: id })]),
    ],
    properties: (answer, _id, state) => liveProperties(answer, state),
    gone: [noSuchEntity],
  },
  update: (id, inputs, previous, facts) => [
    ...updateCalls(id, inputs, previous),
    ...ownPolicyCalls(id, inputs, previous),
    ...tagCalls("Role", { RoleName: id }, previous, facts),
  ],
  delete: (id, state) => [
    ...texts(state.managedPolicyArns).map((arn) =>
      iam("DetachRolePolicy", { RoleName: id, PolicyArn: arn }, [noSuchEntity]),
    ),
    ...inlineOf(state).map(({ name }) => iam("DeleteRolePolicy", { RoleName: id, PolicyName: name }, [noSuchEntity])),
    iam("DeleteRole", { RoleName: id }, [noSuchEntity]),
  ],
  rules,
};
