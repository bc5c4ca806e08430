/** Where the benchmarks rehearse: in workspaces of their own. */
import { join } from "node:path";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Toolchain } from "../rehearsal/surroundings.ts";
import { type RehearsalPlan, Workspace } from "../rehearsal/workspace.ts";

/** What is measured, how often. */
export interface BenchOptions {
  readonly repository: string;
  /** What is rehearsed from clean. */
  readonly rehearsed: readonly RehearsalPlan[];
  /** What is previewed. */
  readonly previewed: RehearsalPlan;
  /** Whose alert path is measured. */
  readonly alerting: RehearsalPlan;
  readonly toolchain: Toolchain;
  /** Runs from clean. */
  readonly rehearsals: number;
  /** No-change previews of each stack and of the floor. */
  readonly previews: number;
  readonly onProgress: (line: string) => void;
}

/** How long the action takes, in seconds. */
export async function seconds(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}

/**
 * Measures in a workspace of the benchmarks', which nobody else uses meanwhile. What runs there is ended when the action fails.
 * @throws Error naming the benchmark, with the action's error as its cause
 */
export async function inWorkspace(
  { repository, toolchain }: BenchOptions,
  { environment }: RehearsalPlan,
  name: string,
  action: (workspace: Workspace) => Promise<void>,
): Promise<void> {
  const workspace = new Workspace(join(repository, ".rehearsal", ".bench"), name);
  const unlock = workspace.lock();
  try {
    await action(workspace);
  } catch (error) {
    if (workspace.exists) await Rehearsal.open(workspace, toolchain).stop();
    throw new Error(`the benchmark ${environment} ended early`, { cause: error });
  } finally {
    unlock();
  }
}
