/**
 * A small evaluator of IAM policies for tests: an explicit denial wins, then an allowance, else nothing is allowed. It knows the
 * operators that the platform's policies use and fails on others, so that no condition is passed over.
 * Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { OneOrMore, PolicyDocument, Statement } from "../components/shared/policy-document.ts";

/** What somebody asks to do. */
export interface Request {
  /** Full name, for example "s3:GetObject". */
  readonly action: string;
  /** ARN. Default: "arn:aws:any:::thing", which only a wildcard covers. */
  readonly resource?: string;
  /** Condition keys of the request; a key that is missing is missing for IAM, too. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What IAM answers. */
export type Decision = "allowed" | "denied" | "not allowed";

const list = (value: OneOrMore | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** Matches IAM's wildcards: `*` for any characters, `?` for one. */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(text);
}

/** One line of a condition: operator, what the request says, what the policy lists. */
function holds(operator: string, actual: string | undefined, expected: readonly string[]): boolean {
  const equal = expected.some((value) => value === actual);
  const like = actual !== undefined && expected.some((value) => matches(value, actual));
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return equal;
    case "StringNotEquals":
      return !equal;
    case "StringLike":
    case "ArnLike":
    case "ArnEquals":
      return like;
    case "StringNotLike":
      return !like;
    case "Null":
      return expected[0] === String(actual === undefined);
    default:
      throw new Error(`iam-evaluator: the operator ${operator} is not known; add it to 'holds'`);
  }
}

/** Says whether a statement is about a request. */
function covers(statement: Statement, request: Request): boolean {
  const resource = request.resource ?? "arn:aws:any:::thing";
  const action = (pattern: string) => matches(pattern, request.action, true);
  const onResource = (pattern: string) => matches(pattern, resource);
  return (
    (statement.Action === undefined || list(statement.Action).some(action)) &&
    (statement.NotAction === undefined || !list(statement.NotAction).some(action)) &&
    (statement.Resource === undefined || list(statement.Resource).some(onResource)) &&
    (statement.NotResource === undefined || !list(statement.NotResource).some(onResource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => holds(operator, request.context?.[key], list(expected))),
    )
  );
}

/**
 * Decides as IAM does for one identity.
 *
 * @param policies the policies attached to it
 * @param request what it asks to do
 * @param boundary its permissions boundary; default: none
 */
export function decide(policies: readonly PolicyDocument[], request: Request, boundary?: PolicyDocument): Decision {
  const documents = boundary === undefined ? policies : [...policies, boundary];
  const denied = documents.some(({ Statement }) =>
    Statement.some((statement) => statement.Effect === "Deny" && covers(statement, request)),
  );
  if (denied) return "denied";
  const allows = ({ Statement }: PolicyDocument) =>
    Statement.some((statement) => statement.Effect === "Allow" && covers(statement, request));
  const allowed = policies.some(allows) && (boundary === undefined || allows(boundary));
  return allowed ? "allowed" : "not allowed";
}
