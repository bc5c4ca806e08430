/** The resources of an environment, from a rehearsal that only records: its settings, the real engine, no AWS and no emulator. */
import { type RecordOptions, withRecorded } from "../rehearsal/recorded.ts";
import { type Resource, resourcesOf } from "./resources.ts";

/** How to rehearse for a diagram. */
export type RehearseOptions = Pick<RecordOptions, "root" | "plan" | "toolchain" | "onProgress">;

/**
 * The resources of all stacks of the plan.
 *
 * @throws EngineError with the engine's errors; Error when another process draws the environment
 */
export function rehearsedResources(options: RehearseOptions): Promise<readonly Resource[]> {
  const name = `diagram-${options.plan.environment}`;
  // With the rehearsal's secrets, which stand in for real ones: CloudFront's origins are secret as a whole, for a header in them.
  return withRecorded({ ...options, name, withSecrets: true }, (recorded) =>
    recorded.flatMap(({ stack, state }) => resourcesOf(stack.project, state)),
  );
}
