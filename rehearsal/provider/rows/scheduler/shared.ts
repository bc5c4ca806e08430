/** What the rows of EventBridge Scheduler share. */
import type { Call, Properties } from "../../row.ts";

/** Pulumi's type of groups of schedules. */
export const groupType = "aws:scheduler/scheduleGroup:ScheduleGroup";

/** The principal that takes the role of a schedule. */
export const schedulerPrincipal = "scheduler.amazonaws.com";

/** One call of EventBridge Scheduler. */
export function scheduler(operation: string, parameters: Properties): Call {
  return { service: "scheduler", operation, parameters };
}

/** Error codes that say that a schedule or group is gone. */
export const gone = ["ResourceNotFoundException"] as const;

/** Names of schedules and groups (EventBridge Scheduler API, CreateSchedule: Name). */
export function nameProblem(what: string, name: unknown): string | undefined {
  if (typeof name !== "string" || /^[.\w-]{1,64}$/.test(name)) return undefined;
  return `the ${what}'s name is ${name}: allowed are 1 to 64 letters, digits and . - _`;
}
