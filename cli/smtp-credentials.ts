/** `npm run smtp-credentials`: makes or rotates the credentials with which an environment's machines send mail. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { parse } from "yaml";
import { makeCredentials } from "../smtp-credentials/credentials.ts";
import { type ClientOptions, realServices } from "../smtp-credentials/services.ts";
import { readTarget, type Target, TargetError } from "../smtp-credentials/target.ts";
import { demandAccount } from "../stacks/settings/credentials.ts";
import { deployedOutputs, rehearsedOutputs, repository } from "./environment-outputs.ts";

/** Whose mail it is, and how AWS or the emulator is reached. */
interface Place {
  readonly target: Target;
  readonly options: ClientOptions;
}

/** The deployed stack, in the account that it names. */
async function deployed(environment: string): Promise<Place> {
  const target = readTarget(await deployedOutputs(environment));
  await demandAccount(target.accountId, target.secretRegion, `the stack platform/${environment}`);
  return { target, options: {} };
}

/** A kept rehearsal, and its emulator. */
async function rehearsed(environment: string): Promise<Place> {
  const { outputs, options } = await rehearsedOutputs(environment);
  return { target: readTarget(outputs), options };
}

/** The project's name in the settings: the user's name begins with it. */
function projectOf(environment: string): string {
  const file = `Pulumi.${environment}.yaml`;
  if (!existsSync(join(repository, file)))
    throw new TargetError(`There is no ${file}: name an environment that has one.`);
  const { config } = parse(readFileSync(join(repository, file), "utf8")) as { config?: Record<string, unknown> };
  const project = config?.["platform:project"];
  if (typeof project !== "string") throw new TargetError(`${file} has no platform:project. Nothing was made.`);
  return project;
}

async function run(environment: string, rotate: boolean, rehearsal: boolean): Promise<void> {
  const project = projectOf(environment);
  const { target, options } = await (rehearsal ? rehearsed(environment) : deployed(environment));
  const tags = { project, environment, "managed-by": "npm run smtp-credentials" };
  const userName = `${project}-${environment}-smtp`;
  await makeCredentials({ target, userName, tags, rotate }, realServices(target, options, console.log));
}

const program = new Command("npm run smtp-credentials --")
  .description(
    "Makes the SMTP credentials of an environment: an IAM user that may send mail from the environment's domain and nothing\n" +
      "else, and its user name and password in the environment's secret. Neither is shown, and neither is in Pulumi's state.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("<environment>", "dev, staging, prod: an environment that is up and has mail")
  .option("--rotate", "make new credentials although there are good ones, and delete those before the current ones")
  .option("--rehearsal", "for a kept rehearsal (npm run rehearse -- <environment> --keep) instead of AWS")
  .addHelpText(
    "after",
    `
Run it as a person who may manage IAM users: the roles of continuous integration may not. It can be repeated at any
time, also after an interruption. After --rotate the credentials before stay valid until the next --rotate: rotate again
only when all machines have read the new ones.

Examples:
  npm run smtp-credentials -- dev
  npm run smtp-credentials -- prod --rotate

Exit codes: 0 the secret holds good credentials, 1 something failed (said in the last lines), 2 wrong usage.`,
  )
  .action(async (environment: string, flags: { rotate?: boolean; rehearsal?: boolean }) => {
    try {
      await run(environment, flags.rotate ?? false, flags.rehearsal ?? false);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  });

await program.parseAsync();
