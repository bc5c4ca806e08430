/** What the rows of EventBridge share. */
import type { Call, Facts, Properties } from "../../row.ts";

/** Pulumi's type of rules. */
export const ruleType = "aws:cloudwatch/eventRule:EventRule";

/** Pulumi's type of targets. */
export const targetType = "aws:cloudwatch/eventTarget:EventTarget";

/** The principal that rules deliver as. */
export const eventsPrincipal = "events.amazonaws.com";

/** One call of EventBridge. */
export function events(operation: string, parameters: Properties): Call {
  return { service: "events", operation, parameters };
}

/** Error codes that say that a rule or bus is gone. */
export const gone = ["ResourceNotFoundException"] as const;

/** Name of a bus in its name or ARN. Default: `default`. */
export function busName(bus: unknown): string {
  return typeof bus === "string" ? bus.replace(/^arn:.*:event-bus\//, "") : "default";
}

/** The ARN of a rule, without the bus for those of the default one. */
export function ruleArn(rule: unknown, bus: unknown, facts: Facts): string {
  const name = busName(bus);
  return facts.arn("events", name === "default" ? `rule/${rule}` : `rule/${name}/${rule}`);
}

/** A rule's id: its name, after its bus unless that is the default one. */
export function ruleId(rule: unknown, bus: unknown): string {
  return bus === undefined || bus === "default" ? String(rule) : `${bus}/${rule}`;
}
