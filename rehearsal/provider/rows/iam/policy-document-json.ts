/** Renders `aws.iam.getPolicyDocument` as the real provider does (terraform-provider-aws, data source aws_iam_policy_document). */
import type { Properties } from "../../row.ts";
import { texts } from "../known.ts";

/** One value stands alone, several as a list in descending order: the real provider sorts so. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : [...values].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
}

function principals(list: readonly Properties[] | undefined): unknown {
  if (!list || list.length === 0) return undefined;
  if (list.length === 1 && list[0]?.type === "*" && texts(list[0].identifiers)[0] === "*") return "*";
  const byKind: Record<string, string[]> = {};
  for (const { type, identifiers } of list) {
    byKind[type] = [...(byKind[type] ?? []), ...texts(identifiers)];
  }
  return Object.fromEntries(Object.entries(byKind).map(([kind, values]) => [kind, oneOrMany(values)]));
}

function conditions(list: readonly Properties[] | undefined): unknown {
  if (!list || list.length === 0) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of list) {
    byTest[test] = { ...byTest[test], [variable]: [...(byTest[test]?.[variable] ?? []), ...texts(values)] };
  }
  return Object.fromEntries(
    Object.entries(byTest).map(([test, keys]) => [
      test,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, values.length === 1 ? values[0] : values])),
    ]),
  );
}

function statement(given: Properties): Properties {
  const many = (values: unknown) => (texts(values).length === 0 ? undefined : oneOrMany(texts(values)));
  const members = {
    Sid: given.sid || undefined,
    Effect: given.effect ?? "Allow",
    Action: many(given.actions),
    NotAction: many(given.notActions),
    Resource: many(given.resources),
    NotResource: many(given.notResources),
    Principal: principals(given.principals),
    NotPrincipal: principals(given.notPrincipals),
    Condition: conditions(given.conditions),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function sourceStatements(documents: unknown): Properties[] {
  return texts(documents).flatMap((document) => {
    const parsed = JSON.parse(document === "" ? "{}" : document) as Properties;
    return [parsed.Statement ?? []].flat() as Properties[];
  });
}

/** Statements in order; one with the Sid of an earlier one takes its place. */
function merged(statements: readonly Properties[]): Properties[] {
  const result: Properties[] = [];
  for (const item of statements) {
    const index = item.Sid === undefined ? -1 : result.findIndex((other) => other.Sid === item.Sid);
    if (index === -1) result.push(item);
    else result[index] = item;
  }
  return result;
}

/**
 * The policy document as JSON, indented by two spaces and without white space.
 * @param args arguments of `getPolicyDocument`.
 */
export function policyDocumentJson(args: Properties): { json: string; minifiedJson: string } {
  const own = ((args.statements ?? []) as Properties[]).map(statement);
  const all = merged([
    ...sourceStatements(args.sourcePolicyDocuments),
    ...own,
    ...sourceStatements(args.overridePolicyDocuments),
  ]);
  const document = {
    Version: args.version ?? "2012-10-17",
    ...(args.policyId === undefined ? {} : { Id: args.policyId }),
    Statement: all,
  };
  return { json: JSON.stringify(document, null, 2), minifiedJson: JSON.stringify(document) };
}
