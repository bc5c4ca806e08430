/** `npm run preview:post`: posts the report of a preview as one comment at its pull request. For workflows. */
import { Command, InvalidArgumentError } from "commander";
import { type CommentContext, renderComment, renderMissing } from "../previews/comment.ts";
import { makeClient } from "../previews/post/client.ts";
import { postComment } from "../previews/post/post.ts";
import { PostError } from "../previews/post/problem.ts";
import { findPullRequest, type Repository, type Wanted } from "../previews/post/pull-request.ts";
import { demandBasis, readReport } from "../previews/post/report-file.ts";

interface Flags {
  readonly report: string;
  readonly repository: Repository;
  readonly pullRequest?: number;
  readonly headSha?: string;
  readonly headRepository?: string;
  readonly baseBranch?: string;
  readonly against: "base" | "state";
  readonly runId: number;
  readonly runAttempt: number;
  readonly runUrl: string;
}

/** What only a wrong call can cause. */
class UsageError extends Error {}

const progress = (line: string) => process.stderr.write(`${line}\n`);

const matching =
  (pattern: RegExp, form: string) =>
  (text: string): string => {
    if (!pattern.test(text)) throw new InvalidArgumentError(`It must be ${form}.`);
    return text;
  };
const fullName = matching(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "owner/name");
const wholeNumber = (text: string): number => Number(matching(/^[1-9]\d{0,14}$/, "a whole number from 1")(text));
const branch = matching(/^[^\s~^:?*[\\\p{C}-][^\s~^:?*[\\\p{C}]*$/u, "a branch's name");

function readRepository(text: string): Repository {
  const [owner = "", repo = ""] = fullName(text).split("/");
  return { owner, repo };
}

function wantedBy({ pullRequest, headSha, headRepository, baseBranch }: Flags): Wanted {
  if (pullRequest !== undefined) return { number: pullRequest, ...(headSha === undefined ? {} : { headSha }) };
  if (headSha === undefined || headRepository === undefined) {
    throw new UsageError("Which pull request? Give --pull-request, or --head-sha and --head-repository.");
  }
  return { headSha, headRepository, ...(baseBranch === undefined ? {} : { baseBranch }) };
}

function contextOf({ runId, runAttempt, runUrl, headSha, against }: Flags): CommentContext {
  const preview = headSha === undefined ? {} : { preview: { head: headSha, against } };
  return { run: { id: runId, attempt: runAttempt, ...preview }, runUrl };
}

/** Posts, and says in one line what was done. */
async function post(flags: Flags): Promise<string> {
  const wanted = wantedBy(flags);
  const { GITHUB_TOKEN: token, GITHUB_API_URL: baseUrl } = process.env;
  if (!token) throw new PostError("GITHUB_TOKEN is not set: give a token that may write at pull requests.");
  const client = makeClient({ token, ...(baseUrl ? { baseUrl } : {}), onProgress: progress });
  const read = demandBasis(await readReport(flags.report), flags.against);
  if ("missing" in read && flags.against === "state") {
    return `Nothing is posted: ${read.missing} What the preview against the base said stays.`;
  }
  const found = await findPullRequest(client, flags.repository, wanted);
  if ("nothing" in found) return `Nothing is posted: ${found.nothing}`;
  const context = contextOf(flags);
  const body = "report" in read ? renderComment(read.report, context) : renderMissing(read.missing, context);
  const posting = {
    repository: flags.repository,
    number: found.number,
    run: context.run ?? { id: 0, attempt: 0 },
    body,
  };
  const done = await postComment(client, posting);
  const what = "report" in read ? "the report" : `that there is none (${read.missing})`;
  const words = {
    created: `The comment at #${found.number} is made; it says ${what}`,
    edited: `The comment at #${found.number} is edited; it says ${what}`,
    unchanged: `The comment at #${found.number} says the same already`,
    superseded: `Nothing is posted at #${found.number}: a newer run has written the comment`,
  };
  return words[done];
}

const program = new Command("npm run preview:post --")
  .description(
    "Posts the JSON report of `npm run preview -- --out` as one comment at its pull request: edits the one that there is. Whatever the " +
      "report says is treated as a stranger's text. Without a report that can be read, the comment says so.",
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .requiredOption("--report <file>", "the JSON report; it may be missing")
  .requiredOption("--repository <owner/name>", "the repository of the pull request", readRepository)
  .option("--pull-request <number>", "its number; else it is found by the run's head", wholeNumber)
  .option(
    "--head-sha <commit>",
    "the commit that the run previewed",
    matching(/^[0-9a-f]{40}$/, "40 hexadecimal digits"),
  )
  .option("--head-repository <owner/name>", "the repository that the commit was pushed to", fullName)
  .option("--base-branch <name>", "only pull requests into this branch", branch)
  .option(
    "--against <what>",
    "what the run compared with: base or state. A report that says otherwise is not shown. Of the same commit, state takes the place of base",
    matching(/^(?:base|state)$/, "base or state"),
    "base",
  )
  .requiredOption("--run-id <number>", "id of the run; what a newer run wrote is never overwritten", wholeNumber)
  .requiredOption("--run-attempt <number>", "attempt of the run", wholeNumber)
  .requiredOption(
    "--run-url <address>",
    "address of the run, for the comment",
    matching(/^https:\/\//, "an address that begins with https://"),
  )
  .addHelpText(
    "after",
    `
Environment:
  GITHUB_TOKEN    the token; needs pull-requests: write
  GITHUB_API_URL  address of the API, as Actions sets it; default: https://api.github.com

Take the run's data from the workflow_run event, never from the report: .github/workflows/preview-comment.yml shows how.

Example:
  npm run preview:post -- --report report.json --repository acme/platform --pull-request 12 \\
    --run-id 17000000001 --run-attempt 1 --run-url https://github.com/acme/platform/actions/runs/17000000001

Exit codes: 0 posted or nothing to do (standard output says which), 1 GitHub refused or could not be reached, 2 wrong usage.`,
  )
  .action(async (flags: Flags) => {
    try {
      console.log(await post(flags));
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof PostError)) throw error;
      console.error(error.message);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    }
  });

await program.parseAsync();
