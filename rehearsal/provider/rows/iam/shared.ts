/** What all rows of IAM share: calls, tags, limits, rules of policy documents. */
import { hasUnknown } from "../../codec.ts";
import { type Call, type Facts, type Properties, type Rule, unknown } from "../../row.ts";
import { tagChanges, tagList } from "../helpers.ts";
import { text } from "../known.ts";
import { policyText, statementsOf } from "../policy-document.ts";

/** IAM is global; its only endpoint is in this region. */
export const iamRegion = "us-east-1";

/** One call of IAM. */
export function iam(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "iam", operation, parameters, region: iamRegion, ...(ignore.length > 0 ? { ignore } : {}) };
}

/** The code of what is gone. */
export const noSuchEntity = "NoSuchEntity";

/** Pulumi's type tokens of the resources that rules of IAM look up. */
export const types = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/policy:Policy",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rolePolicyAttachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  instanceProfile: "aws:iam/instanceProfile:InstanceProfile",
  openIdConnectProvider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  serviceLinkedRole: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
} as const;

/** `Tags` of a create call; nothing when there are none. */
export function tagsOf(facts: Facts): Properties {
  return Object.keys(facts.tags).length === 0 ? {} : { Tags: tagList(facts.tags) };
}

/**
 * The calls that bring tags from `previous.tagsAll` to the wanted ones.
 * @param noun the end of the operations: `Role` for TagRole and UntagRole.
 * @param target the parameter that names the resource: `{ RoleName: … }`.
 */
export function tagCalls(
  noun: string,
  target: Properties,
  previous: Properties,
  facts: Facts,
  ignore: readonly string[] = [],
): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [iam(`Untag${noun}`, { ...target, TagKeys: removed }, ignore)] : []),
    ...(Object.keys(set).length > 0 ? [iam(`Tag${noun}`, { ...target, Tags: tagList(set) }, ignore)] : []),
  ];
}

/** The policy's text as it is sent; unknown as a whole when a part of a document is unknown. */
export function documentText(policy: unknown): unknown {
  return hasUnknown(policy) ? unknown : policyText(policy);
}

/** A policy document of IAM's answers, which is percent-encoded. */
export function decoded(document: string | undefined): string | undefined {
  return document === undefined ? undefined : decodeURIComponent(document);
}

/** A policy's length as IAM counts it: without white space. Undefined when the policy is not known. */
export function countedLength(policy: unknown): number | undefined {
  const document = text(documentText(policy));
  return document?.replace(/\s/g, "").length;
}

/** The name that a resource gets: its own, or the prefix with characters behind it. */
export function nameOf(inputs: Properties, facts: Facts): string {
  return String(inputs.name ?? `${inputs.namePrefix}${facts.hex(8)}`);
}

/** A path with slashes at both ends and a name, as ARNs have them. */
export function pathAndName(inputs: Properties, name: string): string {
  return `${inputs.path ?? "/"}${name}`.replace(/^\/+/, "");
}

/** The rule that an identity's policy can be read, names no principals, and says on which resources. */
export function identityPolicyRule(what: string): Rule {
  return {
    source: "IAM User Guide, Grammar of the IAM JSON policy language; IAM API error MalformedPolicyDocument",
    check: ({ policy }) => {
      try {
        const statements = hasUnknown(policy) ? undefined : statementsOf(policy);
        for (const [index, statement] of (statements ?? []).entries()) {
          if (Object.keys(statement.principals).length > 0 || statement.notPrincipal) {
            return `${what}: statement ${index + 1} names a Principal, which a policy of an identity must not: leave it out`;
          }
          if (statement.resources.length === 0 && statement.notResources.length === 0) {
            return `${what}: statement ${index + 1} has neither "Resource" nor "NotResource": give one`;
          }
        }
        return undefined;
      } catch (error) {
        return `${what}: ${(error as Error).message}`;
      }
    },
  };
}

/** The rule that a path begins and ends with a slash. */
export const pathRule: Rule = {
  source: "IAM User Guide, IAM identifiers, Friendly names and paths",
  check: ({ path }) => {
    const given = text(path);
    return given === undefined || /^\/([\x21-\x7e]+\/)?$/.test(given)
      ? undefined
      : `the path ${JSON.stringify(given)} must begin and end with a slash: give one like /platform/`;
  },
};

/** The rule that the role of a policy, attachment or profile was made in this workspace. Roles of a service (`aws-service-role/`) pass. */
export const roleExistsRule: Rule = {
  source: "IAM API error NoSuchEntity",
  when: "creation",
  check: ({ role }, world) => {
    const name = text(role);
    if (name === undefined || world.find(types.role, name)) return undefined;
    const linked = world.all(types.serviceLinkedRole).some(({ properties }) => properties.name === name);
    return linked ? undefined : `the role ${name} does not exist: give the name of one that this workspace made`;
  },
};
