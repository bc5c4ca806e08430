/** `npm run preview`: what a change does to the stacks of each environment, as a report. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { assembleReport, exitCodeOf } from "../previews/assemble.ts";
import { type Against, chooseBasis } from "../previews/basis.ts";
import { renderReport } from "../previews/comment.ts";
import { factsOf } from "../previews/facts.ts";
import type { PreviewedStack } from "../previews/previewed.ts";
import { checkOut, ensurePackages, removeOldCheckouts } from "../previews/rehearsed/base-tree.ts";
import { rehearsalVersion } from "../previews/rehearsed/cache.ts";
import { describeHead, findCommit, GitError, mergeBase } from "../previews/rehearsed/git.ts";
import { previewRehearsedBase } from "../previews/rehearsed/rehearsed.ts";
import { rawSettings, readSide, settingsNames } from "../previews/rehearsed/side.ts";
import { formatReport, type PreviewReport } from "../previews/report.ts";
import { interruptEngines } from "../rehearsal/commands.ts";
import { ToolchainError } from "../rehearsal/toolchain/cache.ts";
import { ensurePulumi } from "../rehearsal/toolchain/pulumi-cli.ts";
import { ensurePython } from "../rehearsal/toolchain/python.ts";
import { installedVersion, pulumiVersion } from "../rehearsal/toolchain/versions.ts";
import { stacks as allStacks } from "../stacks/order.ts";
import { CredentialsError } from "../stacks/settings/credentials.ts";
import { SettingsError } from "../stacks/settings/problems.ts";
import { UsageError } from "../stacks/target.ts";
import { demandOutFile } from "./out-file.ts";

const repository = join(import.meta.dirname, "..");
const root = join(repository, ".rehearsal", ".previews");
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;

/** Progress goes to stderr, so that a report on stdout stays clean. */
const progress = (line: string) => process.stderr.write(`${seconds().toFixed(1).padStart(6)}s  ${line}\n`);

interface Flags {
  readonly base?: string;
  readonly env?: string;
  readonly stack?: string;
  readonly against?: Against;
  readonly out?: string;
  readonly expect?: string;
}

/** What the previews gave. */
interface Previewed {
  readonly stacks: readonly PreviewedStack[];
  /** What it was compared with, for people. */
  readonly base: string;
  /** The folder with the settings before the change. */
  readonly baseRoot: string;
}

const list = (text: string | undefined): string[] => (text ?? "").split(",").flatMap((name) => name.trim() || []);

function demandKnown(kind: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`There is no ${kind} ${unknown.join(", ")}: known are ${[...known].sort().join(", ")}.`);
  }
}

async function previewAgainstBase(
  names: readonly string[],
  projects: readonly string[] | undefined,
  ref: string | undefined,
): Promise<Previewed> {
  const { commit, tree } = await findCommit(repository, ref ?? (await mergeBase(repository)));
  progress(`Comparing with ${commit.slice(0, 12)}${ref === undefined ? ", where the change began" : ""}`);
  const baseRoot = await checkOut(repository, root, tree);
  removeOldCheckouts(root);
  const [base, head] = await Promise.all([readSide(baseRoot), readSide(repository)]);
  demandKnown("environment", names, [...new Set([baseRoot, repository].flatMap(settingsNames))]);
  const toolchain = {
    python: await ensurePython({ onProgress: progress }),
    pulumi: await ensurePulumi({ onProgress: progress }),
  };
  const stacks = await previewRehearsedBase({
    repository,
    root,
    base,
    head,
    toolchain,
    ...(names.length === 0 ? {} : { environments: names }),
    ...(projects === undefined ? {} : { projects }),
    prepareBase: () => ensurePackages(baseRoot, repository, progress),
    onProgress: progress,
  });
  return { stacks, base: commit, baseRoot };
}

async function previewAgainstState(
  names: readonly string[],
  projects: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Previewed> {
  const environments = names.length === 0 ? settingsNames(repository) : names;
  demandKnown("environment", environments, settingsNames(repository));
  const { previewRealState } = await import("../previews/real/real-state.ts");
  const stacks = await previewRealState({
    root: repository,
    environments,
    ...(projects === undefined ? {} : { projects }),
    onProgress: progress,
    signal,
  });
  return { stacks, base: "the real state", baseRoot: repository };
}

async function preview(given: readonly string[], flags: Flags, signal: AbortSignal): Promise<PreviewReport> {
  demandOutFile(flags.out);
  const names = [...new Set([...given, ...list(flags.env)])];
  const projects = flags.stack === undefined ? undefined : list(flags.stack);
  demandKnown(
    "stack",
    projects ?? [],
    allStacks.map(({ project }) => project),
  );
  if (flags.against === "state" && flags.base !== undefined) {
    throw new UsageError(
      "--base cannot be used with --against state: the real state is what is compared with. Leave one of them out.",
    );
  }
  const { against, why } = await chooseBasis({
    ...(flags.against === undefined ? {} : { against: flags.against }),
    isBaseNamed: flags.base !== undefined,
    places: placesOf(names.length === 0 ? settingsNames(repository) : names),
  });
  const what = { state: "the state of the real stacks", base: "the base in a rehearsal" }[against];
  progress(`Previewing against ${what}, ${why}`);
  const { stacks, base, baseRoot } =
    against === "state"
      ? await previewAgainstState(names, projects, signal)
      : await previewAgainstBase(names, projects, flags.base);
  return assembleReport({
    stacks,
    environments: factsOf(
      stacks.map((stack) => stack.preview.environment),
      baseRoot,
      repository,
    ),
    projects: allStacks.map(({ project }) => project),
    commit: await nameHead(),
    base,
    time: new Date().toISOString(),
    seconds: seconds(),
    versions: {
      Pulumi: pulumiVersion,
      "AWS provider": installedVersion("@pulumi/aws"),
      ...(against === "base" ? { rehearsal: rehearsalVersion(repository).slice(0, 12) } : {}),
    },
  });
}

/** Where environments go; what cannot be read goes nowhere, and its preview says so. */
function placesOf(names: readonly string[]) {
  return names.flatMap((name) => {
    const file = `Pulumi.${name}.yaml`;
    const { "platform:account": account, "platform:region": region } = rawSettings(join(repository, file));
    const place = { file, accountId: String(account), region: String(region) };
    return account === undefined || region === undefined ? [] : [place];
  });
}

/** The change's commit; of files that are no commit yet its beginning, and that they are none. */
async function nameHead(): Promise<string> {
  try {
    const { commit, isChanged } = await describeHead(repository);
    return isChanged ? `${commit.slice(0, 12)} with uncommitted changes` : commit;
  } catch (error) {
    if (error instanceof GitError) return "no commit";
    throw error;
  }
}

function write(report: PreviewReport, out: string | undefined): void {
  const markdown = renderReport(report);
  if (out === undefined) return void process.stdout.write(markdown);
  const name = out.replace(/\.(?:md|json)$/, "");
  writeFileSync(`${name}.md`, markdown);
  writeFileSync(`${name}.json`, formatReport(report));
  progress(`The report is in ${name}.md and ${name}.json`);
  for (const [environment, digest] of Object.entries(report.reviewDigests)) {
    progress(`To deploy exactly this: npm run up -- ${environment} --reviewed ${digest}`);
  }
}

/** Runs the command and sets the exit code; what a person can correct is told without a stack trace. */
async function main(environments: readonly string[], flags: Flags): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) return;
      progress(`${signal}: stopping and cleaning up`);
      interruption.abort(new Error("interrupted"));
      interruptEngines();
    });
  }
  try {
    const report = await preview(environments, flags, interruption.signal);
    write(report, flags.out);
    process.exitCode = exitCodeOf(report, flags.expect);
    if (process.exitCode === 4) progress(`The change has the digest ${report.digest ?? "(none)"}, not ${flags.expect}`);
  } catch (error) {
    if (!interruption.signal.aborted) {
      const told = [SettingsError, CredentialsError, UsageError, GitError, ToolchainError];
      console.error(told.some((kind) => error instanceof kind) ? (error as Error).message : error);
    }
    process.exitCode = interruption.signal.aborted ? 130 : error instanceof UsageError ? 2 : 1;
  }
  if (interruption.signal.aborted) process.exitCode = 130;
}

const program = new Command("npm run preview --")
  .description(
    "Shows what a change does to the stacks of each environment: what it destroys, what it costs, which guard rails it breaks.\n" +
      "Against the state of the real stacks; or, without AWS credentials, against the base of the change, brought up in a rehearsal.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .argument("[environments...]", "environments, or account for the account stack; default: all")
  .option("--base <ref>", "compare with this commit or branch; default: where the change left the main branch")
  .option("--env <names>", "environments, with commas between them")
  .option("--stack <names>", "stacks, with commas between them: account, foundation, platform; default: all")
  .addOption(
    new Option("--against <what>", "the state of the real stacks, or the base in a rehearsal").choices([
      "state",
      "base",
    ]),
  )
  .option("--out <file.md>", "write the report to this file, and as JSON beside it; default: to standard output")
  .option("--expect <digest>", "fail when the change is another than the one with this digest")
  .addHelpText(
    "after",
    `
Without --against: the base when --base is given, else the state when the AWS credentials are of the account that the settings
name, else the base. Files are taken as they are, committed or not. docs/previews.md says more.

Examples:
  npm run preview                                  all environments
  npm run preview -- staging                       one of them
  npm run preview -- --base main --out preview.md  what the branch changes, as files

Exit codes: 0 nothing is broken (changes are fine), 1 a preview failed, 2 wrong usage, 3 a guard rail is broken that stops a
deployment or an exception to one has ended, 4 the digest is not the expected one, 130 interrupted.`,
  )
  .action((environments: string[], flags: Flags) => main(environments, flags));

await program.parseAsync();
