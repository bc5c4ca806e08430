/** `npm run cost`: what an environment costs a month, without a cloud account. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { estimate } from "../costs/estimate.ts";
import type { Estimate } from "../costs/model.ts";
import { globalRegion, PriceTable, pricesDirectory, readPriceFile } from "../costs/price-table.ts";
import { PriceListError, priceListEndpoint, refreshFile } from "../costs/refresh/refresh.ts";
import { gather } from "../costs/rehearsed.ts";
import { renderComparison, renderEstimate } from "../costs/report.ts";
import { compareRows, rowsOf } from "../costs/summary.ts";
import { parseScale } from "../costs/usage.ts";
import { interruptEngines } from "../rehearsal/commands.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { readSettingsFile } from "../stacks/settings/file.ts";
import { usageSettings } from "../stacks/settings/usage.ts";
import { planRehearsal } from "./plan.ts";

const repository = join(import.meta.dirname, "..");
const root = join(repository, ".rehearsal");
const progress = (line: string) => process.stderr.write(`${line}\n`);

/** What only a wrong call can cause. */
class UsageError extends Error {}

interface Flags {
  readonly compare?: boolean;
  readonly scale: string;
  readonly json?: boolean;
  readonly details?: boolean;
  readonly refresh?: boolean;
}

async function estimateOf(environment: string, scale: number): Promise<Estimate> {
  const plan = planRehearsal(repository, environment);
  const { settings } = readSettingsFile(join(repository, `Pulumi.${environment}.yaml`));
  const usage = settings !== undefined && "usage" in settings ? settings.usage : usageSettings.parse({});
  const toolchain = {
    python: await ensurePython({ onProgress: progress }),
    pulumi: await ensurePulumi({ onProgress: progress }),
  };
  const resources = await gather({ root, plan, toolchain, onProgress: progress });
  return estimate({ environment, region: plan.region, resources, usage, scale, prices: new PriceTable() });
}

async function show(environments: readonly string[], flags: Flags): Promise<void> {
  const scale = readScale(flags.scale);
  const wanted = flags.compare ? 2 : 1;
  if (environments.length !== wanted) {
    const example = flags.compare ? "npm run cost -- --compare dev prod" : "npm run cost -- prod";
    throw new UsageError(
      `${environments.length} environments were given: ${flags.compare ? "--compare takes two" : "it takes one"}. Write ${example}.`,
    );
  }
  const estimates: Estimate[] = [];
  for (const environment of environments) estimates.push(await estimateOf(environment, scale));
  const [first, second] = estimates as [Estimate, Estimate | undefined];
  if (flags.json) {
    const json =
      second === undefined
        ? withRows(first)
        : { estimates: estimates.map(withRows), components: compareRows(first, second) };
    console.log(JSON.stringify(json, null, 2));
  } else console.log(second === undefined ? renderEstimate(first, flags.details) : renderComparison(first, second));
}

const withRows = (each: Estimate) => ({ ...each, components: rowsOf(each) });

function readScale(text: string): number {
  try {
    return parseScale(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Refreshes the files of the regions; with environments, adds what they need and the table lacks. */
async function refresh(environments: readonly string[]): Promise<void> {
  const endpoint = process.env.PRICE_LIST_ENDPOINT ?? priceListEndpoint;
  const directory = process.env.PRICE_TABLE_DIRECTORY ?? pricesDirectory;
  const estimates: Estimate[] = [];
  for (const environment of environments) estimates.push(await estimateOf(environment, 1));
  const open = estimates.flatMap(({ unpriced }) => unpriced).filter(({ region }) => region !== globalRegion);
  const regions = new Set(["af-south-1", "eu-west-1", "us-east-1", ...open.map(({ region }) => region)]);
  const refreshed = [];
  for (const region of regions) {
    progress(`Reading AWS's price list of ${region}`);
    const wanted = open
      .filter((line) => line.region === region)
      .filter(({ item }, index, all) => all.findIndex((other) => other.item === item) === index);
    const before = readPriceFile(region, directory) ?? { region, prices: [] };
    refreshed.push(await refreshFile(before, wanted, endpoint));
  }
  // Only now, so that a list that cannot be had leaves all files as they were.
  for (const { file, updated, kept } of refreshed) {
    writeFileSync(join(directory, `${file.region}.json`), `${JSON.stringify(file, null, 2)}\n`);
    console.log(`${file.region}: ${updated.length} prices read from AWS's list, ${kept.length} kept`);
    for (const { item, reason } of kept) console.log(`  ${item}: ${reason}`);
  }
}

const program = new Command("npm run cost --")
  .description(
    "Estimates what an environment costs a month: its stacks are brought up in a rehearsal that only records, and what they are " +
      "made of is multiplied with the price table in costs/prices and the settings' platform:usage. Needs no AWS account.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("[environments...]", "an environment: dev, staging, prod; two with --compare")
  .option("--compare", "two environments side by side")
  .option("--scale <factor>", "multiplies the usage, e.g. 10x; what is fixed stays", "1x")
  .option("--details", "every charge with its sum and its source")
  .option("--json", "the estimate as JSON on standard output")
  .option(
    "--refresh",
    "reads the price table anew from AWS's public price list; with environments, adds what they lack",
  )
  .addHelpText(
    "after",
    `
What has no price with a source is listed as unpriced and is in no sum: "≥" marks the sums that miss something.

Examples:
  npm run cost -- prod
  npm run cost -- prod --scale 10x
  npm run cost -- --compare dev prod
  npm run cost -- --refresh prod

Exit codes: 0 done, 1 something failed (said in the last lines), 2 wrong usage, 130 interrupted.`,
  )
  .action(async (environments: string[], flags: Flags) => {
    let interrupted = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        interrupted = true;
        interruptEngines();
      });
    }
    try {
      await (flags.refresh ? refresh(environments) : show(environments, flags));
    } catch (error) {
      if (!interrupted) console.error((error as Error).message);
      process.exitCode = error instanceof UsageError ? 2 : 1;
      if (!(error instanceof PriceListError) && process.env.REHEARSAL_DEBUG) console.error(error);
    }
    if (interrupted) process.exitCode = 130;
  });

await program.parseAsync();
