/** `npm run alerts:redrive`: sends the dead letters of an environment's alerts again. */
import { Command } from "commander";
import { describeMoved, redrive } from "../alerts-redrive/redrive.ts";
import { type ClientOptions, sqsQueues } from "../alerts-redrive/sqs.ts";
import { type RedriveTarget, readRedriveTarget } from "../alerts-redrive/target.ts";
import { demandAccount } from "../stacks/settings/credentials.ts";
import { deployedOutputs, rehearsedOutputs } from "./environment-outputs.ts";

/** The queues, and how they are reached. */
interface Place {
  readonly target: RedriveTarget;
  readonly options: ClientOptions;
}

/** What was asked for. */
interface Flags {
  readonly rehearsal?: boolean;
  readonly queue?: string;
  readonly dryRun?: boolean;
}

async function placeOf(environment: string, { rehearsal, queue }: Flags): Promise<Place> {
  if (rehearsal) {
    const { outputs, options } = await rehearsedOutputs(environment);
    return { target: readRedriveTarget(outputs, queue), options };
  }
  const target = readRedriveTarget(await deployedOutputs(environment), queue);
  await demandAccount(target.accountId, target.region, `the stack platform/${environment}`);
  return { target, options: {} };
}

/** Ends with 130 when it was interrupted. */
async function run(environment: string, flags: Flags): Promise<number> {
  const { target, options } = await placeOf(environment, flags);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      console.error(`${signal}: stopping after the letter that is under way`);
      stop.abort();
    });
  }
  const queues = sqsQueues(target, options);
  let code = 0;
  try {
    for (const queue of target.queues) {
      if (stop.signal.aborted) break;
      const waiting = await queues.count(queue);
      if (flags.dryRun) console.log(`${queue.name}: about ${waiting} would be sent again`);
      if (flags.dryRun || waiting === 0) {
        if (!flags.dryRun) console.log(`${queue.name}: nothing waits`);
        continue;
      }
      const onProgress = (sent: number) => console.error(`${queue.name}: ${sent} of about ${waiting}`);
      const moved = await redrive(queue, queues, { signal: stop.signal, onProgress });
      console.log(describeMoved(queue.name, moved));
      if (moved.failure !== undefined || moved.cameBack > 0 || moved.isPartial) code = 1;
    }
  } finally {
    queues.destroy();
  }
  return stop.signal.aborted ? 130 : code;
}

const program = new Command("npm run alerts:redrive --")
  .description(
    "Sends again what is in the queues of dead letters of an environment's alerts: what the intake or the sender could not deal with,\n" +
      "what Slack refused, what SNS or EventBridge could not deliver. Remove the cause first (docs/runbooks).",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("<environment>", "dev, staging, prod: an environment that is up")
  .option("--queue <name>", "one queue only: alerts, outbox, undelivered, undelivered-<region>")
  .option("--dry-run", "say how many letters there are, and send none")
  .option("--rehearsal", "for a kept rehearsal instead of AWS")
  .addHelpText(
    "after",
    `
A letter is deleted when its copy was taken, so none is lost, and what was posted before is not posted again. It can be
interrupted and repeated at any time. A letter that comes back while it runs is left where it is.

Examples:
  npm run alerts:redrive -- prod --dry-run
  npm run alerts:redrive -- prod --queue outbox

Exit codes: 0 every letter was sent again, 1 some stay (said in the last lines), 2 wrong usage, 130 interrupted.`,
  )
  .action(async (environment: string, flags: Flags) => {
    try {
      process.exitCode = await run(environment, flags);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  });

await program.parseAsync();
