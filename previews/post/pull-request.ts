/** Which pull request a comment belongs to: from what GitHub vouches for, never from a report. */
import type { Client } from "./client.ts";
import { PostError } from "./problem.ts";

/** A repository. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** How the pull request is found: by its number, or by the head of the run that previewed it. */
export type Wanted =
  | { readonly number: number; readonly headSha?: string }
  | {
      /** Commit of the run, 40 hexadecimal digits. */
      readonly headSha: string;
      /** Repository that the commit was pushed to, owner/name: a fork has another one. */
      readonly headRepository: string;
      /** Branch that it wants into. Default: any. */
      readonly baseBranch?: string;
    };

/** The open pull request, or why there is nothing to do. */
export type Found = { readonly number: number } | { readonly nothing: string };

/**
 * Finds the open pull request. A head that has moved on is none: the newer commit has a run of its own.
 *
 * @throws PostError when there is no such number, or when several pull requests have the head
 */
export async function findPullRequest(client: Client, repository: Repository, wanted: Wanted): Promise<Found> {
  if ("number" in wanted) return byNumber(client, repository, wanted);
  const { headSha, headRepository, baseBranch } = wanted;
  const open = await client.all(client.api.pulls.list, {
    ...repository,
    state: "open",
    per_page: 100,
    ...(baseBranch === undefined ? {} : { base: baseBranch }),
  });
  const matching = open.filter(
    ({ head }) => head.sha === headSha && head.repo?.full_name.toLowerCase() === headRepository.toLowerCase(),
  );
  const [first] = matching;
  if (first === undefined) {
    return {
      nothing: `No open pull request has ${headSha} of ${headRepository} as its head: it is closed or has gone on.`,
    };
  }
  if (matching.length === 1) return { number: first.number };
  const numbers = matching.map(({ number }) => `#${number}`).join(", ");
  throw new PostError(`${numbers} have the same head ${headSha}. Say which one by --pull-request or --base-branch.`);
}

async function byNumber(
  { api }: Client,
  repository: Repository,
  { number, headSha }: { readonly number: number; readonly headSha?: string },
): Promise<Found> {
  const { data } = await api.pulls.get({ ...repository, pull_number: number });
  if (data.state !== "open") return { nothing: `Pull request #${number} is closed.` };
  if (headSha === undefined || data.head.sha === headSha) return { number };
  return { nothing: `Pull request #${number} has gone on from ${headSha} to ${data.head.sha}.` };
}
