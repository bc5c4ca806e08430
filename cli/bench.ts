/** `npm run bench`: how fast the rehearsal is, with a floor measured in the same run. */
import { cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { measure } from "../bench/run.ts";
import { type Goal, missedGoals, type Series, summarizeValues } from "../bench/statistics.ts";
import { interruptEngines } from "../rehearsal/commands.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { planRehearsal } from "./plan.ts";

const repository = join(import.meta.dirname, "..");

/** What must hold on two cores. */
const goals: readonly Goal[] = [
  { series: "dev from clean", atMost: 60 },
  { series: "prod from clean", atMost: 120 },
  { series: "account ÷ floor", atMost: 2 },
  { series: "foundation ÷ floor", atMost: 2 },
  { series: "platform ÷ floor", atMost: 2 },
  { series: "dev: peak memory", atMost: 2000 },
  { series: "prod: peak memory", atMost: 2000 },
];

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model.trim()}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${platform()} ${release()}, Node ${process.version}`;
}

function render(series: readonly Series[]): string {
  const table = new Table({
    head: ["Measured", "Unit", "Minimum", "Median", "Maximum", "Runs", "Goal"],
    colAligns: ["left", "left", "right", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, unit, values } of series) {
    const { minimum, median, maximum } = summarizeValues(values);
    const goal = goals.find((each) => each.series === name);
    const figures = [minimum, median, maximum].map((value) => value.toFixed(2));
    table.push([name, unit, ...figures, String(values.length), goal ? `≤ ${goal.atMost}` : ""]);
  }
  return table.toString();
}

function readRuns(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1) return runs;
  throw new InvalidArgumentError(`it must be a whole number from 1 on, got ${text}`);
}

interface Flags {
  readonly check?: boolean;
  readonly runs: number;
}

async function bench({ check, runs }: Flags): Promise<void> {
  const onProgress = (line: string) => void process.stderr.write(`${line}\n`);
  const toolchain = { python: await ensurePython({ onProgress }), pulumi: await ensurePulumi({ onProgress }) };
  const [dev, prod] = [planRehearsal(repository, "dev"), planRehearsal(repository, "prod")];
  const counts = { rehearsals: runs, previews: runs };
  const series = await measure({
    repository,
    rehearsed: [dev, prod],
    previewed: prod,
    toolchain,
    ...counts,
    onProgress,
  });
  console.log(`${machine()}\n${render(series)}`);
  const missed = missedGoals(series, goals);
  for (const line of missed) console.log(`missed: ${line}`);
  if (check) process.exitCode = missed.length === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interruptEngines);
const program = new Command("npm run bench --")
  .description(
    "Measures dev and prod from clean, previews of prod without a change beside a floor, and the unit tests.",
  )
  .option("--check", "exit with 1 when a goal is missed")
  .option("--runs <number>", "runs of each measurement but the unit tests, 1 or more", readRuns, 3)
  .action((flags: Flags) =>
    bench(flags).catch((error: Error) => {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
      console.error(`${error.message}${cause}`);
      process.exitCode = 1;
    }),
  );
await program.parseAsync();
