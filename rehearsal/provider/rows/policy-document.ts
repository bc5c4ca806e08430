/**
 * Reads policy documents of resources (buckets, keys, topics, log groups) as AWS does, as far as rules need it: who is
 * allowed what on which resource. Grammar: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
import { isUnknown, type Properties } from "../row.ts";

/** One statement, each list element on its own. Absent elements are empty lists. */
export interface Statement {
  /** `Allow` or `Deny`. */
  readonly effect: string;
  /** Principals by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`); `"*"` alone is `{ AWS: ["*"] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  /** Whether it has `NotPrincipal` in place of `Principal`. */
  readonly notPrincipal: boolean;
  /** Members of `Action`, as they are written; empty when it has none. */
  readonly actions: readonly string[];
  /** Members of `NotAction`; empty when it has none. */
  readonly notActions: readonly string[];
  /** Members of `Resource`; empty when it has none. */
  readonly resources: readonly string[];
  /** Members of `NotResource`; empty when it has none. */
  readonly notResources: readonly string[];
  /** Operator → key → values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** What a policy is asked for. Condition keys that `context` does not hold are taken as fulfilled in Allow statements and as not matching in Deny statements. */
export interface Question {
  /** `{ Service: "cloudtrail.amazonaws.com" }` or `{ AWS: "arn:aws:iam::…:root" }`. Default: not looked at (policies of roles have none). */
  readonly principal?: { readonly Service: string } | { readonly AWS: string };
  /** `s3:PutObject`. */
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: string;
  /** Condition keys in lower case with their value: `{ "aws:sourceaccount": "123456789012" }`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** The JSON text that the real provider sends: texts as they are, documents given as objects as JSON. Unknown stays unknown. */
export function policyText(policy: unknown): unknown {
  return policy === undefined || isUnknown(policy) || typeof policy === "string" ? policy : JSON.stringify(policy);
}

/** The wanted policy when the live one says the same, so that formatting is no drift; else the live one. */
export function policyAsWanted(live: string | undefined, wanted: unknown): unknown {
  if (live === undefined || wanted === undefined) return live;
  return canonical(live) === canonical(policyText(wanted)) ? wanted : live;
}

function canonical(text: unknown): string {
  try {
    return JSON.stringify(JSON.parse(String(text)), (_key, value) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return String(text);
  }
}

/**
 * The statements of a policy; undefined when the policy is not known yet.
 * @throws Error with one sentence when the text is no policy document.
 */
export function statementsOf(policy: unknown): readonly Statement[] | undefined {
  const text = policyText(policy);
  if (text === undefined || isUnknown(text)) return undefined;
  const document = parse(String(text));
  if (document.Statement === undefined) throw new Error('the policy has no "Statement": give at least one');
  const statements = list(document.Statement) as Properties[];
  return statements.map((statement, index) => readStatement(statement, index));
}

/** The sentence of `statementsOf`'s error, or undefined when the policy can be read or is not known yet. */
export function policyProblem(policy: unknown): string | undefined {
  try {
    statementsOf(policy);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function parse(text: string): Properties {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new Error(`the policy is not valid JSON (${(error as Error).message}): it begins with ${text.slice(0, 40)}`);
  }
  if (document === null || typeof document !== "object" || Array.isArray(document)) {
    throw new Error(`the policy must be a JSON object with "Version" and "Statement", got ${text.slice(0, 40)}`);
  }
  return document as Properties;
}

function readStatement(statement: Properties, index: number): Statement {
  const at = `statement ${statement.Sid ?? index + 1} of the policy`;
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    throw new Error(`${at} has Effect ${JSON.stringify(statement.Effect)}: allowed are "Allow" and "Deny"`);
  }
  if (statement.Action === undefined && statement.NotAction === undefined) {
    throw new Error(`${at} has neither "Action" nor "NotAction": give one`);
  }
  return {
    effect: statement.Effect,
    principals: readPrincipals(statement.Principal ?? statement.NotPrincipal),
    notPrincipal: statement.NotPrincipal !== undefined,
    actions: texts(statement.Action),
    notActions: texts(statement.NotAction),
    resources: texts(statement.Resource),
    notResources: texts(statement.NotResource),
    conditions: readConditions(statement.Condition ?? {}),
  };
}

function readPrincipals(principal: unknown): Record<string, readonly string[]> {
  if (typeof principal === "string") return { AWS: [principal] };
  const kinds = Object.entries((principal ?? {}) as Properties);
  return Object.fromEntries(kinds.map(([kind, value]) => [kind, texts(value)]));
}

function readConditions(condition: Properties): Record<string, Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys as Properties).map(([key, value]) => [key.toLowerCase(), texts(value)])),
    ]),
  );
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: unknown): readonly string[] {
  return list(value).map(String);
}

/** True when the policy allows what is asked and no Deny statement that surely matches forbids it. */
export function allows(statements: readonly Statement[], question: Question): boolean {
  const matching = (effect: string, unsure: boolean) =>
    statements.some((statement) => statement.effect === effect && matches(statement, question, unsure));
  return matching("Allow", true) && !matching("Deny", false);
}

function matches(statement: Statement, question: Question, unsure: boolean): boolean {
  if (question.principal && names(statement, question.principal) === statement.notPrincipal) return false;
  const action = question.action.toLowerCase();
  const acts = (patterns: readonly string[]) => patterns.some((pattern) => like(pattern.toLowerCase(), action));
  if (statement.actions.length > 0 ? !acts(statement.actions) : acts(statement.notActions)) return false;
  const covers = (patterns: readonly string[]) => patterns.some((pattern) => like(pattern, question.resource));
  // A trust policy has neither: it is about its own role.
  if (statement.resources.length > 0 ? !covers(statement.resources) : covers(statement.notResources)) return false;
  return Object.entries(statement.conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, question.context?.[key], values) ?? unsure),
  );
}

function names(statement: Statement, principal: NonNullable<Question["principal"]>): boolean {
  const [[kind, name]] = Object.entries(principal) as [[string, string]];
  const named = (statement.principals[kind] ?? []).some((pattern) => pattern === "*" || samePrincipal(pattern, name));
  return named || (statement.principals.AWS ?? []).includes("*");
}

/** `123456789012` and `arn:aws:iam::123456789012:root` are the same principal. */
function samePrincipal(pattern: string, name: string): boolean {
  const plain = (text: string) => /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(text)?.[1] ?? text;
  return plain(pattern) === plain(name);
}

/** Whether a condition holds; undefined when it cannot be told (key or operator not known here). */
function holds(operator: string, actual: string | undefined, values: readonly string[]): boolean | undefined {
  if (actual === undefined) return undefined;
  const plain = operator.replace(/IfExists$/, "");
  const some = (test: (value: string) => boolean) => values.some(test);
  if (plain === "StringEquals" || plain === "Bool") return some((value) => value === actual);
  if (plain === "StringLike" || plain === "ArnLike" || plain === "ArnEquals")
    return some((value) => like(value, actual));
  if (plain === "StringNotEquals") return !some((value) => value === actual);
  if (plain === "StringNotLike" || plain === "ArnNotLike" || plain === "ArnNotEquals") {
    return !some((value) => like(value, actual));
  }
  return undefined;
}

/** AWS's wildcards: `*` any characters, `?` one. */
export function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/** Condition keys that, with fixed values, keep a statement for everybody from being public (S3 User Guide, "The meaning of 'public'"). */
const narrowingKeys = [
  "aws:sourceip",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalaccount",
  "aws:principalarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
];

/** The Allow statements that S3 counts as public: for everybody, without a condition that narrows it to fixed values. */
export function publicStatements(statements: readonly Statement[]): readonly Statement[] {
  return statements.filter((statement) => {
    const everybody = (statement.principals.AWS ?? []).includes("*") || statement.notPrincipal;
    if (statement.effect !== "Allow" || !everybody) return false;
    const narrowed = Object.entries(statement.conditions).some(
      ([operator, keys]) =>
        !/Not/.test(operator) &&
        Object.entries(keys).some(([key, values]) => narrowingKeys.includes(key) && values.every((v) => v !== "*")),
    );
    return !narrowed;
  });
}
