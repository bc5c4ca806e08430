/** One comment at a pull request: found by its marker among the poster's own comments, and edited in place. */
import { type CommentRun, isOlder, longestComment, readMarker } from "../comment.ts";
import { type Client, serverWaits } from "./client.ts";
import { PostError } from "./problem.ts";
import type { Repository } from "./pull-request.ts";

/** A comment to be posted. */
export interface Posting {
  readonly repository: Repository;
  /** Number of the pull request. */
  readonly number: number;
  /** The run that speaks, as in the body's marker. */
  readonly run: CommentRun;
  /** Markdown, with the marker in its first line. */
  readonly body: string;
}

/** What was done; `superseded`: a newer run has spoken, and nothing was written. */
export type Posted = "created" | "edited" | "unchanged" | "superseded";

/** A comment of the poster's own. */
interface OwnComment {
  readonly id: number;
  readonly body: string;
  readonly run: CommentRun;
}

/** The author of what a workflow's own token writes. */
const actionsBot = "github-actions[bot]";

/** How often it begins anew because somebody else wrote at the same time or because GitHub lost an answer. */
const mostRounds = serverWaits.length + 1;

/**
 * Posts the comment: edits the one there is, else makes it; removes what another run made beside it. Comments of others do not count,
 * whatever they begin with.
 *
 * @throws PostError when GitHub refuses, or when the comment does not come to rest
 */
export async function postComment(client: Client, posting: Posting): Promise<Posted> {
  if (posting.body.length > longestComment || readMarker(posting.body) === undefined) {
    throw new PostError(
      `The comment has ${posting.body.length} characters or no marker; at most ${longestComment} are allowed.`,
    );
  }
  const isOwn = await ownAuthor(client);
  for (const pause of [...serverWaits, undefined]) {
    const own = await listOwn(client, posting, isOwn);
    if (own.some(({ run }) => isOlder(posting.run, run))) return "superseded";
    const [kept, ...others] = own;
    const done = kept === undefined ? await create(client, posting, pause) : await edit(client, posting, kept);
    if (done === undefined) continue;
    for (const { id } of others) await remove(client, posting, id);
    return done === "created" ? await settle(client, posting, isOwn) : done;
  }
  throw new PostError(
    `The comment was changed by others each of the ${mostRounds} times it was to be written. Run it again.`,
  );
}

interface Author {
  readonly login: string;
  readonly type: string;
}

/** Tells the poster's own comments: the token's login; a workflow's token cannot ask for it, and writes as GitHub's bot. */
async function ownAuthor({ api }: Client): Promise<(author: Author | null) => boolean> {
  let login: string | undefined;
  try {
    login = (await api.users.getAuthenticated()).data.login;
  } catch (error) {
    if (!(error instanceof PostError) || (error.status !== 403 && error.status !== 404)) throw error;
  }
  return (author) =>
    author !== null &&
    (login === undefined ? author.login === actionsBot && author.type === "Bot" : author.login === login);
}

/** The poster's own comments with a marker, the newest run first, then the oldest comment. */
async function listOwn(
  { api, all }: Client,
  { repository, number }: Posting,
  isOwn: (author: Author | null) => boolean,
): Promise<readonly OwnComment[]> {
  const comments = await all(api.issues.listComments, { ...repository, issue_number: number, per_page: 100 });
  const own = comments.flatMap(({ id, body = "", user }): OwnComment[] => {
    const run = isOwn(user) ? readMarker(body) : undefined;
    return run === undefined ? [] : [{ id, body, run }];
  });
  const rank = (a: OwnComment, b: OwnComment) => (isOlder(a.run, b.run) ? 1 : isOlder(b.run, a.run) ? -1 : a.id - b.id);
  return own.sort(rank);
}

/** Undefined when it is not known whether the comment was made: then it is looked for again. */
async function create({ api, wait }: Client, posting: Posting, pause: number | undefined): Promise<Posted | undefined> {
  const { repository, number, body } = posting;
  try {
    await api.issues.createComment({ ...repository, issue_number: number, body });
    return "created";
  } catch (error) {
    if (!(error instanceof PostError) || (error.status ?? 0) < 500 || pause === undefined) throw error;
    await wait(pause);
    return undefined;
  }
}

/** Undefined when somebody has changed or removed the comment since it was listed. */
async function edit({ api }: Client, { repository, body }: Posting, listed: OwnComment): Promise<Posted | undefined> {
  if (listed.body === body) return "unchanged";
  try {
    const current = await api.issues.getComment({ ...repository, comment_id: listed.id });
    if (current.data.body !== listed.body) return undefined;
    await api.issues.updateComment({ ...repository, comment_id: listed.id, body });
    return "edited";
  } catch (error) {
    if (error instanceof PostError && error.status === 404) return undefined;
    throw error;
  }
}

async function remove({ api }: Client, { repository }: Posting, id: number): Promise<void> {
  try {
    await api.issues.deleteComment({ ...repository, comment_id: id });
  } catch (error) {
    if (!(error instanceof PostError) || error.status !== 404) throw error;
  }
}

/** Two runs may have made a comment at the same time: each removes all but the newest, of equals all but the first. */
async function settle(client: Client, posting: Posting, isOwn: (author: Author | null) => boolean): Promise<Posted> {
  const [newest, ...others] = await listOwn(client, posting, isOwn);
  for (const { id } of others) await remove(client, posting, id);
  return newest !== undefined && isOlder(posting.run, newest.run) ? "superseded" : "created";
}
