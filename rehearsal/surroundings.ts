/** What the processes of a rehearsal run in: the tools, the workspace's files, the environment. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopEmulator } from "./emulator/emulator.ts";
import { stopInbox } from "./inbox/inbox.ts";
import { type StandIn, writePlugins, writeProjects } from "./projects.ts";
import { type ProviderWorkspace, workspaceVariable } from "./provider/workspace.ts";
import { cacheDirectory } from "./toolchain/cache.ts";
import { engineEnvironment, makeEngineFolders } from "./toolchain/environment.ts";
import type { PulumiInstallation } from "./toolchain/pulumi-cli.ts";
import type { PythonToolchain } from "./toolchain/python.ts";
import type { RehearsalPlan, Workspace } from "./workspace.ts";

/** What a rehearsal runs with: the Pulumi CLI, and the Python of the emulator and of AWS's service models. */
export interface Toolchain {
  readonly pulumi: PulumiInstallation;
  readonly python: PythonToolchain;
}

/**
 * What was made for one account and region cannot be gone on with for another.
 * @throws Error naming both, and what to do.
 */
export function assertSamePlace(begun: RehearsalPlan, plan: RehearsalPlan): void {
  if (begun.accountId === plan.accountId && begun.region === plan.region) return;
  throw new Error(
    `the rehearsal was begun for account ${begun.accountId} in ${begun.region}, the settings now say ${plan.accountId} in ` +
      `${plan.region}: take it down (npm run rehearse -- down ${begun.environment}) and start clean`,
  );
}

/** Writes what the engine needs: its folders, the plugins' executables, copies of projects and settings. Returns the stand-ins. */
export async function writeWorkspaceFiles(workspace: Workspace, plan: RehearsalPlan): Promise<StandIn[]> {
  await makeEngineFolders(workspace.directory);
  writePlugins(workspace.path("pulumi-home"), process.execPath);
  return writeProjects(workspace, plan);
}

/**
 * Tells the provider's processes what they serve.
 * @param endpoint the emulator's; undefined in record-only mode.
 */
export function writeProviderWorkspace(
  workspace: Workspace,
  plan: RehearsalPlan,
  toolchain: Toolchain,
  endpoint: string | undefined,
): void {
  const provider: ProviderWorkspace = {
    ...(endpoint === undefined ? {} : { endpoint }),
    accountId: plan.accountId,
    store: workspace.path("store"),
    models: toolchain.python.models,
  };
  writeFileSync(workspace.path("provider.json"), JSON.stringify(provider));
}

/** The environment of every process of the rehearsal, without anything that leads to the user's AWS account. */
export function environmentOf(workspace: Workspace, toolchain: Toolchain): Record<string, string> {
  return engineEnvironment({
    base: process.env,
    rehearsalRoot: workspace.root,
    workspace: workspace.directory,
    pulumi: toolchain.pulumi.pulumi,
    languageHostDirectory: toolchain.pulumi.languageHostDirectory,
    extra: {
      [workspaceVariable]: workspace.path("provider.json"),
      // Every command starts five processes of Node; compiled once, they need a fifth less.
      NODE_COMPILE_CACHE: join(cacheDirectory(), "compiled"),
      // The engine must never fetch the real plugins in place of the rehearsal's.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  });
}

/** Ends what runs for the workspace; what is gone already is left alone. */
export async function stopProcesses(workspace: Workspace): Promise<void> {
  const { emulator, inbox } = workspace.read() ?? {};
  await Promise.all([emulator && stopEmulator(emulator), inbox && stopInbox(inbox)]);
}
