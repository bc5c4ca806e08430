/** The base's files in a folder of their own, with its packages beside them. */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { withLock } from "../../rehearsal/toolchain/cache.ts";
import { runNpm } from "../../rehearsal/toolchain/node.mjs";
import { writeTree } from "./git.ts";
import { markUsed, removeUnused } from "./last-used.ts";

/** Told each step, for a person to read. */
export type OnProgress = (line: string) => void;

/** How many checkouts stay that no preview uses: each has its packages, whose files it shares with others by links. */
const keptCheckouts = 2;
const prefix = "base-";

/**
 * Checks a tree out, once.
 *
 * @param repository the repository that has it
 * @param root the folder of previews
 * @returns the folder with its files; packages are not in it yet
 */
export async function checkOut(repository: string, root: string, tree: string): Promise<string> {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const directory = join(root, `${prefix}${tree.slice(0, 16)}`);
  await withLock(`${directory}.lock`, undefined, async () => {
    if (!existsSync(directory)) {
      const partial = `${directory}.partial`;
      rmSync(partial, { recursive: true, force: true });
      await writeTree(repository, tree, partial);
      rmSync(`${partial}.index`, { force: true });
      renameSync(partial, directory);
    }
    markUsed(directory);
  });
  return directory;
}

/** Removes all checkouts but those in use and the ones used last. */
export const removeOldCheckouts = (root: string): void => removeUnused(root, /^base-[0-9a-f]{16}$/, keptCheckouts);

/**
 * Gives a checkout its packages: those of this project by links when both lock files are the same to the byte, else its own by
 * `npm ci`. Links of the files themselves, not of the folder: bundles name their files' places, and Node follows links of folders.
 */
export async function ensurePackages(directory: string, head: string, onProgress: OnProgress): Promise<void> {
  await withLock(
    `${directory}.lock`,
    () => onProgress("Waiting for another preview that installs the base's packages"),
    async () => {
      const packages = join(directory, "node_modules");
      // npm fills the folder itself: while this file is there, it is not whole.
      const unfinished = join(directory, "node_modules.unfinished");
      if (existsSync(packages) && !existsSync(unfinished)) return;
      rmSync(packages, { recursive: true, force: true });
      if (lockHash(directory) === lockHash(head)) {
        const partial = join(directory, "node_modules.partial");
        rmSync(partial, { recursive: true, force: true });
        linkTree(join(head, "node_modules"), partial);
        renameSync(partial, packages);
      } else {
        onProgress("Installing the base's packages, which differ from these (npm ci)");
        writeFileSync(unfinished, "");
        await runNpm(["ci", "--include=dev"], { directory, purpose: "installs the base's packages" });
      }
      rmSync(unfinished, { force: true });
    },
  );
}

/** The hash of the lock file of packages; of nothing when there is none. */
function lockHash(directory: string): string {
  const file = join(directory, "package-lock.json");
  return createHash("sha256")
    .update(existsSync(file) ? readFileSync(file) : "")
    .digest("hex");
}

/** Links each file of a folder; one that cannot be linked is copied. Caches stay behind. */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === ".cache") continue;
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}
