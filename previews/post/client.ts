/** GitHub's REST API as the poster uses it: bounded repetitions, and errors that say what to do. */
import { Octokit } from "@octokit/rest";
import { plainLine } from "../comment/markdown.ts";
import { PostError } from "./problem.ts";

/** What the client is told. */
export interface ClientOptions {
  readonly token: string;
  /** Address of the API. Default: https://api.github.com */
  readonly baseUrl?: string;
  /** Waits; default: by the clock. */
  readonly wait?: (seconds: number) => Promise<void>;
  /** Milliseconds since 1970; default: the clock's. */
  readonly now?: () => number;
  /** Told each wait, one line for a person. Default: nobody. */
  readonly onProgress?: (line: string) => void;
  /** What to do about a status that GitHub refuses with. Default: what helps when a comment is posted. */
  readonly remedies?: Readonly<Record<number, string>>;
}

/** What is posted through. */
export interface Client {
  readonly api: Octokit["rest"];
  /** All pages of a list. */
  readonly all: Octokit["paginate"];
  /** Waits before something is tried again. */
  readonly wait: (seconds: number) => Promise<void>;
}

/** Waits between repetitions after an error of the server, in seconds. */
export const serverWaits = [1, 4, 9] as const;
/** How often a request that was refused by a rate limit is made again. */
const mostRateWaits = 4;
/** Longest wait for a rate limit, all of them together, in seconds: the job around it ends after 20 minutes. */
const longestRateWait = 600;
/** Wait of a secondary limit that names none. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const secondaryWait = 60;
const requestMilliseconds = 30_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The parts of octokit's error that are looked at. */
interface Refused {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

const isRefused = (error: unknown): error is Refused =>
  error instanceof Error && typeof (error as Partial<Refused>).status === "number";

/**
 * Makes the client. Requests that change nothing when made twice are repeated after errors of the server; a new comment is not,
 * because the first request may have made it. What a rate limit refused was not done, and is repeated when the wait is bearable.
 *
 * @throws PostError when the API would get the token without TLS
 */
export function makeClient(options: ClientOptions): Client {
  const { token, baseUrl = "https://api.github.com", now = Date.now, onProgress = () => {}, remedies } = options;
  const wait = options.wait ?? ((seconds) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000)));
  checkAddress(baseUrl);
  const octokit = new Octokit({ auth: token, baseUrl: baseUrl.replace(/\/+$/, ""), userAgent: "preview", log: silent });
  let rateWaited = 0;
  octokit.hook.wrap("request", async (request, parameters) => {
    let [serverErrors, rateErrors] = [0, 0];
    for (;;) {
      try {
        const signal = AbortSignal.timeout(requestMilliseconds);
        return await request({ ...parameters, request: { ...parameters.request, signal } });
      } catch (error) {
        if (!isRefused(error)) throw error;
        const rate = rateLimitWait(error, now());
        if (rate !== undefined) {
          if (rateErrors++ >= mostRateWaits || rateWaited + rate > longestRateWait) throw tooLong(error, rate);
          rateWaited += rate;
          onProgress(`GitHub's rate limit is reached: waiting ${rate} s`);
          await wait(rate);
          continue;
        }
        const pause = parameters.method === "POST" ? undefined : serverWaits[serverErrors++];
        if (error.status < 500 || pause === undefined) throw explain(error, remedies ?? postingRemedies);
        onProgress(`GitHub answered with ${error.status}: trying again in ${pause} s`);
        await wait(pause);
      }
    }
  });
  return { api: octokit.rest, all: octokit.paginate, wait };
}

function checkAddress(baseUrl: string): void {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && url.hostname === "127.0.0.1")) return;
  throw new PostError(
    `GITHUB_API_URL is ${JSON.stringify(baseUrl)}; it must begin with https://, or the token would be seen.`,
  );
}

/** Seconds to wait when a rate limit refused a request, at least one; undefined when it was no rate limit. */
function rateLimitWait(error: Refused, milliseconds: number): number | undefined {
  if (error.status !== 403 && error.status !== 429) return undefined;
  const headers = error.response?.headers ?? {};
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(after)) return Math.max(1, Math.ceil(after));
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] === "0" && Number.isFinite(reset)) {
    return Math.max(1, Math.ceil(reset - milliseconds / 1000) + 1);
  }
  return error.status === 429 || /secondary rate limit/i.test(error.message) ? secondaryWait : undefined;
}

const tooLong = (error: Refused, seconds: number): PostError =>
  new PostError(
    `GitHub's rate limit is reached (${error.status}) and asks for ${seconds} s more; at most ${longestRateWait} s in all are waited. Run it again later.`,
    error.status,
  );

const postingRemedies: Readonly<Record<number, string>> = {
  401: "The token of GITHUB_TOKEN is not valid: give a new one.",
  403:
    "The token may not do this. It needs the permission pull-requests: write; in a workflow that a fork's pull request starts it never has it, " +
    "which is why .github/workflows/preview-comment.yml posts. A locked conversation refuses, too.",
  404: "It does not exist, or the token may not see it. Look at --repository and --pull-request.",
};

function explain(error: Refused, remedies: Readonly<Record<number, string>>): PostError {
  const remedy = remedies[error.status] ?? "Run it again; https://www.githubstatus.com tells of faults.";
  return new PostError(
    `GitHub answered with ${error.status}: ${plainLine(error.message, 200)}. ${remedy}`,
    error.status,
  );
}
