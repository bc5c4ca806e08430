/** The resources of an environment, from a record-only rehearsal: its settings, the real engine, no AWS and no emulator. */
import { join } from "node:path";
import { InterruptedError } from "../rehearsal/engine.ts";
import { EngineError, Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Toolchain } from "../rehearsal/surroundings.ts";
import { type RehearsalPlan, type StackPlan, Workspace } from "../rehearsal/workspace.ts";
import { type ExportedState, type Resource, resourcesOf } from "./resources.ts";

/** How to rehearse. */
export interface RehearseOptions {
  /** The `.rehearsal` folder; this works in a folder of its own in it. */
  readonly root: string;
  readonly plan: RehearsalPlan;
  readonly toolchain: Toolchain;
  /** Told each stack before its turn. Default: nobody. */
  readonly onProgress?: (line: string) => void;
}

/**
 * Brings the stacks up, reads their states, and leaves nothing behind.
 *
 * @throws EngineError with the engine's errors; then the logs stay. Error when another process works in the folder.
 */
export async function rehearsedResources(options: RehearseOptions): Promise<Resource[]> {
  const { root, plan, toolchain, onProgress = () => {} } = options;
  const workspace = new Workspace(join(root, ".diagrams"), plan.environment);
  const unlock = workspace.lock();
  let rehearsal: Rehearsal | undefined;
  try {
    rehearsal = await Rehearsal.start(workspace, plan, toolchain, true);
    const resources: Resource[] = [];
    for (const stack of plan.stacks) {
      onProgress(`${stack.project}: recording`);
      await run(rehearsal, stack, ["up", "--yes", "--skip-preview"]);
      // With the rehearsal's secrets, which stand in for real ones: CloudFront's origins are secret as a whole, for a header in them.
      const exported = await run(rehearsal, stack, ["stack", "export", "--show-secrets"]);
      resources.push(...resourcesOf(stack.project, JSON.parse(exported) as ExportedState));
    }
    await rehearsal.remove();
    return resources;
  } catch (error) {
    // After a failure the logs stay, for the message names them.
    if (error instanceof InterruptedError) await rehearsal?.remove();
    throw error;
  } finally {
    unlock();
  }
}

async function run(rehearsal: Rehearsal, stack: StackPlan, args: readonly string[]): Promise<string> {
  const result = await rehearsal.pulumi(stack, args);
  const logFile = rehearsal.workspace.path("logs", `${stack.project}.log`);
  if (result.code !== 0) throw new EngineError(stack, args.join(" "), result, logFile);
  return result.stdout;
}
