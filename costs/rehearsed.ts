/** What an environment would be made of, according to a rehearsal that only records. */
import { type RecordOptions, withRecorded } from "../rehearsal/recorded.ts";
import type { Resource } from "./model.ts";
import { resourcesOf } from "./resources.ts";

/** How to rehearse for an estimate. */
export type GatherOptions = Pick<RecordOptions, "root" | "plan" | "toolchain" | "onProgress">;

/** Stacks that are no environment's own: other environments share them, and the settings of an environment do not size them. */
const shared: ReadonlySet<string> = new Set(["account"]);

/**
 * The resources of an environment's own stacks; of an account stack, when that is all there is.
 *
 * @throws EngineError with what the engine refused; Error when another estimate of the environment runs
 */
export function gather(options: GatherOptions): Promise<readonly Resource[]> {
  const { environment, region, stacks } = options.plan;
  return withRecorded({ ...options, name: `costs-${environment}` }, (recorded) =>
    recorded
      .filter(({ stack }) => stacks.length === 1 || !shared.has(stack.project))
      .flatMap(({ stack, state }) => resourcesOf(state, stack.project, region)),
  );
}
