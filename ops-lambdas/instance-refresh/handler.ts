/** Lambda's entry: wires the decision to Auto Scaling, and logs what was done. */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { type Outcome, refreshInstances } from "./core.ts";
import { readEvent, readPreferences } from "./event.ts";
import { groupsOf } from "./groups.ts";

const groups = groupsOf(new AutoScalingClient({}));

/**
 * Answers one call of a deployment.
 *
 * @returns what was done
 * @throws Error when no refresh could be started; the deployment then fails with its message
 */
export async function handler(event: unknown, context: { readonly awsRequestId: string }): Promise<Outcome> {
  const started = performance.now();
  const log = (more: Readonly<Record<string, unknown>>) => {
    const milliseconds = Math.round(performance.now() - started);
    console.log(JSON.stringify({ requestId: context.awsRequestId, milliseconds, ...more }));
  };
  let about = {};
  try {
    const read = readEvent(event);
    about = read;
    const done = await refreshInstances(read, readPreferences(process.env.PREFERENCES), groups);
    log({ ...about, ...done });
    return done;
  } catch (error) {
    log({ ...about, outcome: "failed", error: (error as Error).message });
    throw error;
  }
}
