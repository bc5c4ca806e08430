/** Alarms of a drill's own: nobody's figures depend on them, and nothing is remembered of them afterwards. */
import { randomBytes } from "node:crypto";
import type { DrillAlarm } from "./alarms.ts";
import type { RehearsedWorld } from "./drill.ts";

/**
 * Makes critical alarms, lets a drill use them, and removes them with all that the alerter knows of them.
 *
 * @param world of a rehearsal
 * @param count how many
 * @param tellsRecovery whether they tell that they are OK again. Default: not, so that the drill's end posts nothing
 */
export async function withScratchAlarms<T>(
  world: RehearsedWorld,
  count: number,
  use: (alarms: readonly DrillAlarm[]) => Promise<T>,
  tellsRecovery = false,
): Promise<T> {
  const { place, alarms, machine } = world;
  const run = randomBytes(3).toString("hex");
  const width = String(count).length;
  const names = Array.from({ length: count }, (_, index) => {
    return `${place.project}-${place.environment}-drill-${run}-${String(index + 1).padStart(width, "0")}`;
  });
  let made: readonly DrillAlarm[] = [];
  try {
    made = await alarms.make(names, machine.topicArns.critical, tellsRecovery);
    return await use(made);
  } finally {
    await alarms.remove(names.map((name) => ({ name })));
    await machine.forget(made.map(({ arn }) => `alarm:${arn}`));
  }
}

/** The same with one alarm. */
export function withScratchAlarm<T>(
  world: RehearsedWorld,
  use: (alarm: DrillAlarm) => Promise<T>,
  tellsRecovery = false,
): Promise<T> {
  return withScratchAlarms(world, 1, ([alarm]) => use(alarm as DrillAlarm), tellsRecovery);
}
