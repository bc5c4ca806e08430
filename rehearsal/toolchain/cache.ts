/** Where the toolchain's cache is, and how something is installed into it: wholly or not at all, by one process at a time. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { describeFileError } from "./install-once.mjs";

export { cacheDirectory, describeFileError, installOnce, ToolchainError, withLock } from "./install-once.mjs";

/** Told what happens, one line without a line end each, for a person to read. */
export type OnProgress = (line: string) => void;

/** The folder of the project itself: the nearest one above this file with a package.json. */
export function projectDirectory(): string {
  let directory = import.meta.dirname;
  while (!existsSync(path.join(directory, "package.json"))) directory = path.dirname(directory);
  return directory;
}

/**
 * Makes a folder and those above it.
 * @throws ToolchainError naming the folder when there is no space or no permission
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw describeFileError(error, directory);
  }
}
