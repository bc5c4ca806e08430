/** What stacks are made of: brought up in a rehearsal that only records, with no emulator and no cloud account. */
import { EngineError, Rehearsal } from "./rehearsal.ts";
import type { StackState } from "./state.ts";
import type { Toolchain } from "./surroundings.ts";
import { type RehearsalPlan, type StackPlan, Workspace } from "./workspace.ts";

/** What to record, and where. */
export interface RecordOptions {
  /** The folder of rehearsals. */
  readonly root: string;
  /** Name of the workspace in it, of the caller's own, e.g. `costs-dev`: a rehearsal that is kept stays as it is. */
  readonly name: string;
  readonly plan: RehearsalPlan;
  readonly toolchain: Toolchain;
  /** Exports the secrets in plain: the stand-ins of a rehearsal, no real ones. Default: false */
  readonly withSecrets?: boolean;
  /** Told each stack before its turn. Default: nobody. */
  readonly onProgress?: (line: string) => void;
}

/** A stack of the plan with its state. */
export interface RecordedStack {
  readonly stack: StackPlan;
  readonly state: StackState;
}

/**
 * Brings the stacks of a plan up and hands their states over, in the plan's order. The workspace is removed at the end; after
 * an engine's failure it stays until the next time, for the message names a log in it.
 *
 * @param use takes what it needs from the states
 * @returns what `use` gives
 * @throws EngineError with what the engine refused; Error when another process works in the workspace
 */
export async function withRecorded<Result>(
  options: RecordOptions,
  use: (stacks: readonly RecordedStack[]) => Result | Promise<Result>,
): Promise<Result> {
  const { root, name, plan, toolchain, withSecrets = false, onProgress = () => {} } = options;
  const workspace = new Workspace(root, name);
  const unlock = workspace.lock();
  let rehearsal: Rehearsal | undefined;
  let hasLogs = false;
  try {
    rehearsal = await Rehearsal.start(workspace, plan, toolchain, true);
    const recorded: RecordedStack[] = [];
    for (const stack of plan.stacks) {
      onProgress(`Recording ${stack.project} of ${plan.environment}`);
      await must(rehearsal, stack, ["up", "--yes", "--skip-preview"]);
      const secrets = withSecrets ? ["--show-secrets"] : [];
      const state = await must(rehearsal, stack, ["stack", "export", ...secrets]);
      recorded.push({ stack, state: JSON.parse(state) as StackState });
    }
    return await use(recorded);
  } catch (error) {
    hasLogs = error instanceof EngineError;
    throw error;
  } finally {
    if (!hasLogs) await rehearsal?.remove();
    unlock();
  }
}

/** Runs a command of the engine, and gives what it wrote. */
async function must(rehearsal: Rehearsal, stack: StackPlan, args: readonly string[]): Promise<string> {
  const result = await rehearsal.pulumi(stack, args);
  const logFile = rehearsal.workspace.path("logs", `${stack.project}.log`);
  if (result.code !== 0) throw new EngineError(stack, args.join(" "), result, logFile);
  return result.stdout;
}
