/**
 * Goldens: what the real provider's own Check and Diff said of a row's examples, recorded where that plugin can be
 * downloaded. A row without a golden is unverified.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The file of a type's golden. */
export function goldenFile(type: string): string {
  return fileURLToPath(new URL(`goldens/${type.replace(/[^A-Za-z0-9]/g, "_")}.json`, import.meta.url));
}

/** True when the real provider was recorded for this type. */
export function goldenExists(type: string): boolean {
  return existsSync(goldenFile(type));
}
