/** What the tests of the account stack share: one context, and readers of what was recorded. */

import { type Context, createContext } from "../components/shared/context.ts";
import type { PolicyDocument } from "../components/shared/policy-document.ts";
import { testIdentity } from "./identity.ts";
import type { Recorded } from "./pulumi-mocks.ts";

/** The account, region and project of all tests. */
export const testContext: Context = createContext({
  ...testIdentity,
  environment: "account",
  accountId: "123456789012",
});

/** The policy in a recorded input, parsed. */
export function policyOf(resource: Recorded, property = "policy"): PolicyDocument {
  return JSON.parse(resource.inputs[property]) as PolicyDocument;
}

/** The options by which a stateful child is kept. */
export const kept = { protect: true, retainOnDelete: false, deleteBeforeReplace: true };

/** Of a resource's options, those by which a stateful child is kept. */
export function keeping({ options }: Recorded) {
  const { protect, retainOnDelete, deleteBeforeReplace } = options;
  return { protect, retainOnDelete, deleteBeforeReplace };
}
