/** What the estimates of a change take from the settings of both sides. */
import { join } from "node:path";
import { isAccountStack } from "../stacks/settings/parse.ts";
import { type EnvironmentFacts, usageOf } from "./assemble.ts";
import { rawSettings } from "./rehearsed/side.ts";

/**
 * Region and usage of environments before and after a change, each as its own settings say; account stacks are shared, and left out.
 *
 * @param names of environments and account stacks; each counts once
 * @param baseRoot the folder with the settings before the change
 * @param root the folder with those after it
 */
export function factsOf(names: readonly string[], baseRoot: string, root: string): EnvironmentFacts[] {
  return [...new Set(names)]
    .filter((name) => !isAccountStack(name))
    .map((environment) => {
      const before = rawSettings(join(baseRoot, `Pulumi.${environment}.yaml`));
      const after = rawSettings(join(root, `Pulumi.${environment}.yaml`));
      // An environment that comes or goes has one region only.
      const regionOf = (own: typeof before, other: typeof before) =>
        String(own["platform:region"] ?? other["platform:region"] ?? "");
      return {
        environment,
        region: { before: regionOf(before, after), after: regionOf(after, before) },
        usage: { before: usageOf(before), after: usageOf(after) },
      };
    });
}
