/** How much an environment is used, at a multiple of what its settings say. */
import type { UsageSettings } from "../stacks/settings/usage.ts";

/** Settings that do not grow with the number of visitors: hours of a month, and a share. */
const unscaled: ReadonlySet<string> = new Set(["hours", "cacheHitPercent"]);

/**
 * The usage at a multiple. Web servers grow only when the settings say how many there are; how many a group starts with is
 * part of what is deployed.
 *
 * @param factor 1 leaves everything as it is
 */
export function scaleUsage(usage: UsageSettings, factor: number): UsageSettings {
  const entries = Object.entries(usage).map(([name, value]) => [
    name,
    unscaled.has(name) || value === undefined ? value : (value as number) * factor,
  ]);
  return Object.fromEntries(entries) as UsageSettings;
}

/**
 * Reads a factor as it is typed: `10x`, `10`, `0.5x`.
 *
 * @throws RangeError that says what is allowed
 */
export function parseScale(text: string): number {
  const factor = /^\d+(?:\.\d+)?x?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (!(factor > 0 && factor <= 1_000_000)) {
    throw new RangeError(
      `--scale ${JSON.stringify(text)} is no factor. Allowed is a number above 0 and up to 1,000,000, with or without x. Write it as 10x or 0.5x.`,
    );
  }
  return factor;
}
