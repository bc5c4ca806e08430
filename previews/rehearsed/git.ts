/** What git says of the change and its base. Reads only. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Largest answer of git that is read, in bytes. */
const largestAnswer = 64 * 1024 * 1024;

/** git failed, or knows no such commit. The message says what to do. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** Runs git in a folder. @throws GitError with what git said. */
export async function git(
  directory: string,
  args: readonly string[],
  environment: Readonly<NodeJS.ProcessEnv> = {},
): Promise<string> {
  try {
    const options = { cwd: directory, maxBuffer: largestAnswer, env: { ...process.env, ...environment } };
    return (await run("git", args, options)).stdout.trimEnd();
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const said = stderr.trim() || message;
    throw new GitError(`git ${args[0]} failed in ${directory}: ${said}`);
  }
}

/** A commit and the hash of all of its files. */
export interface Commit {
  /** The commit's hash. */
  readonly commit: string;
  /** The hash of its tree: the same for the same files. */
  readonly tree: string;
}

/**
 * Finds a commit.
 *
 * @throws GitError when there is none of that name, which says what to do
 */
export async function findCommit(directory: string, ref: string): Promise<Commit> {
  const ask = (name: string) => git(directory, ["rev-parse", "--verify", "--quiet", "--end-of-options", name]);
  try {
    return { commit: await ask(`${ref}^{commit}`), tree: await ask(`${ref}^{tree}`) };
  } catch {
    throw new GitError(
      `There is no commit ${JSON.stringify(ref)} here: allowed is what git log takes, such as main or a hash. ` +
        "Fetch it first (git fetch origin main), or name another by --base.",
    );
  }
}

/** Branches from which a change may have begun, the likeliest first. */
const mainBranches = ["origin/main", "main", "origin/HEAD"] as const;

/**
 * Where the change began: the last commit that it has in common with the main branch.
 *
 * @throws GitError when there is no main branch, which says what to do
 */
export async function mergeBase(directory: string): Promise<string> {
  for (const branch of mainBranches) {
    const found = await git(directory, ["merge-base", "HEAD", branch]).catch(() => undefined);
    if (found !== undefined) return found;
  }
  throw new GitError(
    `None of ${mainBranches.join(", ")} has a commit in common with this one. Fetch it with its history ` +
      "(git fetch --unshallow origin main), or name what to compare with by --base.",
  );
}

/** The files as they are now: the last commit, and whether anything was changed since. */
export async function describeHead(directory: string): Promise<{ commit: string; isChanged: boolean }> {
  const [commit, status] = await Promise.all([
    git(directory, ["rev-parse", "HEAD"]),
    git(directory, ["status", "--porcelain"]),
  ]);
  return { commit, isChanged: status !== "" };
}

/** Writes all files of a commit into a folder. The repository's own index and files stay as they are. */
export async function writeTree(directory: string, tree: string, target: string): Promise<void> {
  const environment = { GIT_INDEX_FILE: `${target}.index` };
  await git(directory, ["read-tree", tree], environment);
  await git(directory, ["checkout-index", "--all", "--force", `--prefix=${target}/`], environment);
}
