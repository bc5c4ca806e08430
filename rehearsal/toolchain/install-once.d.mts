/** A tool that the project needs is missing or does not work. The message says what, why, what was found and what to do. */
export declare class ToolchainError extends Error {
  /**
   * @param parts.problem what is wrong, one sentence
   * @param parts.reason why the project needs it
   * @param parts.found what was found instead, if anything
   * @param parts.remedy what the user should do
   * @param parts.cause the error underneath, if any
   */
  constructor(parts: { problem: string; reason: string; found?: string; remedy: string; cause?: unknown });
}

/**
 * Where the project keeps what it installs, shared by all clones: `$XDG_CACHE_HOME/pulumi-aws-platform`, by default
 * `~/.cache/pulumi-aws-platform`; on macOS `~/Library/Caches/pulumi-aws-platform`. Only the name: makes no folder.
 * @param environment default: the process's
 * @param platform default: the process's
 * @param home the user's home folder; default: the process's
 */
export declare function cacheDirectory(
  environment?: NodeJS.ProcessEnv,
  platform?: NodeJS.Platform,
  home?: string,
): string;

/**
 * Turns "no space", "no permission", "read-only" and "a file is in the way" into a ToolchainError that names the directory;
 * returns any other error as it is.
 */
export declare function describeFileError(error: unknown, directory: string): unknown;

/**
 * Installs one thing into a directory, wholly or not at all: makes it in a temporary sibling and renames that, so an
 * interrupted installation never counts. A second installer waits for the first and takes its result.
 * @param options.directory the final, absolute place; there already means installed
 * @param options.install fills the temporary directory that it is given; what it throws removes it
 * @param options.onWait called once when another installer is at work
 * @returns the directory, and whether this call installed it
 * @throws ToolchainError when the place cannot be written to
 */
export declare function installOnce(options: {
  directory: string;
  install: (temporaryDirectory: string) => Promise<void>;
  onWait?: (() => void) | undefined;
}): Promise<{ directory: string; installed: boolean }>;

/**
 * Runs work while holding a lock file, in one process at a time. The lock of a holder that has died is taken over (at once
 * on the same machine, after 60 seconds from another); removed at the end.
 * @param file absolute path of the lock; its folder exists
 * @param onWait called once when another holds it
 * @throws ToolchainError when the file cannot be written
 */
export declare function withLock<T>(file: string, onWait: (() => void) | undefined, work: () => Promise<T>): Promise<T>;
