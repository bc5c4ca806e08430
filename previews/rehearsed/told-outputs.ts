/** What a stack would tell the stacks that read it, from the events of its preview. */
import type { StateResource } from "../../rehearsal/state.ts";
import { holdsSecret, isRecord, isSame, isUnknown } from "../values.ts";

const stackType = "pulumi:pulumi:Stack";

/** Takes a preview's events. Keeps the stack's outputs, and nothing else. */
export class ToldOutputs {
  #outputs: unknown;

  /** Takes one event. */
  receive(event: unknown): void {
    if (!isRecord(event)) return;
    for (const step of [event.resourcePreEvent, event.resOutputsEvent]) {
      if (!isRecord(step) || !isRecord(step.metadata)) continue;
      const { type, new: next } = step.metadata;
      if (type === stackType && isRecord(next) && isRecord(next.outputs)) this.#outputs = next.outputs;
    }
  }

  /**
   * Whether those who read the stack could see the change: its outputs differ, or resources change and outputs are not known yet or secret.
   *
   * @param before the stack's resources before
   * @param hasChanges whether any resource changes; outputs may change without
   */
  differFrom(before: readonly StateResource[], hasChanges: boolean): boolean {
    const old = before.find(({ type }) => type === stackType)?.outputs ?? {};
    return (hasChanges && (holdsSecret(old) || holdsUnknown(this.#outputs))) || !isSame(old, this.#outputs ?? {});
  }
}

/** Whether a value, or anything in it, is not known before the deployment. */
function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isRecord(value) && Object.values(value).some(holdsUnknown);
}
