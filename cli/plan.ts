/** Which stacks a rehearsal of an environment brings up, with which settings: everything is checked before anything runs. */
import { join } from "node:path";
import type { RehearsalPlan, StackPlan } from "../rehearsal/workspace.ts";
import { type StackProject, stacks } from "../stacks/order.ts";
import { readSettingsFile } from "../stacks/settings/file.ts";

/**
 * The plan of an environment: its account stack, then its own stacks.
 * @param root the repository's root, which holds the settings files.
 * @param environment `dev`, or an account stack, which is then rehearsed alone.
 * @throws SettingsError with every problem of the environment's or its account stack's settings; Error when the two
 *   expect different accounts or regions.
 */
export function planRehearsal(root: string, environment: string): RehearsalPlan {
  const { settings, account, region } = readSettingsFile(settingsPath(root, environment));
  const accountStack = settings && "accountStack" in settings ? settings.accountStack : environment;
  const accountFile = readSettingsFile(settingsPath(root, accountStack));
  if (accountFile.account !== account || accountFile.region !== region) {
    throw new Error(
      `Pulumi.${environment}.yaml expects account ${account} in ${region}, its account stack Pulumi.${accountStack}.yaml ` +
        `account ${accountFile.account} in ${accountFile.region}: they must be the same; correct platform:account, platform:region ` +
        "or platform:accountStack",
    );
  }
  const plan = (project: StackProject): StackPlan => {
    const stack = project.perEnvironment ? environment : accountStack;
    return {
      project: project.project,
      stack,
      directory: join(root, project.directory),
      settingsFile: settingsPath(root, stack),
    };
  };
  const wanted = accountStack === environment ? stacks.filter(({ perEnvironment }) => !perEnvironment) : stacks;
  return { environment, accountId: account, region, stacks: wanted.map(plan) };
}

function settingsPath(root: string, stack: string): string {
  return join(root, `Pulumi.${stack}.yaml`);
}
