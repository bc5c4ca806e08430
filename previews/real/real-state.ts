/** Previews of the stacks as they are in AWS, by Pulumi's Automation API. They read; nothing is made, neither a stack. */
import { join } from "node:path";
import { projectsFor } from "../../stacks/order.ts";
import { type AskAccount, callerAccount, demandAccount } from "../../stacks/settings/credentials.ts";
import { isAccountStack } from "../../stacks/settings/parse.ts";
import { readTarget, UsageError } from "../../stacks/target.ts";
import type { PreviewedStack } from "../previewed.ts";
import { type OpenStack, openRealStack } from "./open-stack.ts";
import { type PlannedStack, previewStack, type Upstream } from "./stack.ts";

/** What is previewed, and with what. */
export interface RealPreviewOptions {
  /** Folder of the settings files and of the projects' folders, absolute. */
  readonly root: string;
  /** Names of environments and account stacks, e.g. `["account", "dev"]`. */
  readonly environments: readonly string[];
  /** Pulumi projects to preview. Default: all; what is left out counts as unchanged. */
  readonly projects?: readonly string[];
  /** Variables for the Pulumi CLI, over those of this process. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Says whose credentials these are. Default: asks AWS. */
  readonly askAccount?: AskAccount;
  /** Told each stack as its preview begins. Default: nobody. */
  readonly onProgress?: (line: string) => void;
  /** Ends what runs; the promise is then rejected with its reason. */
  readonly signal?: AbortSignal;
  /** Opens a stack. Default: by the Automation API, with the CLI of the PATH. */
  readonly openStack?: OpenStack;
}

/** How many environments are previewed at a time: each takes a processor and more for its program. */
const atATime = 2;

/**
 * Previews stacks against the real state, without a refresh, with the guard rails. A stack that does not exist is passed over.
 * Account stacks come first; the stacks of an environment are previewed in the order of deployment, two environments at a time.
 *
 * @returns a preview for each stack, by environment in the given order, then in the order of deployment
 * @throws SettingsError, UsageError or CredentialsError before anything runs, with all problems; what the signal gives as its reason
 */
export async function previewRealState(options: RealPreviewOptions): Promise<readonly PreviewedStack[]> {
  const planned = await planStacks(options);
  const open = options.openStack ?? openRealStack;
  const { env = {}, onProgress, signal } = options;
  // All before the first preview: the CLI writes down which stack of a folder is selected, and previews read that.
  const stacks: PlannedStack[] = [];
  for (const plan of planned) {
    signal?.throwIfAborted();
    stacks.push({ ...plan, opened: await open({ stack: plan.stack, directory: plan.directory, env }) });
  }
  const done = new Map<string, Upstream>();
  const results = new Map<PlannedStack, PreviewedStack>();
  const previewAll = async (environment: string) => {
    for (const stack of stacks.filter((one) => one.environment === environment)) {
      const key = (project: string) => `${project}/${project === "account" ? stack.accountStack : stack.stack}`;
      const upstream = stack.reads.flatMap((project) => done.get(key(project)) ?? []);
      const result = await previewStack(stack, upstream, { onProgress, signal });
      done.set(key(stack.project), { exists: stack.opened !== undefined, preview: result.preview });
      results.set(stack, result);
    }
  };
  const names = [...new Set(options.environments)];
  for (const isAccount of [true, false]) {
    const waiting = names.filter((name) => isAccountStack(name) === isAccount);
    const work = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await previewAll(name);
    };
    await Promise.all(Array.from({ length: atATime }, work));
  }
  return stacks.flatMap((stack) => results.get(stack) ?? []);
}

/** The stacks of all environments, their settings and credentials checked. */
async function planStacks(options: RealPreviewOptions): Promise<Omit<PlannedStack, "opened">[]> {
  const { root, environments, projects, askAccount = callerAccount } = options;
  const problems: unknown[] = [];
  const asked = new Map<string, Promise<string>>();
  const ask: AskAccount = (region) => {
    const answer = asked.get(region) ?? askAccount(region);
    asked.set(region, answer);
    return answer;
  };
  const planned: Omit<PlannedStack, "opened">[] = [];
  for (const environment of new Set(environments)) {
    try {
      const { account, region, accountStack = environment } = readTarget(root, environment);
      await demandAccount(account, region, `Pulumi.${environment}.yaml`, ask);
      const wanted = projectsFor("up", !isAccountStack(environment));
      for (const { project, directory, reads } of wanted.filter((one) => projects?.includes(one.project) ?? true)) {
        const place = { directory: join(root, directory), settingsFile: join(root, `Pulumi.${environment}.yaml`) };
        planned.push({ project, stack: environment, environment, accountStack, region, reads, ...place });
      }
    } catch (error) {
      problems.push(error);
    }
  }
  if (problems.length === 1) throw problems[0];
  if (problems.length > 1) {
    const unknown = problems.find((problem) => !isTold(problem));
    throw unknown ?? new UsageError([...new Set(problems.map((problem) => (problem as Error).message))].join("\n\n"));
  }
  return planned;
}

/** Whether an error is one that a person can correct. */
const isTold = (error: unknown): boolean =>
  error instanceof Error && ["SettingsError", "CredentialsError", "UsageError"].includes(error.name);
