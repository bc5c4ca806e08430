/**
 * Goldens: what the real provider's own Check and Diff said of a row's examples, recorded where that plugin can be
 * downloaded. A row without a golden is unverified.
 */
import { readGolden } from "./goldens/golden.ts";

/**
 * True when the real provider was recorded for this type. Our provider then agrees with it: `goldens.engine.test.ts` fails
 * for every golden with which it does not.
 * @param directory of the goldens. Default: the repository's.
 */
export function goldenExists(type: string, directory?: string): boolean {
  return readGolden(type, directory)?.plugin.real === true;
}
