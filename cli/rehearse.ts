/** `npm run rehearse`: an environment on a laptop, without an AWS account. */
import { join } from "node:path";
import { Command } from "commander";
import { demandEmulator, down, interruptEngines, keptWorkspace, run, status } from "../rehearsal/commands.ts";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import { renderReport } from "../rehearsal/report.ts";
import type { Toolchain } from "../rehearsal/surroundings.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { refusedByProtection, unlockHint } from "../stacks/unlock-hint.ts";
import { guarded, planRehearsal } from "./plan.ts";

const repository = join(import.meta.dirname, "..");
const root = join(repository, ".rehearsal");

const started = performance.now();

/** Progress goes to stderr, so that reports and JSON on stdout stay clean. */
function progress(line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stderr.write(`${seconds}s  ${line}\n`);
}

async function makeToolchain(): Promise<Toolchain> {
  const python = await ensurePython({ onProgress: progress });
  const pulumi = await ensurePulumi({ onProgress: progress });
  return { python, pulumi };
}

/** Runs a command; what a person can correct is told without a stack trace. */
async function guard(action: () => Promise<void>): Promise<void> {
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (interrupted) return;
      interrupted = true;
      progress(`${signal}: stopping and cleaning up`);
      interruptEngines();
    });
  }
  try {
    await action();
    if (interrupted) process.exitCode = 130;
  } catch (error) {
    if (!interrupted) console.error((error as Error).message);
    if (!interrupted) tellHowToUnlock((error as Error).message);
    if (process.env.REHEARSAL_DEBUG) console.error(error);
    process.exitCode = interrupted ? 130 : 1;
  }
}

/** Says how to unlock what the engine refused to replace or delete; nothing when it refused nothing. */
function tellHowToUnlock(output: string): void {
  for (const urn of refusedByProtection(output)) console.error(`\n${unlockHint(urn)}`);
}

interface Flags {
  readonly keep?: boolean;
  readonly resume?: boolean;
  readonly recordOnly?: boolean;
}

async function rehearse(environment: string, flags: Flags): Promise<void> {
  const plan = guarded(repository, planRehearsal(repository, environment));
  await run({
    root,
    plan,
    toolchain: makeToolchain,
    keep: flags.keep ?? false,
    resume: flags.resume ?? false,
    recordOnly: flags.recordOnly ?? false,
    onProgress: progress,
    onReport: (report) => console.log(renderReport(report)),
  });
  if (flags.keep)
    progress(
      `Kept: npm run rehearse -- status ${environment} --json tells what is where; down ${environment} takes it down`,
    );
}

async function passThrough(project: string, args: readonly string[], environment: string | undefined): Promise<void> {
  const workspace = keptWorkspace(root, environment);
  const unlock = workspace.lock();
  try {
    const rehearsal = Rehearsal.open(workspace, await makeToolchain());
    await demandEmulator(rehearsal);
    const stack = rehearsal.plan.stacks.find((each) => each.project === project);
    if (!stack) {
      const known = rehearsal.plan.stacks.map((each) => each.project).join(", ");
      throw new Error(`the rehearsal has no stack ${project}; it has ${known}`);
    }
    const { code, output, stdout } = await rehearsal.pulumi(stack, args);
    process.stdout.write(args.includes("--json") ? stdout : output);
    if (code !== 0) tellHowToUnlock(output);
    process.exitCode = code;
  } finally {
    unlock();
  }
}

const program = new Command("npm run rehearse --")
  .enablePositionalOptions()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .description(
    "Brings up the account stack and an environment's stacks from its Pulumi.<environment>.yaml, unchanged, on a local AWS emulator\n" +
      "with the real Pulumi engine. No AWS account is needed, and none is ever reached.",
  )
  .argument("[environment]", "dev, staging, prod: any Pulumi.<environment>.yaml", "dev")
  .option("--keep", "leave the emulator and all stacks up, for drills, other tools and further commands")
  .option("--resume", "go on with a kept or interrupted rehearsal instead of starting clean")
  .option("--record-only", "no emulator: check and record every call of AWS")
  .addHelpText(
    "after",
    `
Without --keep everything is destroyed at the end, the AWS SDK shows that nothing is left, and nothing keeps running.
The first run installs what it needs into the user's cache; where Pulumi's download site cannot be reached, the CLI is
built with Go (about six minutes, once).

Examples:
  npm run rehearse                               dev, and down again
  npm run rehearse -- prod --keep                prod, left up
  npm run rehearse -- status --json              what a kept rehearsal holds, for other tools
  npm run rehearse -- pulumi foundation preview --diff
  npm run rehearse -- down                       takes a kept or interrupted rehearsal down

Exit codes: 0 all went well, 1 something failed (said in the last lines), 2 wrong usage, 130 interrupted.`,
  )
  .action((environment: string, flags: Flags) => guard(() => rehearse(environment, flags)));

program
  .command("status")
  .description(
    "what a kept rehearsal holds: endpoint, Slack inbox, region, account, outputs and resources of each stack",
  )
  .argument("[environment]", "which one, when several are kept")
  .option("--json", "as JSON, for other tools")
  .action((environment: string | undefined, flags: { json?: boolean }) =>
    guard(async () => {
      const found = await status(root, environment, makeToolchain);
      if (flags.json) return console.log(JSON.stringify(found, null, 2));
      console.log(`${found.endpoint ?? "record-only"}, account ${found.accountId}, ${found.region}`);
      if (found.inboxUrl !== null) console.log(`Slack inbox: ${found.inboxUrl}`);
      for (const [name, stack] of Object.entries(found.stacks))
        console.log(`  ${name}: ${stack.resources.length} resources`);
    }),
  );

program
  .command("down")
  .description("destroy a kept or interrupted rehearsal, show that nothing is left, stop the emulator")
  .argument("[environment]", "which one, when several are there")
  .action((environment: string | undefined) => guard(() => down(root, environment, makeToolchain, progress)));

program
  .command("pulumi")
  .description(
    "run a command of the Pulumi CLI that takes --stack on a stack of a kept rehearsal: preview, up, refresh, destroy, stack …",
  )
  .argument("<stack>", "a Pulumi project: account, foundation, platform")
  .argument("<arguments...>", "the command and its arguments, e.g. preview --diff")
  .option("--environment <environment>", "which rehearsal, when several are kept")
  .passThroughOptions()
  .action((project: string, args: string[], flags: { environment?: string }) =>
    guard(() => passThrough(project, args[0] === "--" ? args.slice(1) : args, flags.environment)),
  );

await program.parseAsync();
