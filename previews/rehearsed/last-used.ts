/** Folders that previews share: which were used last, and which a preview uses now. The others go. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive } from "../../rehearsal/is-alive.ts";

/** The folder beside them with a file for each use: the folder's name, and the process. */
const usersFolder = "in-use";

/** Notes that this process uses a folder: it stays as long as the process lives. */
export function markUsed(directory: string): void {
  const users = join(dirname(directory), usersFolder);
  mkdirSync(users, { recursive: true });
  writeFileSync(join(users, `${basename(directory)}.${process.pid}`), "");
  utimesSync(directory, new Date(), new Date());
}

/** Names of what living processes use; notes of ended ones go. */
function inUse(root: string): ReadonlySet<string> {
  const users = join(root, usersFolder);
  const names = (existsSync(users) ? readdirSync(users) : []).flatMap((file) => {
    const [name = "", user] = file.split(".");
    if (isAlive(Number(user))) return name;
    rmSync(join(users, file), { force: true });
    return [];
  });
  return new Set(names);
}

/**
 * Removes folders, but those that were used last and those that a living process uses.
 *
 * @param root the folder that has them
 * @param pattern what their names look like; names have no dot
 * @param kept how many stay of those that nobody uses now
 */
export function removeUnused(root: string, pattern: RegExp, kept: number): void {
  const used = inUse(root);
  const unused = readdirSync(root)
    .filter((name) => pattern.test(name) && !used.has(name))
    .map((name) => ({ name, time: statSync(join(root, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { name } of unused.slice(kept)) rmSync(join(root, name), { recursive: true, force: true });
}
