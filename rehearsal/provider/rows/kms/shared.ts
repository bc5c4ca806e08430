/** Looking up keys and what their policies allow. */
import type { Known, Properties, World } from "../../row.ts";
import { allows, policyProblem, statementsOf } from "../policy-document.ts";

/** Type token of keys. */
export const keyType = "aws:kms/key:Key";
/** Type token of aliases of keys. */
export const aliasType = "aws:kms/alias:Alias";

/** The id of a key in its ARN, or the id itself. */
export function keyIdOf(reference: string): string {
  return /:key\/(.+)$/.exec(reference)?.[1] ?? reference;
}

/** The key that an id, ARN, alias or alias ARN means; undefined when the workspace did not make it. */
export function findKey(reference: unknown, world: World): Known | undefined {
  if (typeof reference !== "string") return undefined;
  const alias = /(?:^|:)(alias\/.+)$/.exec(reference)?.[1];
  if (alias === undefined) return world.find(keyType, keyIdOf(reference));
  const target = world.find(aliasType, alias)?.properties.targetKeyId;
  return typeof target === "string" ? world.find(keyType, keyIdOf(target)) : undefined;
}

/**
 * The actions that the key's policy does not let the service do; empty when it lets it do all, or cannot be read. A key
 * without a policy has AWS's default one, which lets no service in.
 */
export function missingKeyActions(
  key: Known,
  service: string,
  actions: readonly string[],
  context: Properties,
): string[] {
  const { policy, arn } = key.properties;
  if (policyProblem(policy)) return [];
  const statements = statementsOf(policy) ?? [];
  const question = { principal: { Service: service }, resource: String(arn ?? key.id), context };
  return actions.filter((action) => !allows(statements, { ...question, action }));
}
