/** The executable under which the CLI finds our language host. */
import { createHash, randomBytes } from "node:crypto";
import { copyFile, link, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describeFileError, makeDirectory, projectDirectory } from "./cache.ts";

/**
 * Writes the shell script `pulumi-language-nodejs`, which runs the project's language host.
 * @param directory where to; made when it is missing
 * @param node absolute path of the Node that runs it, one that strips types (22.18 or later)
 * @param main the host's main file; default: this project's
 * @returns the script's path
 * @throws ToolchainError when the folder cannot be written
 */
export async function writeLanguageHostShim(
  directory: string,
  node: string,
  main = path.join(projectDirectory(), "rehearsal", "language-host", "main.ts"),
): Promise<string> {
  await makeDirectory(directory);
  const file = path.join(directory, "pulumi-language-nodejs");
  const script = `#!/bin/sh\nexec ${shellQuote(node)} ${shellQuote(main)} "$@"\n`;
  await replaceFile(file, (temporary) => writeFile(temporary, script, { mode: 0o755 }));
  return file;
}

/**
 * Puts the CLI and the shim side by side into a folder of this clone and Node: the CLI takes a language host without a warning only from
 * the folder that it is in itself, and the cached CLI is shared by all clones.
 * @param options.cache the cache's folder, on the same disk as the CLI
 * @param options.pulumi the cached binary; linked, or copied where links cannot be made
 * @param options.node the Node for the shim
 * @returns the folder, and the binary in it
 * @throws ToolchainError when the folder cannot be written
 */
export async function linkLanguageHost(options: {
  cache: string;
  pulumi: string;
  node: string;
}): Promise<{ directory: string; pulumi: string }> {
  const key = createHash("sha256").update(`${projectDirectory()}\n${options.node}\n${options.pulumi}`).digest("hex");
  const directory = path.join(options.cache, "language-host", key.slice(0, 16));
  await writeLanguageHostShim(directory, options.node);
  const pulumi = path.join(directory, "pulumi");
  if (!(await isSameFile(pulumi, options.pulumi))) {
    await replaceFile(pulumi, async (temporary) => {
      await link(options.pulumi, temporary).catch(() => copyFile(options.pulumi, temporary));
    });
  }
  return { directory, pulumi };
}

/** A link is the same inode; a copy has the size and is not older. */
async function isSameFile(file: string, original: string): Promise<boolean> {
  const [there, wanted] = await Promise.all([stat(file).catch(() => undefined), stat(original)]);
  if (there === undefined) return false;
  return (
    (there.ino === wanted.ino && there.dev === wanted.dev) ||
    (there.size === wanted.size && there.mtimeMs >= wanted.mtimeMs)
  );
}

/** Never half there, even while another process runs it. */
async function replaceFile(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    throw describeFileError(error, path.dirname(file));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A text as one word of a POSIX shell: in single quotes, each of them inside written as '\''. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
