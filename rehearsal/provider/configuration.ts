/** The provider's own configuration: what the real AWS provider takes of it here, and what it refuses. */
import type { ProviderConfiguration } from "./executor.ts";
import { isUnknown, type Properties } from "./row.ts";

/**
 * Reads the configuration of an explicit provider, or of the stack's settings (`aws:region`).
 * @param properties as the engine sends them: nested values as JSON strings.
 * @param accountId the account that the emulator plays.
 * @throws Error when the region is missing, or `allowedAccountIds` leaves the account out, as the real provider does.
 */
export function readConfiguration(properties: Properties, accountId: string): ProviderConfiguration {
  const parsed = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, parse(value)]));
  const { region, allowedAccountIds, forbiddenAccountIds, defaultTags } = parsed;
  if (isUnknown(region)) return { region: "unknown", defaultTags: {} };
  if (typeof region !== "string" || region === "") {
    throw new Error("missing region: give the provider a region, or set aws:region in the stack's settings");
  }
  if (Array.isArray(allowedAccountIds) && !allowedAccountIds.includes(accountId)) {
    throw new Error(`AWS account ID not allowed: ${accountId}; allowed are ${allowedAccountIds.join(", ")}`);
  }
  if (Array.isArray(forbiddenAccountIds) && forbiddenAccountIds.includes(accountId)) {
    throw new Error(`AWS account ID not allowed: ${accountId} is forbidden by the provider's forbiddenAccountIds`);
  }
  return { region, defaultTags: (defaultTags as { tags?: Record<string, string> } | undefined)?.tags ?? {} };
}

function parse(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
