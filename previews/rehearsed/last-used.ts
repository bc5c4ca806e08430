/** Which folders were used last, by their times: the others go. */
import { statSync, utimesSync } from "node:fs";
import { join } from "node:path";

/** Notes that a folder is used now. */
export const markUsed = (directory: string): void => utimesSync(directory, new Date(), new Date());

/**
 * Names in the order of their last use, the latest first.
 *
 * @param root the folder that has them
 */
export function byLastUse(root: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, used: statSync(join(root, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used)
    .map(({ name }) => name);
}
