/** What policies of identities and resources say, read from their JSON. */
import { list, type Properties } from "./control.ts";

/** The statements of a policy's JSON; none of what is missing. */
export function statementsOf(json: unknown): readonly Properties[] {
  if (typeof json !== "string") return [];
  return [(JSON.parse(json) as { Statement?: Properties | Properties[] }).Statement ?? []].flat();
}

/** The statements that allow something. */
export const allowing = (json: unknown): readonly Properties[] =>
  statementsOf(json).filter(({ Effect }) => Effect === "Allow");

/** Whether a statement is for everybody, without a condition that narrows it to an account or a source. */
export const isPublic = ({ Principal, NotPrincipal, Condition }: Properties): boolean =>
  // What is allowed to all but some is allowed to the whole world.
  (NotPrincipal !== undefined || hasWildcardPrincipal(Principal)) && !isNarrow(Condition ?? {});

/** Operators that let nothing else pass; with IfExists or ForAllValues a request without the key passes, too. */
const narrowOperator = /^(ForAnyValue:)?(StringEquals(IgnoreCase)?|StringLike|ArnEquals|ArnLike)$/i;
const narrowKey = /^(aws:(SourceAccount|SourceArn|PrincipalAccount|PrincipalOrgID|SourceVpce?)|kms:CallerAccount)$/i;

const isNarrow = (condition: Properties): boolean =>
  Object.entries(condition).some(
    ([operator, keys]) =>
      narrowOperator.test(operator) &&
      Object.entries(keys as Properties).some(
        ([key, values]) => narrowKey.test(key) && list(values).every((one) => !/^[*?]*$/.test(one)),
      ),
  );

function hasWildcardPrincipal(principal: unknown): boolean {
  if (principal === undefined) return false;
  if (typeof principal === "string") return principal === "*";
  return Object.values(principal as Properties).some((names) => list(names).includes("*"));
}

/** Whether a bucket's policy refuses what comes without TLS, from everybody and whatever it asks for. */
export const refusesPlainHttp = (json: unknown): boolean =>
  statementsOf(json).some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === "Deny" &&
      hasWildcardPrincipal(Principal) &&
      list(Action).some((action) => /^(\*|s3:\*)$/i.test(action)) &&
      list(Condition?.Bool?.["aws:SecureTransport"]).map(String).join() === "false",
  );

/** Whether the policy lets a service do an action, for a source if one is given. */
export const letsService = (json: unknown, service: RegExp, action: string, sourceArn?: string): boolean =>
  allowing(json).some(
    ({ Principal, Action, Condition }) =>
      list(Principal?.Service).some((name) => service.test(name)) &&
      list(Action).some((pattern) => takes(pattern, action)) &&
      isForSource(Condition, sourceArn),
  );

/** Whether a statement's condition lets a source pass; a condition that does not name sources lets all. */
function isForSource(condition: Properties | undefined, sourceArn: string | undefined): boolean {
  const named = Object.values(condition ?? {}).flatMap((test: Properties) => list(test["aws:SourceArn"]));
  if (named.length === 0 || sourceArn === undefined) return true;
  return named.some((pattern) => new RegExp(`^${matching(pattern)}$`).test(sourceArn));
}

/** A pattern of IAM as a regular expression. */
const matching = (pattern: string): string =>
  pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");

/** Whether a pattern takes an action; actions of IAM have no case. */
const takes = (pattern: string, action: string): boolean => new RegExp(`^${matching(pattern)}$`, "i").test(action);

/** What decrypts: https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1 */
const decrypting = ["kms:Decrypt", "kms:ReEncryptFrom"];

const takesDecryption = (pattern: string): boolean => decrypting.some((action) => takes(pattern, action));

const everyKey = (resource: string): boolean =>
  resource === "*" || /^arn:aws[a-z-]*:kms:[^:]*:[^:]*:(\*|key\/\*)$/.test(resource);

/** Whether an identity's policy decrypts with every key of an account, and not only inside named services. */
export const decryptsWithEveryKey = (json: unknown): boolean =>
  allowing(json).some(
    ({ Action, NotAction, Resource, NotResource, Condition }) =>
      !JSON.stringify(Condition ?? {}).includes("kms:ViaService") &&
      (list(Action).some(takesDecryption) || (NotAction !== undefined && !list(NotAction).some(takesDecryption))) &&
      (NotResource !== undefined || list(Resource).some(everyKey)),
  );

/** Whether a policy lets another AWS account's identities in. */
export function letsOtherAccount(json: unknown, accountId: string): boolean {
  return allowing(json).some(({ Principal }) =>
    list(Principal?.AWS).some((name) => !name.includes(`::${accountId}:`) && name !== accountId),
  );
}
