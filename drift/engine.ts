/**
 * Reads a stack's state and compares it with what is real, changing nothing: `pulumi refresh --preview-only` runs on a copy of the state in
 * a folder of its own. So it needs no right to write where the state is, takes no lock that a deployment would wait for, runs no program,
 * and cannot write to the state even by mistake. Secrets in the copy stay encrypted.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation/index.js";
import { parse, stringify } from "yaml";
import { demandVersion } from "../previews/real/open-stack.ts";
import { isRecord } from "../previews/values.ts";
import { secretsKeys } from "../rehearsal/projects.ts";
import { UsageError } from "../stacks/target.ts";
import { DriftCollector } from "./collector.ts";
import type { StackDrift } from "./model.ts";

/** Where a stack is. */
export interface StackPlace {
  /** The Pulumi project's name. */
  readonly project: string;
  /** The stack's name. */
  readonly stack: string;
  /** Folder of the project's `Pulumi.yaml`. */
  readonly directory: string;
  /** The stack's settings file, which says what encrypts its secrets. */
  readonly settingsFile: string;
}

/** What searches. */
export interface Engine {
  /** The Pulumi CLI. */
  readonly command: PulumiCommand;
  /** Environment of its processes, laid over our own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends it in order. */
  readonly signal: AbortSignal;
}

/** What is known of a stack from its state. */
export interface SearchResult {
  readonly drift: StackDrift;
  /** The stack's outputs, secrets among them encrypted; empty when the state could not be read. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A resource of the state, as far as it is used here (Go SDK: `apitype/core.go`, `ResourceV3`). */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly ignoreChanges?: readonly string[];
}

/** A stack's state, as `pulumi stack export` writes it. */
interface Exported {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly unknown[];
  };
}

/**
 * The CLI of the PATH.
 *
 * @throws UsageError when there is none, or it is so old that it would write events to a file
 */
export async function pulumiOfPath(): Promise<PulumiCommand> {
  let command: PulumiCommand;
  try {
    command = await PulumiCommand.get();
  } catch {
    throw new UsageError(
      "The command pulumi is not in your PATH, or too old. Install it (https://www.pulumi.com/docs/install/), sign in to your backend " +
        "with pulumi login, and try again.",
    );
  }
  demandVersion(String(command.version));
  return command;
}

/** Searches one stack. Never throws for what the engine says: that is the result. */
export async function searchStack(place: StackPlace, engine: Engine): Promise<SearchResult> {
  const { project, stack } = place;
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  let exported: Exported;
  try {
    exported = await exportState(place, engine);
  } catch (error) {
    const collector = new DriftCollector({ project, stack });
    collector.fail(`The state of ${project}/${stack} cannot be read: ${reasonOf(error)}`);
    return { drift: collector.finish({ succeeded: false, seconds: seconds() }), outputs: {} };
  }
  const { resources = [], pending_operations: pending } = exported.deployment;
  const collector = new DriftCollector({
    project,
    stack,
    ignoreChanges: new Map(resources.map(({ urn, ignoreChanges }) => [urn, ignoreChanges ?? []])),
    notes:
      (pending ?? []).length > 0 ? ["A deployment was under way, or broke off: what it did may show as drift."] : [],
  });
  const folder = mkdtempSync(join(tmpdir(), "drift-"));
  let succeeded = false;
  try {
    writeCopy(folder, place, exported);
    await previewRefresh(folder, stack, engine, collector);
    succeeded = true;
  } catch (error) {
    // What the CLI printed is in the events, reduced; its raw output is not told.
    if (!isRecord(error) || error.commandResult === undefined) collector.fail(reasonOf(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return { drift: collector.finish({ succeeded, seconds: seconds() }), outputs };
}

/** The state with its secrets encrypted. The Automation API's own export decrypts them. */
async function exportState({ stack, directory }: StackPlace, engine: Engine): Promise<Exported> {
  const { stdout } = await promisify(execFile)(
    engine.command.command,
    ["stack", "export", "--stack", stack, "--non-interactive"],
    {
      cwd: directory,
      env: { ...process.env, ...engine.environment },
      signal: engine.signal,
      maxBuffer: largestState,
    },
  );
  return JSON.parse(stdout) as Exported;
}

/** Largest state that is read, in bytes: a hundred times that of prod. */
const largestState = 500_000_000;

/**
 * Writes a project without a program, with a backend in the same folder that holds the state.
 * Source of the layout: pkg/backend/diy in https://github.com/pulumi/pulumi (state.go, meta.go).
 */
function writeCopy(
  folder: string,
  { project, stack, settingsFile }: StackPlace,
  { version, deployment }: Exported,
): void {
  const settings = (parse(readFileSync(settingsFile, "utf8")) ?? {}) as Record<string, unknown>;
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => secretsKeys.includes(key)));
  const write = (path: readonly string[], text: string) => {
    mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
    writeFileSync(join(folder, ...path), text, { mode: 0o600 });
  };
  write(["Pulumi.yaml"], stringify({ name: project, runtime: "nodejs" }));
  write([`Pulumi.${stack}.yaml`], stringify(own));
  write([".pulumi", "meta.yaml"], stringify({ version: 1 }));
  const checkpoint = { stack: `organization/${project}/${stack}`, latest: deployment };
  write([".pulumi", "stacks", project, `${stack}.json`], JSON.stringify({ version, checkpoint }));
}

async function previewRefresh(folder: string, name: string, engine: Engine, collector: DriftCollector): Promise<void> {
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    pulumiCommand: engine.command,
    envVars: { ...engine.environment, PULUMI_BACKEND_URL: `file://${folder}` },
  });
  const stack = await Stack.select(name, workspace);
  // The Automation API does not look at a signal that was given before.
  engine.signal.throwIfAborted();
  await stack.previewRefresh({
    runProgram: false,
    signal: engine.signal,
    onEvent: (event) => collector.receive(event),
  });
}

function reasonOf(error: unknown): string {
  if (isRecord(error) && error.code === "ENOENT") return "the command pulumi is not in your PATH";
  if (isRecord(error) && typeof error.stderr === "string" && error.stderr.trim() !== "") return error.stderr.trim();
  return error instanceof Error ? error.message : String(error);
}
