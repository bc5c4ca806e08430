/** Takes every protection off a stack of the rehearsal before it is destroyed: Pulumi's own in the state, AWS's on the emulator. */
import type { Executor } from "./provider/executor.ts";
import { allRows } from "./provider/table.ts";
import type { StackState } from "./state.ts";

const rowsByType = new Map(allRows.map((row) => [row.type, row]));

/** The state with nothing protected or retained, so that a destroy of the rehearsal deletes everything. */
export function unlocked(state: StackState): StackState {
  const resources = state.deployment.resources?.map((resource) => {
    const free = { ...resource, protect: false, retainOnDelete: false };
    const unlock = resource.custom ? rowsByType.get(resource.type)?.unlock : undefined;
    if (unlock === undefined) return free;
    return { ...free, inputs: { ...resource.inputs, ...unlock }, outputs: { ...resource.outputs, ...unlock } };
  });
  return { ...state, deployment: { ...state.deployment, ...(resources && { resources }) } };
}

/**
 * Turns off what AWS itself puts before the deletion of a stack's resources.
 * @param region of resources that name none.
 */
export async function unlockOnEmulator(executor: Executor, state: StackState, region: string): Promise<void> {
  for (const { type, urn, id } of state.deployment.resources ?? []) {
    const row = rowsByType.get(type);
    const made = id === undefined ? undefined : executor.store.get(type, id);
    if (!row?.unlock || !made) continue;
    const facts = executor.facts(urn, made.properties, { region, defaultTags: {} });
    await executor.unlock(row, urn, made.id, facts);
  }
}
