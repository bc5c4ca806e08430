/** `npm run bench`: how fast the rehearsal is, with a floor measured in the same run. */
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { Command, InvalidArgumentError } from "commander";
import { choose, type PartName, partNames, parts } from "../bench/parts.ts";
import { comparedOf, type Goal, missedGoals, type Series, summarizeValues } from "../bench/statistics.ts";
import { interruptEngines } from "../rehearsal/commands.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { guarded, planRehearsal } from "./plan.ts";

const repository = join(import.meta.dirname, "..");

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model.trim()}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${platform()} ${release()}, Node ${process.version}`;
}

function render(series: readonly Series[], goals: readonly Goal[]): string {
  const table = new Table({
    head: ["Measured", "Unit", "Minimum", "Median", "95 %", "Maximum", "Runs", "Goal"],
    colAligns: ["left", "left", "right", "right", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  });
  for (const each of series) {
    const { name, unit, values } = each;
    const { minimum, median, p95, maximum } = summarizeValues(values);
    const goal = goals.find(({ series }) => series === name);
    const figures = [minimum, median, p95, maximum].map((value) => value.toFixed(2));
    const told = goal ? `${words[comparedOf(goal, each)]} ≤ ${goal.atMost}` : "";
    table.push([name, unit, ...figures, String(values.length), told]);
  }
  return table.toString();
}

const words = { minimum: "minimum", median: "median", p95: "95 %", maximum: "maximum" } as const;

function readRuns(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1) return runs;
  throw new InvalidArgumentError(`it must be a whole number from 1 on, got ${text}`);
}

/** The parts; ends with 2 when there is none of a name. */
function chosen(names: readonly string[]): readonly PartName[] {
  try {
    return choose(names);
  } catch (error) {
    return program.error((error as Error).message, { exitCode: 2 });
  }
}

interface Flags {
  readonly check?: boolean;
  readonly runs: number;
}

async function bench(names: readonly PartName[], { check, runs }: Flags): Promise<void> {
  const onProgress = (line: string) => void process.stderr.write(`${line}\n`);
  const toolchain = { python: await ensurePython({ onProgress }), pulumi: await ensurePulumi({ onProgress }) };
  const plan = (environment: string) => guarded(repository, planRehearsal(repository, environment));
  const [dev, prod] = [plan("dev"), plan("prod")];
  const options = {
    repository,
    rehearsed: [dev, prod],
    previewed: planRehearsal(repository, "prod"),
    alerting: dev,
    toolchain,
    rehearsals: runs,
    previews: runs,
    onProgress,
  };
  const load = loadavg()[0]?.toFixed(1);
  const series: Series[] = [];
  for (const name of names) series.push(...(await parts[name].measure(options)));
  const goals = names.flatMap((name): readonly Goal[] => parts[name].goals(repository));
  console.log(`${machine()}, load ${load} at the beginning\n${render(series, goals)}`);
  const missed = missedGoals(series, goals);
  for (const line of missed) console.log(`missed: ${line}`);
  if (check) process.exitCode = missed.length === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interruptEngines);
const program = new Command("npm run bench --")
  .description(
    "Measures dev and prod from clean, previews of prod without a change, what guard rails add to them, alarms on their way to\n" +
      "Slack, the functions' bundles, and the unit tests; each beside a floor that is measured in turns with it.",
  )
  .argument("[parts...]", `some of ${partNames.join(", ")}; default: all`)
  .option("--check", "exit with 1 when a goal of these parts is missed")
  .option(
    "--runs <number>",
    "rehearsals and previews, 1 or more; the other parts have counts of their own",
    readRuns,
    3,
  )
  .action(async (names: string[], flags: Flags) => {
    try {
      await bench(chosen(names), flags);
    } catch (error) {
      const { message, cause } = error as Error;
      console.error(`${message}${cause instanceof Error ? `: ${cause.message}` : ""}`);
      process.exitCode = 1;
    }
  });
await program.parseAsync();
