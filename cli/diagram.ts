/** `npm run diagram`: draws the architecture of an environment from its stacks' own resources. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Command } from "commander";
import { parse } from "yaml";
import type { Place } from "../diagrams/draft.ts";
import { drawEnvironment } from "../diagrams/draw.ts";
import { rehearsedResources } from "../diagrams/rehearsed.ts";
import { interruptEngines } from "../rehearsal/commands.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import type { RehearsalPlan } from "../rehearsal/workspace.ts";
import { planRehearsal } from "./plan.ts";

const repository = join(import.meta.dirname, "..");

/** What was asked for. */
interface Flags {
  readonly out?: string;
  readonly check?: boolean;
}

/** Where the environment is, and what its names begin with. */
function placeOf({ environment, region, accountId, stacks }: RehearsalPlan): Place {
  const prefixes = stacks.map(({ stack, settingsFile }) => {
    const { config } = parse(readFileSync(settingsFile, "utf8")) as { config: Readonly<Record<string, unknown>> };
    return `${String(config["platform:project"])}-${stack}-`;
  });
  return { environment, region, accountId, prefixes: [...new Set(prefixes)] };
}

async function diagram(environment: string, flags: Flags): Promise<void> {
  const onProgress = (line: string) => void process.stderr.write(`${line}\n`);
  const plan = planRehearsal(repository, environment);
  const toolchain = { python: await ensurePython({ onProgress }), pulumi: await ensurePulumi({ onProgress }) };
  const root = join(repository, ".rehearsal");
  const resources = await rehearsedResources({ root, plan, toolchain, onProgress });
  const svg = await drawEnvironment(resources, placeOf(plan));
  const file = flags.out ?? join(repository, "docs", "images", `architecture-${environment}.svg`);
  const name = relative(process.cwd(), file);
  if (!flags.check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, svg);
    console.log(`${name}: ${resources.length} resources drawn`);
  } else if (existsSync(file) && readFileSync(file, "utf8") === svg) {
    console.log(`${name} is up to date`);
  } else {
    console.error(`${name} is ${existsSync(file) ? "out of date" : "missing"}: run npm run diagram -- ${environment}`);
    process.exitCode = 1;
  }
}

let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupted = true;
    interruptEngines();
  });
}

const program = new Command("npm run diagram --")
  .description(
    "Draws an environment's architecture as an SVG, from the resources that its stacks make: a record-only rehearsal of its settings,\n" +
      "so that no AWS account is needed and none is reached.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("<environment>", "dev, staging, prod: any Pulumi.<environment>.yaml")
  .option("--out <file>", "where to write it. Default: docs/images/architecture-<environment>.svg")
  .option("--check", "write nothing; exit with 1 when the file is not what would be written")
  .addHelpText(
    "after",
    `
The same settings and program give the same bytes. A resource that is neither drawn nor left out on purpose
(diagrams/coverage.ts) is an error.

Examples:
  npm run diagram -- prod
  npm run diagram -- dev --out dev.svg
  npm run diagram -- prod --check

Exit codes: 0 written, or up to date, 1 something failed or the file is out of date, 2 wrong usage, 130 interrupted.`,
  )
  .action(async (environment: string, flags: Flags) => {
    try {
      await diagram(environment, flags);
    } catch (error) {
      if (!interrupted) console.error((error as Error).message);
      process.exitCode = 1;
    }
    if (interrupted) process.exitCode = 130;
  });
await program.parseAsync();
