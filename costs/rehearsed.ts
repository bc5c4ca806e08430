/** What an environment would be made of: its stacks brought up in a rehearsal that only records, with no emulator and no cloud account. */
import { EngineError, Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Toolchain } from "../rehearsal/surroundings.ts";
import { type RehearsalPlan, type StackPlan, Workspace } from "../rehearsal/workspace.ts";
import type { Resource } from "./model.ts";
import { resourcesOf } from "./resources.ts";

/** How to rehearse for an estimate. */
export interface GatherOptions {
  /** The folder of rehearsals. */
  readonly root: string;
  readonly plan: RehearsalPlan;
  readonly toolchain: Toolchain;
  /** Told each step. Default: nobody. */
  readonly onProgress?: (line: string) => void;
}

/** Stacks that are no environment's own: other environments share them, and the settings of an environment do not size them. */
const shared: ReadonlySet<string> = new Set(["account"]);

/**
 * The resources of an environment's own stacks. Its rehearsal has a workspace of its own, which is removed at the end: one that
 * is kept stays as it is.
 *
 * @throws EngineError with what the engine refused; Error when another estimate of the environment runs
 */
export async function gather({ root, plan, toolchain, onProgress }: GatherOptions): Promise<readonly Resource[]> {
  const workspace = new Workspace(root, `costs-${plan.environment}`);
  const unlock = workspace.lock();
  let rehearsal: Rehearsal | undefined;
  try {
    rehearsal = await Rehearsal.start(workspace, plan, toolchain, true);
    const resources: Resource[] = [];
    for (const stack of plan.stacks) {
      onProgress?.(`Recording ${stack.project} of ${plan.environment}`);
      await record(rehearsal, stack);
      const state = await rehearsal.state(stack);
      const isCounted = plan.stacks.length === 1 || !shared.has(stack.project);
      if (state !== undefined && isCounted) resources.push(...resourcesOf(state, stack.project, plan.region));
    }
    return resources;
  } finally {
    await rehearsal?.remove();
    unlock();
  }
}

/** Brings a stack up without the preview before. */
async function record(rehearsal: Rehearsal, stack: StackPlan): Promise<void> {
  const result = await rehearsal.pulumi(stack, ["up", "--yes", "--skip-preview"]);
  if (result.code === 0) return;
  throw new EngineError(stack, "up", result, rehearsal.workspace.path("logs", `${stack.project}.log`));
}
