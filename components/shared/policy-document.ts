/** One value or several, as IAM writes them. */
export type OneOrMore = string | readonly string[];

/** One statement of a policy, in IAM's own names. */
export interface Statement {
  /** Name of the statement: letters and digits. */
  readonly Sid: string;
  /** Whether it allows or denies; a denial wins. */
  readonly Effect: "Allow" | "Deny";
  /** Whom a resource's policy is about; missing in policies of identities. */
  readonly Principal?: "*" | Readonly<Record<string, OneOrMore>>;
  /** Actions it is about, for example "s3:GetObject"; `*` stands for any characters. */
  readonly Action?: OneOrMore;
  /** In place of Action: all actions but these. */
  readonly NotAction?: OneOrMore;
  /** ARNs it is about; `*` stands for any characters. */
  readonly Resource?: OneOrMore;
  /** In place of Resource: all ARNs but these. */
  readonly NotResource?: OneOrMore;
  /** Values by condition key, by operator; every key must hold. Default: none, it always holds. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** A whole policy. */
export interface PolicyDocument {
  /** Version of IAM's policy language. */
  readonly Version: "2012-10-17";
  /** The statements, in any order. */
  readonly Statement: readonly Statement[];
}

/**
 * Characters of a managed policy, white space not counted, at most.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const maxManagedPolicyLength = 6144;

/** Managed policies attached to one role, at most, without a raised quota. Source: as for `maxManagedPolicyLength`. */
export const maxManagedPoliciesPerRole = 10;

/**
 * Characters of a role's trust policy, at most, without a raised quota. Source: as for `maxManagedPolicyLength`.
 */
export const maxTrustPolicyLength = 2048;

/**
 * Writes a policy as the JSON that AWS takes.
 *
 * @param statements the statements, in the order in which they shall stand
 */
export function policyJson(statements: readonly Statement[]): string {
  const document: PolicyDocument = { Version: "2012-10-17", Statement: statements };
  return JSON.stringify(document);
}

/**
 * Counts a policy as IAM's quotas do.
 *
 * @param json the policy
 * @returns its characters without white space
 */
export function policyLength(json: string): number {
  return json.replace(/\s/g, "").length;
}

/**
 * Refuses everything that is not sent over TLS, for a resource's policy.
 *
 * @param action which actions, for example "s3:*"
 * @param resources ARNs of what the policy stands on
 */
export function denyWithoutTls(action: OneOrMore, resources: OneOrMore): Statement {
  return {
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
