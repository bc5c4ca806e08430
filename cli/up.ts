import { join } from "node:path";
import { Command } from "commander";
import type { Action } from "../stacks/order.ts";
import { CredentialsError } from "../stacks/settings/credentials.ts";
import { SettingsError } from "../stacks/settings/problems.ts";
import { UsageError } from "../stacks/target.ts";
import { deploy } from "./deploy.ts";

/** What each command does, for its help. */
const actions: Readonly<Record<Action, string>> = {
  up: "Deploy an environment's stacks in order, to the real AWS account that its settings name.",
  destroy: "Delete everything in an environment's stacks, in reverse order. Protected resources are refused.",
};

const reviewedHelp =
  "deploy without asking what a preview against the real state showed (its digest for this environment); when a preview now differs, " +
  "nothing is changed and the exit code is 4";

const notes = `
Before anything runs, the settings in Pulumi.<environment>.yaml are checked, and the AWS credentials must belong to the
account that they name. The first failure stops the rest.

Exit codes: 0 done, 1 wrong settings, credentials or usage, with --reviewed also 3 a mandatory guard rail is broken, 4 what would be
done is not what was reviewed or nobody could see all of it; else that of pulumi.

Examples:
  npm run up -- account                 the account stack, once for an AWS account
  npm run preview -- dev                what would change in dev
  npm run up -- prod --reviewed 3f9c…   what was reviewed, and nothing else
  npm run up -- dev -- --yes            further arguments after a second -- go to pulumi`;

/** Runs an action and sets the exit code; what a person can correct is told without a stack trace. */
async function run(
  action: Action,
  stack: string,
  pulumiArgs: readonly string[],
  { reviewed }: { readonly reviewed?: string },
): Promise<void> {
  const surroundings = { root: join(import.meta.dirname, ".."), env: process.env, print: console.log };
  try {
    process.exitCode = await deploy(
      { action, stack, pulumiArgs, ...(reviewed === undefined ? {} : { reviewed }) },
      surroundings,
    );
  } catch (error) {
    const told = [SettingsError, CredentialsError, UsageError].some((kind) => error instanceof kind);
    if (!told) throw error;
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

const program = new Command("npm run").description("Deploys the platform through the Pulumi CLI of your PATH.");
for (const [action, description] of Object.entries(actions) as [Action, string][]) {
  const command = program
    .command(action)
    .description(description)
    .usage("-- <environment> [-- arguments for pulumi]")
    .argument("<environment>", "dev, staging, prod, or account for the account stack")
    .argument("[arguments...]", "further arguments for pulumi, after --")
    .addHelpText("after", notes)
    .action((environment: string, pulumiArgs: string[], options) => run(action, environment, pulumiArgs, options));
  if (action === "up") command.option("--reviewed <digest>", reviewedHelp);
}
await program.parseAsync();
