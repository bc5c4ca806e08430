import * as aws from "@pulumi/aws";
import type { Context } from "./context.ts";

/**
 * Makes the only AWS provider of a deployment: bound to the context's region and account, with its tags on everything
 * that takes tags. Credentials of another account end with an error before anything is read or made.
 *
 * @param context where the deployment goes, and its tags
 * @param name logical name of the provider; default "aws". Changing it in a deployed stack moves every resource to a
 *   new provider, which replaces nothing but shows as a change.
 */
export function createProvider(context: Context, name = "aws"): aws.Provider {
  return new aws.Provider(name, {
    region: context.region as aws.Region,
    allowedAccountIds: [context.accountId],
    defaultTags: { tags: { ...context.tags } },
  });
}
