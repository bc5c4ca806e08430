/** `npm run goldens`: records what the real AWS provider says of the rows' examples, and compares our provider with it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { compareGolden, renderDifference } from "../rehearsal/provider/goldens/compare.ts";
import { goldenAccountId, goldensDirectory, listGoldens } from "../rehearsal/provider/goldens/golden.ts";
import { startOwnProvider } from "../rehearsal/provider/goldens/own-provider.ts";
import { recordGoldens } from "../rehearsal/provider/goldens/record.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";

const progress = (line: string) => process.stderr.write(`${line}\n`);

async function record(plugin: string, types: readonly string[], { directory }: { directory: string }): Promise<void> {
  const { models } = await ensurePython({ onProgress: progress });
  const home = mkdtempSync(join(tmpdir(), "goldens-"));
  try {
    const { PATH = "" } = process.env;
    const environment = { PATH, HOME: home, AWS_EC2_METADATA_DISABLED: "true" };
    const chosen = types.length > 0 ? { types } : {};
    const goldens = await recordGoldens({ plugin, environment, models, directory, ...chosen, onProgress: progress });
    const real = goldens.every((golden) => golden.plugin.real);
    console.log(`Wrote ${goldens.length} goldens of ${real ? "the real provider" : "a stand-in"} to ${directory}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function compare({ directory }: { directory: string }): Promise<void> {
  const { models } = await ensurePython({ onProgress: progress });
  const own = await startOwnProvider(models, goldenAccountId);
  try {
    const goldens = listGoldens(directory);
    let differences = 0;
    for (const golden of goldens) {
      for (const difference of await compareGolden(golden, own.client)) {
        differences++;
        console.log(renderDifference(difference));
      }
    }
    console.log(`${goldens.length} goldens, ${differences} differences`);
    if (differences > 0) process.exitCode = 1;
  } finally {
    own.close();
  }
}

/** What a person can correct is told without a stack trace. */
async function guard(action: Promise<void>): Promise<void> {
  await action.catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

// Set before the commands are added, which take it over.
const program = new Command("npm run goldens --")
  .description(
    "Holds the rehearsal's AWS provider against the real one: the real plugin's own checks and differences need no AWS account.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const directory = ["--directory <folder>", "the folder of the goldens", goldensDirectory] as const;

program
  .command("record")
  .description("asks a provider plugin about the examples of every row, and writes a golden for each type")
  .argument("<plugin>", "the plugin's file: ~/.pulumi/plugins/resource-aws-v<version>/pulumi-resource-aws")
  .argument("[types...]", "some of the table's types, e.g. aws:ec2/vpc:Vpc; default: all")
  .option(...directory)
  .action((plugin: string, types: string[], flags: { directory: string }) => guard(record(plugin, types, flags)));

program
  .command("compare")
  .description("asks our own provider the same questions; each line is a point on which it answers otherwise")
  .option(...directory)
  .action((flags: { directory: string }) => guard(compare(flags)));

program.addHelpText(
  "after",
  "\nExit codes: 0 all went well (compare: they agree), 1 they differ or something failed, 2 wrong usage.",
);

await program.parseAsync();
