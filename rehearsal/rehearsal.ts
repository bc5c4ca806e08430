/** A rehearsal: an emulator, the real engine, and the stacks of an environment, in one workspace. */
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { emulatorAnswers, startEmulator } from "./emulator/emulator.ts";
import { type EngineEvent, type EngineResult, errorsOf, runEngine } from "./engine.ts";
import { connectWebhooks, ensureInbox } from "./inbox/life.ts";
import { listResources } from "./leftovers.ts";
import { breaksOf, packArguments } from "./policy-pack.ts";
import { projectDirectory, type StandIn } from "./projects.ts";
import { Executor } from "./provider/executor.ts";
import { assertLoopback, type ProviderWorkspace } from "./provider/workspace.ts";
import { deleteOrphans, endLeftEngine, restoreCheckpoint } from "./recovery.ts";
import { type StackState, withoutPendingOperations } from "./state.ts";
import {
  assertSamePlace,
  environmentOf,
  stopProcesses,
  type Toolchain,
  writeProviderWorkspace,
  writeWorkspaceFiles,
} from "./surroundings.ts";
import { unlocked, unlockOnEmulator } from "./unlock.ts";
import { type RehearsalPlan, regionsOf, type StackPlan, type Workspace } from "./workspace.ts";

/** How to run one command of the engine: who is told its events as they come, and its process. Default: nobody. */
export interface RunOptions {
  readonly onEvent?: (event: EngineEvent) => void;
  readonly onStart?: (child: ChildProcess) => void;
  /** Leaves the plan's policy pack out. Default: a preview and an update run it. */
  readonly withoutPolicyPack?: boolean;
}

/** A command of the engine failed; the message has its errors and names `logFile`, which has all of its output. */
export class EngineError extends Error {
  readonly result: EngineResult;

  constructor(stack: StackPlan, command: string, result: EngineResult, logFile: string) {
    const errors = [...errorsOf(result), ...breaksOf(result.events)];
    const told = errors.length > 0 ? errors.join("\n") : result.output.trimEnd().split("\n").slice(-20).join("\n");
    super(
      `pulumi ${command} of ${stack.project} (${stack.stack}) ended with exit code ${result.code}:\n${told}\nall of its output: ${logFile}`,
    );
    this.result = result;
  }
}

/** An open rehearsal of a plan in a workspace. The caller holds the workspace's lock. */
export class Rehearsal {
  readonly workspace: Workspace;
  readonly plan: RehearsalPlan;
  /** Values of the settings that are encrypted in the real environment, with what stands in for them. */
  readonly standIns: readonly StandIn[];
  /** The emulator's endpoint; undefined in record-only mode. */
  readonly endpoint: string | undefined;
  readonly #toolchain: Toolchain;

  private constructor(workspace: Workspace, plan: RehearsalPlan, toolchain: Toolchain, standIns: readonly StandIn[]) {
    this.workspace = workspace;
    this.plan = plan;
    this.standIns = standIns;
    this.#toolchain = toolchain;
    this.endpoint = workspace.read()?.emulator?.endpoint;
    if (this.endpoint !== undefined) assertLoopback(this.endpoint);
  }

  /**
   * Starts clean: whatever was in the workspace is removed, an emulator is started.
   * @param recordOnly keeps state without an emulator: calls are checked and recorded, none is sent. Default: false.
   */
  static async start(
    workspace: Workspace,
    plan: RehearsalPlan,
    toolchain: Toolchain,
    recordOnly = false,
  ): Promise<Rehearsal> {
    await stopProcesses(workspace);
    workspace.clear();
    workspace.write({ plan, baseline: [] });
    const standIns = await writeWorkspaceFiles(workspace, plan);
    if (!recordOnly) {
      await Rehearsal.#startEmulator(workspace, plan, toolchain);
      await ensureInbox(workspace, environmentOf(workspace, toolchain));
    } else writeProviderWorkspace(workspace, plan, toolchain, undefined);
    return new Rehearsal(workspace, plan, toolchain, standIns);
  }

  /**
   * Opens what is there: after `--keep`, or after an interruption. A lost emulator is started again, empty; operations that
   * an interrupted engine left open are closed, and what they made is deleted, so that the next `up` can begin.
   * @throws Error when nothing is there, or it was begun for another account or region.
   */
  static async resume(workspace: Workspace, plan: RehearsalPlan, toolchain: Toolchain): Promise<Rehearsal> {
    const record = workspace.read();
    if (!record) throw new Error(`there is no rehearsal in ${workspace.directory} to resume: run it without --resume`);
    assertSamePlace(record.plan, plan);
    workspace.write({ ...record, plan });
    const standIns = await writeWorkspaceFiles(workspace, plan);
    const lost = record.emulator !== undefined && !(await emulatorAnswers(record.emulator.endpoint));
    const isUnfinished = record.emulator === undefined && !existsSync(workspace.path("provider.json"));
    if (lost || isUnfinished) {
      await Rehearsal.#startEmulator(workspace, plan, toolchain);
    }
    await ensureInbox(workspace, environmentOf(workspace, toolchain));
    const rehearsal = new Rehearsal(workspace, plan, toolchain, standIns);
    await rehearsal.#closeInterruptedOperations();
    return rehearsal;
  }

  /** Opens what is there to look at it; starts and changes nothing. */
  static open(workspace: Workspace, toolchain: Toolchain): Rehearsal {
    const record = workspace.read();
    if (!record)
      throw new Error(
        `there is no rehearsal in ${workspace.directory}: run npm run rehearse -- ${workspace.name} --keep`,
      );
    return new Rehearsal(workspace, record.plan, toolchain, []);
  }

  static async #startEmulator(workspace: Workspace, plan: RehearsalPlan, toolchain: Toolchain): Promise<void> {
    const emulator = await startEmulator({
      python: toolchain.python.python,
      accountId: plan.accountId,
      region: plan.region,
      environment: environmentOf(workspace, toolchain),
      logFile: workspace.path("logs", "emulator.log"),
      keepFile: workspace.keepFile,
    });
    const record = { ...workspace.read(), plan, emulator };
    workspace.write({ ...record, baseline: [] });
    const baseline = await listResources(emulator.endpoint, plan.accountId, regionsOf(plan));
    workspace.write({ ...record, baseline });
    writeProviderWorkspace(workspace, plan, toolchain, emulator.endpoint);
  }

  /**
   * Brings a stack up as `pulumi up` does: preview, then the update, which runs the plan's policy pack.
   * @param args further arguments of the CLI, e.g. `--refresh`.
   * @throws EngineError with the engine's errors.
   */
  async up(stack: StackPlan, args: readonly string[] = [], options: RunOptions = {}): Promise<EngineResult> {
    // What a preview does not know yet no guard rail can judge; the update asks them all, each before the resource is made.
    await this.must(stack, ["preview", ...args], { withoutPolicyPack: true });
    return this.must(stack, ["up", "--yes", "--skip-preview", ...args], options);
  }

  /** Previews a stack. @throws EngineError with the engine's errors. */
  async preview(stack: StackPlan, args: readonly string[] = [], options: RunOptions = {}): Promise<EngineResult> {
    return this.must(stack, ["preview", ...args], options);
  }

  /** Runs any command of the CLI on a stack, as `pulumi` does. @throws EngineError with the engine's errors. */
  async must(stack: StackPlan, args: readonly string[], options: RunOptions = {}): Promise<EngineResult> {
    const result = await this.pulumi(stack, args, options);
    if (result.code !== 0) throw new EngineError(stack, args[0] as string, result, this.#logFile(stack));
    return result;
  }

  /**
   * Runs any command of the CLI on a stack; the stack is made when it does not exist. Never throws for an exit code. After an `up`
   * the webhook secrets that the stack made lead to the inbox.
   */
  async pulumi(stack: StackPlan, args: readonly string[], options: RunOptions = {}): Promise<EngineResult> {
    await this.#init(stack);
    // A command with a preview of its own would write the events of both into one file, the second over the first.
    const hasEvents = args[0] === "preview" || args.includes("--skip-preview");
    const pack = options.withoutPolicyPack ? [] : packArguments(this.plan, args);
    const result = await this.#run(stack, [...args, ...pack, "--stack", stack.stack], hasEvents, options);
    if (args[0] === "up" && result.code === 0) await connectWebhooks(this.workspace, this.workspace.checkpoint(stack));
    return result;
  }

  async #run(
    stack: StackPlan,
    args: readonly string[],
    hasEvents: boolean,
    options: RunOptions = {},
  ): Promise<EngineResult> {
    const result = await runEngine(args, {
      pulumi: this.#toolchain.pulumi.pulumi,
      directory: projectDirectory(this.workspace, stack),
      environment: environmentOf(this.workspace, this.#toolchain),
      logFile: this.#logFile(stack),
      ...(hasEvents ? { eventFile: this.workspace.path("logs", `${stack.project}.events`) } : {}),
      ...options,
      onStart: (child) => {
        writeFileSync(this.#engineFile, String(child.pid));
        options.onStart?.(child);
      },
    });
    rmSync(this.#engineFile, { force: true });
    return result;
  }

  /** Holds the engine's process id while it runs. */
  get #engineFile(): string {
    return this.workspace.path("engine.pid");
  }

  async #init(stack: StackPlan): Promise<void> {
    if (this.#isInitialized(stack)) return;
    const result = await this.#run(stack, ["stack", "init", stack.stack], false);
    if (result.code !== 0) throw new EngineError(stack, "stack init", result, this.#logFile(stack));
  }

  #isInitialized(stack: StackPlan): boolean {
    return existsSync(this.workspace.checkpoint(stack));
  }

  /** Runs rows as the provider's process does. */
  executor(): Executor {
    return new Executor(JSON.parse(readFileSync(this.workspace.path("provider.json"), "utf8")) as ProviderWorkspace);
  }

  #logFile(stack: StackPlan): string {
    return this.workspace.path("logs", `${stack.project}.log`);
  }

  /** The stack's state; undefined when it was never brought up. */
  async state(stack: StackPlan): Promise<StackState | undefined> {
    if (!this.#isInitialized(stack)) return undefined;
    const result = await this.#run(stack, ["stack", "export", "--stack", stack.stack], false);
    if (result.code !== 0) throw new EngineError(stack, "stack export", result, this.#logFile(stack));
    return JSON.parse(result.stdout) as StackState;
  }

  async #changeState(stack: StackPlan, change: (state: StackState) => StackState): Promise<void> {
    const state = await this.state(stack);
    if (!state) return;
    const file = this.workspace.path(`${stack.project}.state.json`);
    writeFileSync(file, JSON.stringify(change(state)), { mode: 0o600 });
    const result = await this.#run(
      stack,
      ["stack", "import", "--force", "--stack", stack.stack, "--file", file],
      false,
    );
    if (result.code !== 0) throw new EngineError(stack, "stack import", result, this.#logFile(stack));
  }

  /** What an interrupted engine left: its lock, open operations, and resources that are made and in no state. */
  async #closeInterruptedOperations(): Promise<void> {
    await endLeftEngine(this.#engineFile);
    const known = new Set<string>();
    for (const stack of this.plan.stacks) {
      restoreCheckpoint(this.workspace.checkpoint(stack));
      if (!this.#isInitialized(stack)) continue;
      await this.#run(stack, ["cancel", "--yes", stack.stack], false);
      await this.#changeState(stack, withoutPendingOperations);
      for (const { urn, id } of (await this.state(stack))?.deployment.resources ?? []) known.add(`${urn} ${id}`);
    }
    await deleteOrphans(this.executor(), known, this.plan.region);
  }

  /**
   * Destroys all stacks, the last first. What is protected is unlocked before, in the rehearsal's state only.
   * @param onStack told each stack before its turn.
   * @returns what is left according to the AWS SDK and the provider's store: nothing, when all is well.
   */
  async destroy(onStack: (stack: StackPlan) => void = () => {}, options: RunOptions = {}): Promise<string[]> {
    for (const stack of [...this.plan.stacks].reverse()) {
      if (!this.#isInitialized(stack)) continue;
      onStack(stack);
      const state = await this.state(stack);
      if (state) await unlockOnEmulator(this.executor(), state, this.plan.region);
      await this.#changeState(stack, unlocked);
      await this.must(stack, ["destroy", "--yes", "--skip-preview"], options);
    }
    return this.leftovers();
  }

  /** What the emulator holds beyond what it held at the beginning, and what the provider's store still knows. */
  async leftovers(): Promise<string[]> {
    const record = this.workspace.read();
    const baseline = new Set(record?.baseline);
    const present =
      this.endpoint === undefined ? [] : await listResources(this.endpoint, this.plan.accountId, regionsOf(this.plan));
    const stored = this.executor()
      .store.list()
      .map(({ type, id }) => `${type} ${id} (recorded)`);
    return [...present.filter((line) => !baseline.has(line)), ...stored];
  }

  /** Keeps the emulator and the inbox up after this process has ended. */
  keep(): void {
    writeFileSync(this.workspace.keepFile, "");
  }

  /** Stops the emulator and the inbox; the workspace stays, with its logs. */
  async stop(): Promise<void> {
    await stopProcesses(this.workspace);
  }

  /** Stops the emulator and the inbox, and removes the workspace. */
  async remove(): Promise<void> {
    await this.stop();
    this.workspace.remove();
  }
}
