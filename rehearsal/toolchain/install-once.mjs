// The cache and the installation of one thing in it. Plain JavaScript, because cli/entry.mjs needs it before there is a
// Node that runs TypeScript; cache.ts gives it to the rest of the project, with its types (install-once.d.mts).
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import path from "node:path";

const lockTouchedMilliseconds = 5_000;
const lockStaleMilliseconds = 60_000;
const lockPollMilliseconds = 200;

/** A tool that the project needs is missing or does not work. The message says what, why, what was found and what to do. */
export class ToolchainError extends Error {
  /**
   * @param {object} parts
   * @param {string} parts.problem what is wrong, one sentence
   * @param {string} parts.reason why the project needs it
   * @param {string} [parts.found] what was found instead, if anything
   * @param {string} parts.remedy what the user should do
   * @param {unknown} [parts.cause] the error underneath, if any
   */
  constructor({ problem, reason, found, remedy, cause }) {
    const lines = [problem, `  Why: ${reason}`];
    if (found !== undefined) lines.push(`  Found: ${found}`);
    lines.push(`  What to do: ${remedy}`);
    super(lines.join("\n"), cause === undefined ? undefined : { cause });
    this.name = "ToolchainError";
  }
}

/**
 * Where the project keeps what it installs, shared by all clones: `$XDG_CACHE_HOME/pulumi-aws-platform`, by default
 * `~/.cache/pulumi-aws-platform`; on macOS `~/Library/Caches/pulumi-aws-platform`. Only the name: makes no folder.
 * @param {NodeJS.ProcessEnv} [environment] default: the process's
 * @param {NodeJS.Platform} [platform] default: the process's
 * @param {string} [home] the user's home folder; default: the process's
 * @returns {string} the absolute path
 */
export function cacheDirectory(environment = process.env, platform = process.platform, home = homedir()) {
  if (platform === "darwin") return path.join(home, "Library", "Caches", "pulumi-aws-platform");
  // The XDG specification: a relative path in the variable is to be ignored.
  const base = environment.XDG_CACHE_HOME ?? "";
  return path.join(path.isAbsolute(base) ? base : path.join(home, ".cache"), "pulumi-aws-platform");
}

/**
 * Turns "no space", "no permission", "read-only" and "a file is in the way" into a ToolchainError that names the directory;
 * returns any other error as it is.
 * @param {unknown} error what a call of the file system threw
 * @param {string} directory where it wanted to write
 * @returns {unknown} the error to throw
 */
export function describeFileError(error, directory) {
  const remedy = {
    ENOSPC: "free some space there, or point XDG_CACHE_HOME (for the cache) to a disk that has some",
    EDQUOT: "free some space there: the quota is used up",
    EACCES: "make it writable for you, or point XDG_CACHE_HOME (for the cache) to a folder that is",
    EPERM: "make it writable for you, or point XDG_CACHE_HOME (for the cache) to a folder that is",
    EROFS: "it is on a read-only disk: point XDG_CACHE_HOME (for the cache) to a writable folder",
    EEXIST: "there is a file of that name: remove it, or point XDG_CACHE_HOME (for the cache) elsewhere",
    ENOTDIR: "a part of that path is a file: remove it, or point XDG_CACHE_HOME (for the cache) elsewhere",
  }[error?.code];
  if (remedy === undefined) return error;
  return new ToolchainError({
    problem: `Cannot write to ${directory}.`,
    reason: "the rehearsal keeps its tools and its state in folders",
    found: error.message,
    remedy,
    cause: error,
  });
}

/**
 * Installs one thing into a directory, wholly or not at all: makes it in a temporary sibling and renames that, so an
 * interrupted installation never counts. A second installer waits for the first and takes its result.
 * @param {object} options
 * @param {string} options.directory the final, absolute place; there already means installed
 * @param {(temporaryDirectory: string) => Promise<void>} options.install fills the temporary directory that it is given;
 *   what it throws removes it
 * @param {() => void} [options.onWait] called once when another installer is at work
 * @returns {Promise<{ directory: string, installed: boolean }>} the directory, and whether this call installed it
 * @throws {ToolchainError} when the place cannot be written to
 */
export async function installOnce({ directory, install, onWait }) {
  if (existsSync(directory)) return { directory, installed: false };
  try {
    await mkdir(path.dirname(directory), { recursive: true });
  } catch (error) {
    throw describeFileError(error, path.dirname(directory));
  }
  return withLock(`${directory}.lock`, onWait, async () => {
    if (existsSync(directory)) return { directory, installed: false };
    await removeAbandoned(directory);
    const temporary = `${directory}.partial-${process.pid}-${randomBytes(4).toString("hex")}`;
    try {
      await mkdir(temporary);
      await install(temporary);
      return { directory, installed: await moveInto(temporary, directory) };
    } catch (error) {
      throw describeFileError(error, path.dirname(directory));
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}

/** The rename is what makes an installation count; a folder that is there already means that somebody else was faster. */
async function moveInto(temporary, directory) {
  try {
    await rename(temporary, directory);
    return true;
  } catch (error) {
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false;
    throw error;
  }
}

/** Removes what installers that have died left beside the directory. */
async function removeAbandoned(directory) {
  const prefix = `${path.basename(directory)}.partial-`;
  for (const name of await readdir(path.dirname(directory))) {
    if (!name.startsWith(prefix)) continue;
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    await rm(path.join(path.dirname(directory), name), { recursive: true, force: true });
  }
}

/**
 * Runs work while holding a lock file, in one process at a time. The lock of a holder that has died is taken over (at once
 * on the same machine, after 60 seconds from another); removed at the end.
 * @param {string} file absolute path of the lock; its folder exists
 * @param {(() => void) | undefined} onWait called once when another holds it
 * @param {() => Promise<T>} work what runs under the lock
 * @returns {Promise<T>} what the work gives
 * @throws {ToolchainError} when the file cannot be written
 * @template T
 */
export async function withLock(file, onWait, work) {
  let told = false;
  while (!(await takeLock(file))) {
    if (!told) onWait?.();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, lockPollMilliseconds));
  }
  // A holder that lives touches its lock; one that has died on another machine is known by not doing so.
  const touch = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, lockTouchedMilliseconds);
  touch.unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(file, { force: true });
  }
}

async function takeLock(file) {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(JSON.stringify({ processId: process.pid, host: hostname() }));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw describeFileError(error, path.dirname(file));
  }
  // Two that find the same stale lock may both go on. The rename at the end keeps that harmless.
  if (await isStale(file)) await rm(file, { force: true });
  return false;
}

async function isStale(file) {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > lockStaleMilliseconds) return true;
    const holder = JSON.parse(await readFile(file, "utf8"));
    return holder.host === hostname() && !isAlive(holder.processId);
  } catch {
    // Gone in the meantime, or not written to its end yet: look again at the next poll.
    return false;
  }
}

function isAlive(processId) {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
