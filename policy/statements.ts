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
export function isPublic({ Principal, Condition }: Properties): boolean {
  if (!hasWildcardPrincipal(Principal)) return false;
  return !/aws:(SourceAccount|SourceArn|PrincipalAccount|PrincipalOrgID|SourceVpce?)|kms:CallerAccount/i.test(
    JSON.stringify(Condition ?? {}),
  );
}

function hasWildcardPrincipal(principal: unknown): boolean {
  if (principal === undefined) return false;
  if (typeof principal === "string") return principal === "*";
  return Object.values(principal as Properties).some((names) => list(names).includes("*"));
}

/** Whether the policy refuses what comes without TLS. */
export const refusesPlainHttp = (json: unknown): boolean =>
  statementsOf(json).some(
    ({ Effect, Condition }) => Effect === "Deny" && Condition?.Bool?.["aws:SecureTransport"] === "false",
  );

/** Whether the policy lets a service do an action, for a source if one is given. */
export const letsService = (json: unknown, service: RegExp, action: string, sourceArn?: string): boolean =>
  allowing(json).some(
    ({ Principal, Action, Condition }) =>
      list(Principal?.Service).some((name) => service.test(name)) &&
      list(Action).includes(action) &&
      isForSource(Condition, sourceArn),
  );

/** Whether a statement's condition lets a source pass; a condition that does not name sources lets all. */
function isForSource(condition: Properties | undefined, sourceArn: string | undefined): boolean {
  const named = Object.values(condition ?? {}).flatMap((test: Properties) => list(test["aws:SourceArn"]));
  if (named.length === 0 || sourceArn === undefined) return true;
  return named.some((pattern) => new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`).test(sourceArn));
}

const escaped = (text: string) => text.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");

const decrypting = /^(\*|kms:(\*|Decrypt|ReEncrypt.*))$/;

/** Whether an identity's policy decrypts with every key of an account, and not only inside named services. */
export const decryptsWithEveryKey = (json: unknown): boolean =>
  allowing(json).some(
    ({ Action, Resource, Condition }) =>
      !JSON.stringify(Condition ?? {}).includes("kms:ViaService") &&
      list(Action).some((action) => decrypting.test(action)) &&
      list(Resource).some(
        (resource) => resource === "*" || /^arn:aws[a-z-]*:kms:[^:]*:[^:]*:(\*|key\/\*)$/.test(resource),
      ),
  );

/** Whether a policy lets another AWS account's identities in. */
export function letsOtherAccount(json: unknown, accountId: string): boolean {
  return allowing(json).some(({ Principal }) =>
    list(Principal?.AWS).some((name) => !name.includes(`::${accountId}:`) && name !== accountId),
  );
}
