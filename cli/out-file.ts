import { statSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../stacks/target.ts";

/**
 * Makes sure that a report can go where `--out` says, before minutes of work are done for it.
 *
 * @param out the file; undefined for standard output
 * @throws UsageError when its folder is not there, or it is a folder itself
 */
export function demandOutFile(out: string | undefined): void {
  if (out === undefined) return;
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder(out)) throw new UsageError(`--out takes a file, and ${out} is a folder: name a file in it.`);
  const folder = dirname(out);
  if (!isFolder(folder)) throw new UsageError(`--out ${out}: there is no folder ${folder}. Make it first (mkdir -p).`);
}
