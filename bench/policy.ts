/** What the guard rails cost: previews with and without the policy pack, in turns. */
import { policyPackOf } from "../policy/runner.ts";
import { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { StackPlan } from "../rehearsal/workspace.ts";
import type { Series } from "./statistics.ts";
import { type BenchOptions, inWorkspace, seconds } from "./workspace.ts";

/** The name of the series that tells what the pack adds to a stack's preview. */
export const addedTo = (project: string): string => `guard rails: added to a preview of ${project}`;

/**
 * Previews without a change, recorded only: each stack without the pack and with it, one after the other, so that whatever else the
 * machine does meets both alike. A preview and an update ask the pack the same questions.
 *
 * @throws Error when a preview fails
 */
export async function measurePolicyPack(options: BenchOptions): Promise<Series[]> {
  const plan = { ...options.previewed, environment: "policy", policyPack: policyPackOf(options.repository) };
  const values = new Map<StackPlan, { without: number[]; judged: number[] }>(
    plan.stacks.map((stack) => [stack, { without: [], judged: [] }]),
  );
  await inWorkspace(options, plan, "policy", async (workspace) => {
    const rehearsal = await Rehearsal.start(workspace, plan, options.toolchain, true);
    for (const stack of plan.stacks) await rehearsal.up(stack, [], { withoutPolicyPack: true });
    for (let round = 1; round <= options.previews; round++) {
      options.onProgress(`previews without and with guard rails, ${round} of ${options.previews}`);
      for (const [stack, { without, judged }] of values) {
        const preview = (withoutPolicyPack: boolean) =>
          seconds(() => rehearsal.preview(stack, ["--refresh=false"], { withoutPolicyPack }));
        without.push(await preview(true));
        judged.push(await preview(false));
      }
    }
    await rehearsal.remove();
  });
  return [...values].flatMap(([{ project }, { without, judged }]): Series[] => [
    { name: `preview of ${project} without guard rails`, unit: "s", values: without },
    { name: addedTo(project), unit: "s", values: judged.map((value, index) => value - (without[index] as number)) },
  ]);
}
