import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { policyPackOf, runnerEnvironment } from "../policy/runner.ts";
import type { StackPreview } from "../previews/model.ts";
import { type Action, projectsFor, type StackProject } from "../stacks/order.ts";
import { type AskAccount, demandAccount } from "../stacks/settings/credentials.ts";
import { isAccountStack } from "../stacks/settings/parse.ts";
import { readTarget, UsageError } from "../stacks/target.ts";
import { type Comparison, compareReviewed, demandReviewable, differs } from "./reviewed.ts";

/** What a deployment is told. */
export interface DeployArgs {
  /** What Pulumi is to do: `up` or `destroy`. */
  readonly action: Action;
  /** Name of the environment or of an account stack. */
  readonly stack: string;
  /** Further arguments for `pulumi up` or `destroy`. */
  readonly pulumiArgs: readonly string[];
  /** Digest of the reviewed preview, for `up`: only what it stands for is deployed. Default: none, Pulumi asks before each stack. */
  readonly reviewed?: string;
}

/** What a deployment needs from its surroundings. */
export interface Surroundings {
  /** The repository's root, absolute. */
  readonly root: string;
  /** Environment of the child processes. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Says whose credentials these are. Default: asks AWS. */
  readonly askAccount?: AskAccount;
  /** Writes a line for the user. */
  readonly print: (line: string) => void;
  /** Previews the stacks of an environment in the order of deployment. Default: against the real state. */
  readonly preview?: (environment: string) => Promise<readonly StackPreview[]>;
}

/**
 * The calls of the Pulumi CLI for one project, in order.
 *
 * @param args the action, the stack's name, and further arguments, which go to the last call
 * @param policyPack folder of the guard rails, which judge what an `up` would make
 * @param secretsProvider what encrypts a new stack's secrets; default: what the backend chooses
 */
export function pulumiCalls(
  args: DeployArgs,
  policyPack: string,
  secretsProvider?: string,
): readonly (readonly string[])[] {
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  const create = args.action === "destroy" ? [] : ["--create", ...provider];
  // Pulumi's destroy takes no policy pack.
  const pack = args.action === "destroy" ? [] : ["--policy-pack", policyPack];
  return [
    ["stack", "select", args.stack, ...create],
    [args.action, "--stack", args.stack, ...pack, ...args.pulumiArgs],
  ];
}

/**
 * Words how far a deployment came.
 *
 * @param projects the projects in the order they were to be done
 * @param failedAt place of the one that failed; undefined when all are done
 */
export function summary({ action, stack }: DeployArgs, projects: readonly StackProject[], failedAt?: number): string {
  const named = (some: readonly StackProject[]) =>
    some.length === 0 ? "none" : some.map(({ project }) => `${project}/${stack}`).join(", ");
  if (failedAt === undefined) return `pulumi ${action} is done: ${named(projects)}`;
  return [
    `pulumi ${action} stopped.`,
    `  done:        ${named(projects.slice(0, failedAt))}`,
    `  failed:      ${named(projects.slice(failedAt, failedAt + 1))}`,
    `  not started: ${named(projects.slice(failedAt + 1))}`,
    "Correct what Pulumi said above and run the same command again: what is done stays as it is.",
    "If it refused to replace or delete what is protected: the setting platform:unlock takes its URN, a reason and an expiry, and",
    "a deployment of its own; docs/unlocking.md says how.",
  ].join("\n");
}

/**
 * Runs the Pulumi CLI of the user's PATH with the terminal's input and output. While it runs, an interrupt from the
 * keyboard is left to it, because it must end its update in order; other requests to end are passed on to it.
 *
 * @returns its exit code; 128 and the signal's number stand for a signal, as in a shell
 */
function runPulumi(call: readonly string[], cwd: string, env: Readonly<NodeJS.ProcessEnv>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", call, { cwd, env: { ...env }, stdio: "inherit" });
    const leaveToChild = () => {};
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGINT", leaveToChild).on("SIGTERM", passOn).on("SIGHUP", passOn);
    const forget = () => process.off("SIGINT", leaveToChild).off("SIGTERM", passOn).off("SIGHUP", passOn);
    child.once("error", (error: NodeJS.ErrnoException) => {
      forget();
      const missing =
        "The command pulumi is not in your PATH. Install it (https://www.pulumi.com/docs/install/), sign in to your " +
        "backend with pulumi login, and try again. To try the platform without it, use npm run rehearse.";
      reject(error.code === "ENOENT" ? new UsageError(missing) : error);
    });
    child.once("exit", (code, signal) => {
      forget();
      resolve(code ?? 128 + constants.signals[signal as NodeJS.Signals]);
    });
  });
}

/**
 * Makes sure that a destroy previews. Pulumi's preview refuses to delete what is protected before anything is deleted; without
 * it everything that nothing protected depends on is gone by then.
 *
 * @throws UsageError for Pulumi's option `--skip-preview`, in each of its forms
 */
function demandPreview({ action, pulumiArgs }: DeployArgs, env: Readonly<NodeJS.ProcessEnv>): void {
  if (action !== "destroy") return;
  // Pulumi's short options without a value may stand before f in one word.
  const isOption = (arg: string) => /^(--skip-preview(=|$)|-[defjy]*f)/.test(arg) && !/=(false|0|f)$/i.test(arg);
  const variable = "PULUMI_OPTION_SKIP_PREVIEW";
  const found = env[variable] === undefined ? pulumiArgs.find(isOption) : variable;
  if (found === undefined) return;
  throw new UsageError(
    `${found} is refused for a destroy: without its preview Pulumi deletes what is not protected before it comes to what is, ` +
      "and half of the environment is gone. Leave it out; --yes answers Pulumi's question. Nothing was read or made.",
  );
}

/** Previews an environment as it is now and compares that with the digest of the reviewed preview. */
async function compare({ stack }: DeployArgs, reviewed: string, surroundings: Surroundings): Promise<Comparison> {
  const { root, env, askAccount, print, preview } = surroundings;
  const previewReal = async () => {
    // Half a second of loading, which no other command needs.
    const { previewRealState } = await import("../previews/real/real-state.ts");
    const variables = Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    );
    const ask = askAccount === undefined ? {} : { askAccount };
    const done = await previewRealState({ root, environments: [stack], env: variables, onProgress: print, ...ask });
    return done.map((one) => one.preview);
  };
  return compareReviewed(reviewed, await (preview?.(stack) ?? previewReal()));
}

/**
 * Runs an environment's stacks, or the account stack, in order through the Pulumi CLI. Before anything else the settings
 * are checked and the credentials' account is compared with theirs. Stops at the first failure. With a reviewed digest it previews
 * all stacks first, and changes nothing when that preview differs; it stops before a stack whose changes nobody could see then.
 *
 * @returns the exit code: 0, or that of the call that failed; 4 when something else would be done than what was reviewed, or a part
 *   of it is left because nobody could see it
 * @throws SettingsError, CredentialsError or UsageError before anything ran
 */
export async function deploy(args: DeployArgs, surroundings: Surroundings): Promise<number> {
  const { root, env, askAccount, print } = surroundings;
  demandPreview(args, env);
  if (args.reviewed !== undefined) demandReviewable(args.reviewed, args.pulumiArgs, env);
  const { account, region, secretsProvider } = readTarget(root, args.stack);
  await demandAccount(account, region, `Pulumi.${args.stack}.yaml`, askAccount);
  const all = projectsFor(args.action, !isAccountStack(args.stack));
  const comparison = args.reviewed === undefined ? undefined : await compare(args, args.reviewed, surroundings);
  for (const line of comparison?.lines ?? []) print(line);
  if (comparison?.code !== undefined) return comparison.code;
  const projects = comparison ? all.filter(({ project }) => comparison.projects.includes(project)) : all;
  // The preview has been, and its approval is the digest.
  const answers = comparison ? ["--yes", "--skip-preview"] : [];
  const told = { ...args, pulumiArgs: [...answers, ...args.pulumiArgs] };
  for (const [position, { project, directory }] of projects.entries()) {
    print(`\n${project}/${args.stack}: pulumi ${args.action} in the account ${account}, ${region}`);
    for (const call of pulumiCalls(told, policyPackOf(root), secretsProvider)) {
      const code = await runPulumi(call, join(root, directory), runnerEnvironment(env));
      if (code !== 0) {
        print(`\n${summary(args, all, position)}`);
        return code;
      }
    }
  }
  print(`\n${summary(args, projects)}`);
  const left = all.filter((one) => !projects.includes(one)).map(({ project }) => `${project}/${args.stack}`);
  if (left.length === 0) return 0;
  print(
    `Not deployed: ${left.join(", ")}. Before this deployment nobody could see what becomes of it. Preview it now, review that, and`,
  );
  print("deploy with the new digest; a stack that does not exist yet is deployed once without --reviewed.");
  return differs;
}
