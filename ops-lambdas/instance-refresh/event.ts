/** What the function is called with, and what it is set up with. */
import type { RefreshPreferences } from "@aws-sdk/client-auto-scaling";

/** A group, and the version of its launch template that its instances shall have. */
export interface RefreshEvent {
  /** Name of the Auto Scaling group. */
  readonly autoScalingGroupName: string;
  /** Id of the launch template. */
  readonly launchTemplateId: string;
  /** Number of the version, as AWS writes it: "7". */
  readonly version: string;
}

/**
 * Reads the event.
 *
 * @throws Error naming every member that is missing or wrong
 */
export function readEvent(event: unknown): RefreshEvent {
  const { autoScalingGroupName, launchTemplateId, version } = (event ?? {}) as Record<string, unknown>;
  const problems = Object.entries({ autoScalingGroupName, launchTemplateId })
    .filter(([, value]) => typeof value !== "string" || value === "")
    .map(([name]) => `${name} is missing`);
  // AWS rolls nothing back to `$Latest` and `$Default`.
  if (!/^[1-9]\d*$/.test(String(version))) problems.push(`version is ${version}, allowed is a version's number`);
  if (problems.length > 0) throw new Error(`The event cannot be used: ${problems.join("; ")}.`);
  return { autoScalingGroupName, launchTemplateId, version: String(version) } as RefreshEvent;
}

/**
 * Reads how instances are renewed.
 *
 * @param text the environment variable PREFERENCES: JSON of RefreshPreferences, in AWS's own names
 * @throws Error when it is missing or no JSON object
 */
export function readPreferences(text: string | undefined): RefreshPreferences {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    value = undefined;
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Error("The environment variable PREFERENCES is no JSON object: give RefreshPreferences of Auto Scaling.");
  }
  return value;
}
