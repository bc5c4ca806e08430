/** `npm run drift`: what of an environment is not as it was deployed, changing nothing. */
import { join } from "node:path";
import { Command } from "commander";
import { exitCodes, findDrift } from "../drift/drift.ts";
import { pulumiOfPath, type StackPlace } from "../drift/engine.ts";
import { publish } from "../drift/notify.ts";
import { projectsFor } from "../stacks/order.ts";
import { CredentialsError, demandAccount } from "../stacks/settings/credentials.ts";
import { isAccountStack } from "../stacks/settings/parse.ts";
import { SettingsError } from "../stacks/settings/problems.ts";
import { readTarget, UsageError } from "../stacks/target.ts";
import { demandOutFile } from "./out-file.ts";

const repository = join(import.meta.dirname, "..");

interface Flags {
  readonly out?: string;
  readonly notify?: boolean;
}

/** The address of the run on GitHub; undefined elsewhere. */
function runAddress({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_RUN_ID: run }: NodeJS.ProcessEnv) {
  return server === undefined || name === undefined || run === undefined
    ? undefined
    : `${server}/${name}/actions/runs/${run}`;
}

function demandUsable(environment: string, { out, notify }: Flags): void {
  demandOutFile(out);
  if (out !== undefined && !out.endsWith(".md")) {
    throw new UsageError(`--out takes a file that ends in .md, not ${out}: the JSON report goes beside it, as .json.`);
  }
  if (notify === true && isAccountStack(environment)) {
    throw new UsageError(`${environment} has no alerts of its own: leave --notify out.`);
  }
}

async function drift(environment: string, flags: Flags, signal: AbortSignal): Promise<number> {
  demandUsable(environment, flags);
  const { account, region } = readTarget(repository, environment);
  const file = `Pulumi.${environment}.yaml`;
  await demandAccount(account, region, file);
  const stacks = projectsFor("up", !isAccountStack(environment)).map(
    ({ project, directory }): StackPlace => ({
      project,
      stack: environment,
      directory: join(repository, directory),
      settingsFile: join(repository, file),
    }),
  );
  return findDrift({
    environment,
    account,
    region,
    stacks,
    engine: { command: await pulumiOfPath(), environment: {}, signal },
    run: runAddress(process.env),
    out: flags.out,
    ...(flags.notify === true ? { publish } : {}),
    print: (text) => process.stdout.write(text),
    progress: (line) => process.stderr.write(`${line}\n`),
  });
}

const program = new Command("npm run drift --")
  .description(
    "Tells what of an environment is not as it was deployed. Changes nothing: neither resources nor Pulumi's state.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : exitCodes.usage))
  .argument("<environment>", "dev, staging, prod, or account for the account stack")
  .option(
    "--out <file>",
    "write Markdown to this file, which ends in .md, and JSON beside it; default: Markdown on standard output",
  )
  .option("--notify", "tell the environment's alerts what was found, that the search failed, or that drift is gone")
  .addHelpText(
    "after",
    `
What programs leave to others (ignoreChanges) is no drift. What the credentials may not read is listed as not looked at.

Examples:
  npm run drift -- prod
  npm run drift -- prod --out drift.md --notify

Exit codes: 0 no drift, 1 something failed, 2 wrong usage, 5 drift was found, 130 interrupted.`,
  )
  .action(async (environment: string, flags: Flags) => {
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => controller.abort());
    try {
      process.exitCode = await drift(environment, flags, controller.signal);
    } catch (error) {
      const isTold = [SettingsError, CredentialsError, UsageError].some((kind) => error instanceof kind);
      if (!controller.signal.aborted) console.error(isTold ? (error as Error).message : error);
      process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
    }
    if (controller.signal.aborted) process.exitCode = exitCodes.interrupted;
  });

await program.parseAsync();
