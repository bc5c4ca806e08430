/** What a stack is made of before and after a change, from the events of its preview: what costs are computed from. */
import { resourcesOf } from "../costs/resources.ts";
import type { StateResource } from "../rehearsal/state.ts";
import type { StackResources } from "./previewed.ts";
import { isRecord } from "./values.ts";

/** Steps of a resource that the stack did not have. */
const arrivals = ["create", "import"];

/** Takes the events of a stack's preview. Keeps of each resource only what costs need, and no event. */
export class PlannedResources {
  readonly #before = new Map<string, StateResource>();
  readonly #after = new Map<string, StateResource>();

  /** Takes one event, as `PreviewCollector.receive` does. What it does not know, it drops. */
  receive(event: unknown): void {
    if (!isRecord(event)) return;
    const { resourcePreEvent, resOutputsEvent } = event;
    for (const step of [resourcePreEvent, resOutputsEvent]) {
      if (isRecord(step) && isRecord(step.metadata)) this.#step(step.metadata);
    }
  }

  /**
   * Both sides.
   *
   * @param stack the Pulumi project
   * @param homeRegion where a resource is that says nothing else
   */
  finish(stack: string, homeRegion: string): StackResources {
    const side = (resources: ReadonlyMap<string, StateResource>) =>
      resourcesOf({ version: 3, deployment: { resources: [...resources.values()] } }, stack, homeRegion);
    return { before: side(this.#before), after: side(this.#after) };
  }

  #step({ op, old, new: next }: Readonly<Record<string, unknown>>): void {
    if (typeof op !== "string") return;
    const before = stateOf(old);
    const after = stateOf(next);
    if (before && !arrivals.includes(op)) this.#before.set(before.urn, before);
    if (after) this.#after.set(after.urn, after);
  }
}

/** One side of a step, without its outputs; undefined when there is none, or it is what a replacement has yet to delete. */
function stateOf(side: unknown): StateResource | undefined {
  if (!isRecord(side)) return undefined;
  const { urn, type, custom, parent, inputs } = side;
  if (typeof urn !== "string" || typeof type !== "string" || side.delete === true) return undefined;
  return {
    urn,
    type,
    custom: custom === true,
    ...(typeof parent === "string" && parent !== "" ? { parent } : {}),
    ...(isRecord(inputs) ? { inputs } : {}),
  };
}
