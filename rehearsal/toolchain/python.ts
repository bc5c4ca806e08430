/** The emulator and AWS's service models: a Python virtual environment in the cache, with every version pinned. */
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheDirectory, installOnce, type OnProgress, ToolchainError } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import { ministackVersion, oldestPython } from "./versions.ts";

/** What the virtual environment gives; all absolute paths. */
export interface PythonToolchain {
  /** The virtual environment's `python`. */
  readonly python: string;
  /** The emulator's command. */
  readonly ministack: string;
  /** botocore's `data` folder: AWS's service models. */
  readonly models: string;
}

const needed = `Python ${oldestPython.major}.${oldestPython.minor} or later`;
const reason = "the local AWS emulator (MiniStack) is a Python program, and AWS's service models come with botocore";
const installHint = `install ${needed} (macOS: brew install python; Debian, Ubuntu: apt-get install python3 python3-venv) and run the command again`;

/** Names under which a Python may be found, the one that users set first. */
export const pythonNames = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];

/**
 * The emulator and the service models, installed at the first call (about 20 seconds), found in the cache later.
 * @param options.onProgress default: says nothing
 * @param options.cache the cache's folder; default: the user's
 * @param options.environment where Python is looked for, and what pip is run with; default: the process's
 * @throws ToolchainError when there is no Python 3.10 or later, it has no venv module, pip fails, or the cache cannot be written
 */
export async function ensurePython(
  options: { onProgress?: OnProgress; cache?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<PythonToolchain> {
  const environment = options.environment ?? process.env;
  const cache = options.cache ?? cacheDirectory(environment);
  const directory = path.join(cache, `ministack-${ministackVersion}`);
  await installOnce({
    directory,
    onWait: () => options.onProgress?.("Waiting for another process that installs the emulator"),
    install: async (temporary) => {
      const python = await findPython(environment);
      options.onProgress?.(`Installing the AWS emulator (MiniStack ${ministackVersion}) with ${python}`);
      await installInto(temporary, python, environment);
      await moveScripts(temporary, directory);
    },
  });
  return toolchainIn(directory);
}

/**
 * The first Python on PATH that is new enough.
 * @throws ToolchainError with every Python that was found and is too old
 */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<string> {
  const found: string[] = [];
  for (const name of pythonNames) {
    const result = await runCommand(
      name,
      ["-c", "import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)"],
      { environment, timeoutSeconds: 20 },
    );
    if (result.startError !== undefined) continue;
    const match = /^(\d+) (\d+) (.+)$/m.exec(result.stdout);
    if (match === null) {
      found.push(`${name} does not run (${lastLines(result.stderr, 1) || `exit code ${result.code}`})`);
      continue;
    }
    const [, major, minor, executable] = match;
    if (Number(major) === oldestPython.major && Number(minor) >= oldestPython.minor) return String(executable);
    found.push(`${name} is ${major}.${minor}`);
  }
  throw new ToolchainError({
    problem: `${needed} is needed.`,
    reason,
    found: found.length === 0 ? `none of ${pythonNames.join(", ")} is on PATH` : found.join("; "),
    remedy: installHint,
  });
}

async function installInto(directory: string, python: string, environment: NodeJS.ProcessEnv): Promise<void> {
  // PYTHONPATH and PYTHONHOME would mix another installation's packages into this one.
  const { PYTHONPATH: _path, PYTHONHOME: _home, ...clean } = environment;
  const made = await runCommand(python, ["-m", "venv", directory], { environment: clean });
  if (made.code !== 0) {
    throw new ToolchainError({
      problem: `${python} cannot make a virtual environment (its venv module is missing or broken).`,
      reason,
      found: lastLines(made.stdout + made.stderr),
      remedy: "install the module (Debian, Ubuntu: apt-get install python3-venv), or another Python that has it",
    });
  }
  const requirements = path.join(import.meta.dirname, "requirements.txt");
  const args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"];
  const installed = await runCommand(path.join(directory, "bin", "python"), [...args, "-r", requirements], {
    environment: clean,
  });
  if (installed.code === 0) return;
  throw new ToolchainError({
    problem: "pip could not install the emulator's packages.",
    reason,
    found: lastLines(installed.stdout + installed.stderr),
    remedy:
      "make sure that the Python package index (or the mirror in pip's configuration) can be reached and that the disk is not full, and run the command again",
  });
}

/** pip writes the folder's name into each command; they are made in one folder and used in another. */
async function moveScripts(from: string, to: string): Promise<void> {
  const bin = path.join(from, "bin");
  for (const entry of await readdir(bin, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(bin, entry.name);
    const text = await readFile(file, "latin1");
    if (text.includes(from)) await writeFile(file, text.replaceAll(from, to), "latin1");
  }
}

async function toolchainIn(directory: string): Promise<PythonToolchain> {
  const library = path.join(directory, "lib");
  const versions = existsSync(library) ? await readdir(library) : [];
  const models = versions
    .map((version) => path.join(library, version, "site-packages", "botocore", "data"))
    .find((candidate) => existsSync(candidate));
  const python = path.join(directory, "bin", "python");
  // existsSync follows links: false also when the Python that the environment was made with has been removed.
  if (models === undefined || !existsSync(python)) {
    throw new ToolchainError({
      problem: `The emulator's installation in ${directory} is damaged.`,
      reason,
      found: models === undefined ? "botocore's service models are missing" : `${python} leads nowhere any more`,
      remedy: `remove that folder (rm -r ${directory}) and run the command again`,
    });
  }
  return { python, ministack: path.join(directory, "bin", "ministack"), models };
}
