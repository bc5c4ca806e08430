/** Which stacks a rehearsal of an environment brings up, with which settings: everything is checked before anything runs. */
import { basename, join } from "node:path";
import { policyPackOf } from "../policy/runner.ts";
import type { DrillCommands } from "../rehearsal/inbox/drills.ts";
import type { RehearsalPlan, StackPlan } from "../rehearsal/workspace.ts";
import { type StackProject, stacks } from "../stacks/order.ts";
import { readSettingsFile } from "../stacks/settings/file.ts";
import { demandSameAccount } from "../stacks/target.ts";

/**
 * The plan of an environment: its account stack, then its own stacks.
 * @param root the repository's root, which holds the settings files.
 * @param environment `dev`, or an account stack, which is then rehearsed alone.
 * @throws SettingsError with every problem of the environment's or its account stack's settings; UsageError when the two
 *   expect different accounts or regions, or there is no account stack's file.
 */
export function planRehearsal(root: string, environment: string): RehearsalPlan {
  const file = settingsPath(root, environment);
  const settings = readSettingsFile(file);
  demandSameAccount(root, basename(file), settings);
  const isAccountStack = settings.accountStack === undefined;
  const wanted = isAccountStack ? stacks.filter(({ perEnvironment }) => !perEnvironment) : stacks;
  const plan = ({ project, directory, perEnvironment }: StackProject): StackPlan => {
    const stack = perEnvironment ? environment : (settings.accountStack ?? environment);
    return { project, stack, directory: join(root, directory), settingsFile: settingsPath(root, stack) };
  };
  const { account: accountId, region } = settings;
  return {
    environment,
    accountId,
    region,
    stacks: wanted.map(plan),
    ...(isAccountStack ? {} : { drills: drillCommands(root, environment) }),
  };
}

/** A plan whose previews and updates run the repository's guard rails, as the commands do. */
export const guarded = (root: string, plan: RehearsalPlan): RehearsalPlan => ({
  ...plan,
  policyPack: policyPackOf(root),
});

function settingsPath(root: string, stack: string): string {
  return join(root, `Pulumi.${stack}.yaml`);
}

/** How the inbox of the rehearsal lists and runs drills in it. */
function drillCommands(root: string, environment: string): DrillCommands {
  const drill = [process.execPath, join(root, "cli", "drill.ts")];
  return { list: [...drill, "list", "--json"], run: [...drill, "--rehearsal", "--environment", environment] };
}
