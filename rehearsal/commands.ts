/** The three things that a person does with rehearsals: run one, look at a kept one, take it down. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { emulatorAnswers } from "./emulator/emulator.ts";
import { type EngineEvent, InterruptedError, interruptEngines } from "./engine.ts";
import { inboxAnswers } from "./inbox/inbox.ts";
import { findingsOf, type PackFinding } from "./policy-pack.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { RehearsalReport, StackReport } from "./report.ts";
import { outputsOf, type ResourceSummary, summarize } from "./state.ts";
import { stopProcesses, type Toolchain } from "./surroundings.ts";
import { explain, type RehearsalPlan, type StackPlan, Workspace } from "./workspace.ts";

/** Told each line of progress. */
export type OnProgress = (line: string) => void;

/** How to run a rehearsal. */
export interface RunOptions {
  /** The `.rehearsal` folder. */
  readonly root: string;
  /** What is rehearsed, and in which order. */
  readonly plan: RehearsalPlan;
  /** Makes or finds the tools, with progress. */
  readonly toolchain: () => Promise<Toolchain>;
  /** Leave everything up for drills and other tools. */
  readonly keep: boolean;
  /** Go on with what is in the workspace instead of starting clean. */
  readonly resume: boolean;
  /** No emulator: check and record every call. */
  readonly recordOnly: boolean;
  /** Told each step as it begins. */
  readonly onProgress: OnProgress;
  /** Told how the rehearsal came up, before anything of it is taken down. */
  readonly onReport: (report: RehearsalReport) => void;
}

/**
 * Runs a whole rehearsal: brings every stack up, reports, and (unless it is kept) destroys all, shows that nothing is
 * left, and stops the emulator. A failure stops the emulator too, and leaves the logs; an interruption leaves nothing; a kept or
 * resumed rehearsal stays.
 * @throws EngineError with the engine's errors; Error for a taken workspace, an emulator that does not start, leftovers, a disk
 *   that is full or cannot be written.
 */
export async function run(options: RunOptions): Promise<void> {
  const { plan, onProgress } = options;
  const workspace = new Workspace(options.root, plan.environment);
  const unlock = workspace.lock();
  let rehearsal: Rehearsal | undefined;
  try {
    await refuseToOverwriteKept(workspace, options.resume);
    const toolchain = await options.toolchain();
    const started = performance.now();
    rehearsal = options.resume
      ? await Rehearsal.resume(workspace, plan, toolchain)
      : await Rehearsal.start(workspace, plan, toolchain, options.recordOnly);
    onProgress(rehearsal.endpoint ? `The emulator answers on ${rehearsal.endpoint}` : "Recording only: no emulator");
    const { inbox } = workspace.read() ?? {};
    if (inbox) onProgress(`The Slack inbox is on ${inbox.url}`);
    if (options.keep) rehearsal.keep();
    const warnings: PackFinding[] = [];
    for (const stack of plan.stacks) warnings.push(...(await bringUp(rehearsal, stack, options)));
    options.onReport(await report(rehearsal, (performance.now() - started) / 1000, warnings));
    if (!options.keep) await takeDown(rehearsal, onProgress);
  } catch (error) {
    if (rehearsal && !options.keep && !options.resume) await cleanUp(rehearsal, error);
    throw explain(error, workspace.directory);
  } finally {
    unlock();
  }
}

/** After a failure the logs stay, for the message names them; after an interruption nothing does. */
async function cleanUp(rehearsal: Rehearsal, error: unknown): Promise<void> {
  if (error instanceof InterruptedError) await rehearsal.remove();
  else await rehearsal.stop();
}

/** What is kept is not thrown away unasked. */
async function refuseToOverwriteKept(workspace: Workspace, resume: boolean): Promise<void> {
  const emulator = workspace.read()?.emulator;
  if (resume || !existsSync(workspace.keepFile) || (emulator && !(await emulatorAnswers(emulator.endpoint)))) return;
  throw new Error(
    `a rehearsal of ${workspace.name} is kept${emulator ? ` on ${emulator.endpoint}` : " (record-only)"}: go on with it (npm run rehearse -- ${workspace.name} --resume --keep) ` +
      `or take it down first (npm run rehearse -- down ${workspace.name})`,
  );
}

/** Brings a stack up. Returns what the guard rails only warn of. */
async function bringUp(
  rehearsal: Rehearsal,
  stack: StackPlan,
  { onProgress, resume }: RunOptions,
): Promise<readonly PackFinding[]> {
  onProgress(`${stack.project}: preview and up`);
  const counter = stepCounter(stack, onProgress);
  const { events } = await rehearsal.up(stack, resume ? ["--refresh"] : [], { onEvent: counter });
  return findingsOf(events).filter(({ level }) => level === "advisory");
}

/** Says every two seconds how many resources are done. */
function stepCounter(stack: StackPlan, onProgress: OnProgress): (event: EngineEvent) => void {
  let done = 0;
  let said = performance.now();
  return (event) => {
    if (!event.resOutputsEvent || event.resOutputsEvent.planning) return;
    done++;
    if (performance.now() - said < 2000) return;
    said = performance.now();
    onProgress(`${stack.project}: ${done} resources`);
  };
}

async function report(
  rehearsal: Rehearsal,
  seconds: number,
  warnings: readonly PackFinding[],
): Promise<RehearsalReport> {
  const { environment, accountId, region } = rehearsal.plan;
  const stacks = await stackReports(rehearsal);
  return {
    inboxUrl: rehearsal.workspace.read()?.inbox?.url,
    environment,
    accountId,
    region,
    endpoint: rehearsal.endpoint,
    seconds,
    stacks,
    standIns: rehearsal.standIns,
    ...(rehearsal.plan.policyPack === undefined ? {} : { warnings }),
  };
}

async function stackReports(rehearsal: Rehearsal): Promise<StackReport[]> {
  const reports: StackReport[] = [];
  for (const { project, stack, ...plan } of rehearsal.plan.stacks) {
    const state = await rehearsal.state({ project, stack, ...plan });
    if (state) reports.push({ project, stack, resources: summarize(state), outputs: outputsOf(state) });
  }
  return reports;
}

async function takeDown(rehearsal: Rehearsal, onProgress: OnProgress): Promise<void> {
  const left = await rehearsal.destroy((stack) => onProgress(`${stack.project}: destroy`));
  if (left.length > 0) {
    throw new Error(
      `after the destroy ${left.length} resources are left, which Pulumi does not know:\n  ${left.join("\n  ")}`,
    );
  }
  const word = rehearsal.endpoint
    ? "the AWS SDK lists what it listed before, and nothing else"
    : "no record of a resource";
  onProgress(`Nothing is left: ${word}`);
  await rehearsal.remove();
}

/** What `status` tells other tools about a kept rehearsal. */
export interface Status {
  /** Null in record-only mode. */
  readonly endpoint: string | null;
  /** Region of the settings. */
  readonly region: string;
  /** The account that the emulator plays, twelve digits. */
  readonly accountId: string;
  /** The Slack inbox: its page, and what tools read of it. Null in record-only mode, and when it does not answer. */
  readonly inboxUrl: string | null;
  /** By Pulumi project. */
  readonly stacks: Readonly<
    Record<string, { outputs: Readonly<Record<string, unknown>>; resources: readonly ResourceSummary[] }>
  >;
}

/**
 * Makes sure that a rehearsal's emulator answers, when it has one.
 * @throws Error with what to do when it does not.
 */
export async function demandEmulator({ endpoint, workspace: { name } }: Rehearsal): Promise<void> {
  if (endpoint === undefined || (await emulatorAnswers(endpoint))) return;
  throw new Error(
    `the emulator of ${name} does not answer on ${endpoint}: bring it back (npm run rehearse -- ${name} --resume --keep) ` +
      `or clean up (npm run rehearse -- down ${name})`,
  );
}

/**
 * The status of a kept rehearsal.
 * @throws Error when none is kept, or its emulator does not answer.
 */
export async function status(
  root: string,
  environment: string | undefined,
  toolchain: () => Promise<Toolchain>,
): Promise<Status> {
  const workspace = keptWorkspace(root, environment);
  const rehearsal = Rehearsal.open(workspace, await toolchain());
  const { endpoint, plan } = rehearsal;
  await demandEmulator(rehearsal);
  const { inbox } = workspace.read() ?? {};
  const reports = await stackReports(rehearsal);
  return {
    endpoint: endpoint ?? null,
    region: plan.region,
    accountId: plan.accountId,
    inboxUrl: inbox && (await inboxAnswers(inbox)) ? inbox.url : null,
    stacks: Object.fromEntries(reports.map(({ project, outputs, resources }) => [project, { outputs, resources }])),
  };
}

/**
 * Takes a kept or interrupted rehearsal down. With a lost emulator everything is gone with it.
 * @throws Error when something is left.
 */
export async function down(
  root: string,
  environment: string | undefined,
  toolchain: () => Promise<Toolchain>,
  onProgress: OnProgress,
): Promise<void> {
  const workspace = keptWorkspace(root, environment);
  const unlock = workspace.lock();
  try {
    const record = workspace.read();
    if (record?.emulator && !(await emulatorAnswers(record.emulator.endpoint))) {
      await stopProcesses(workspace);
      workspace.remove();
      onProgress(`The emulator of ${workspace.name} was gone already, and everything with it: nothing is left`);
      return;
    }
    if (!existsSync(workspace.path("provider.json"))) {
      if (record?.emulator) await Rehearsal.open(workspace, await toolchain()).remove();
      else workspace.remove();
      onProgress(`${workspace.name} had made nothing yet: nothing is left`);
      return;
    }
    const rehearsal = await Rehearsal.resume(workspace, record?.plan as RehearsalPlan, await toolchain());
    await takeDown(rehearsal, onProgress);
  } finally {
    unlock();
  }
}

/** The workspace that is meant: the named one, or the only one. */
export function keptWorkspace(root: string, environment: string | undefined): Workspace {
  const names = existsSync(root)
    ? readdirSync(root).filter((name) => existsSync(join(root, name, "rehearsal.json")))
    : [];
  if (environment !== undefined) {
    const workspace = new Workspace(root, environment);
    if (workspace.exists) return workspace;
    throw new Error(
      `no rehearsal of ${environment} is there; there ${names.length === 0 ? "is none" : `are: ${names.join(", ")}`}`,
    );
  }
  if (names.length === 1) return new Workspace(root, names[0] as string);
  throw new Error(
    names.length === 0
      ? "no rehearsal is there: start one with npm run rehearse -- <environment> --keep"
      : `several rehearsals are there: name one of ${names.join(", ")}`,
  );
}

/** For Ctrl-C: ends the engines in order, so that the commands above clean up and throw. */
export { interruptEngines };
