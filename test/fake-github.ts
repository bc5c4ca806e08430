/** A local server that plays the part of GitHub's REST API that posts comments. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A comment, as GitHub has it. */
export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

/** A pull request, as far as it is asked for. */
export interface FakePull {
  readonly number: number;
  state: "open" | "closed";
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly ref: string };
}

/** A deployment of a commit to an environment. */
export interface FakeDeployment {
  readonly sha: string;
  readonly environment: string;
  /** States that it went through, the last one first. */
  readonly states: readonly string[];
}

/** An answer in the place of GitHub's own. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** The request is carried out all the same: only the answer is lost. */
  readonly done?: boolean;
}

/** The author of what a workflow writes. */
export const bot = { login: "github-actions[bot]", type: "Bot" } as const;
/** The repository of all tests. */
export const repository = { owner: "acme", repo: "platform" } as const;

/** GitHub on 127.0.0.1. */
export class FakeGithub {
  /** Who the token is; undefined for a workflow's, which may not ask. */
  me: string | undefined;
  readonly comments: FakeComment[] = [];
  readonly pulls: FakePull[] = [];
  /** The last one first; a deployment's id is its position. */
  readonly deployments: FakeDeployment[] = [];
  /** Commits of the main branch, the first one first. Any other is of a branch. */
  readonly history: string[] = [];
  /** Every request, as `GET /repos/...`, without the query but for the page. */
  readonly log: string[] = [];
  /** What is done before a request is answered; an answer of its own takes the place of GitHub's. */
  before: (request: string) => Fault | undefined = () => undefined;
  #nextId = 1_000;
  #server = createServer((request, response) => void this.#answer(request, response));

  /** Starts it on a free port. @returns the API's address */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Adds a comment. */
  comment(body: string, user: FakeComment["user"] = bot): FakeComment {
    const comment = { id: this.#nextId++, body, user };
    this.comments.push(comment);
    return comment;
  }

  /** Adds a pull request into main from the repository itself. */
  pull(number: number, sha: string, change: Partial<FakePull> = {}): FakePull {
    const head = { sha, repo: { full_name: "acme/platform" } };
    const pull: FakePull = { number, state: "open", head, base: { ref: "main" }, ...change };
    this.pulls.push(pull);
    return pull;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const page = Number(url.searchParams.get("page") ?? "1");
    const line = `${request.method} ${url.pathname}${page > 1 ? ` page ${page}` : ""}`;
    this.log.push(line);
    let text = "";
    for await (const chunk of request) text += chunk;
    const fault = request.headers.authorization === "token secret-token" ? this.before(line) : { status: 401 };
    const own = fault === undefined || fault.done ? this.#carryOut(line.replace(/ page .*/, ""), text, url) : undefined;
    if (fault !== undefined) {
      send(response, fault.status, { message: fault.message ?? "no" }, fault.headers);
    } else if (Array.isArray(own?.data)) {
      const size = Number(url.searchParams.get("per_page") ?? "30");
      const next = new URL(url);
      next.searchParams.set("page", String(page + 1));
      const more = own.data.length > page * size;
      const link: Record<string, string> = more ? { link: `<${next}>; rel="next"` } : {};
      send(response, 200, own.data.slice((page - 1) * size, page * size), link);
    } else {
      send(response, own?.status ?? 404, own?.data ?? { message: "Not Found" });
    }
  }

  #carryOut(line: string, text: string, url: URL): { status: number; data: unknown } | undefined {
    const [, method, path = "", id] =
      /^(\w+) (?:\/repos\/acme\/platform)?(\/[a-z/]+?)(?:\/(\d+)(?:\/comments)?)?$/.exec(line) ?? [];
    const found = this.comments.find((comment) => comment.id === Number(id));
    if (line === "GET /user") {
      const refusal = { status: 403, data: { message: "Resource not accessible by integration" } };
      return this.me === undefined ? refusal : { status: 200, data: { login: this.me, type: "User" } };
    }
    const asked = /^GET \/repos\/acme\/platform\/(deployments|compare)(?:\/(.+))?$/.exec(line);
    if (asked !== null) return this.#deployed(asked[1] === "compare", asked[2] ?? "", url);
    if (`${method} ${path}` === "GET /pulls") return this.#listPulls(id, url);
    if (path === "/issues" && method === "GET") return { status: 200, data: this.comments };
    const body = () => (JSON.parse(text) as { body: string }).body;
    if (path === "/issues" && method === "POST") return { status: 201, data: this.comment(body(), this.#author()) };
    if (path !== "/issues/comments" || found === undefined) return undefined;
    if (method === "PATCH") found.body = body();
    if (method === "DELETE") this.comments.splice(this.comments.indexOf(found), 1);
    return { status: method === "DELETE" ? 204 : 200, data: found };
  }

  #deployed(isComparison: boolean, rest: string, url: URL): { status: number; data: unknown } {
    if (isComparison) {
      const [base = -1, head = -1] = rest.split("...").map((sha) => this.history.indexOf(sha));
      const order = head > base ? "ahead" : head < base ? "behind" : "identical";
      return { status: 200, data: { status: base < 0 || head < 0 ? "diverged" : order } };
    }
    const id = /^(\d+)\/statuses$/.exec(rest)?.[1];
    if (id !== undefined) {
      return { status: 200, data: (this.deployments[Number(id)]?.states ?? []).map((state) => ({ state })) };
    }
    const environment = url.searchParams.get("environment");
    const all = this.deployments.map(({ states, ...deployment }, position) => ({ id: position, ...deployment }));
    return { status: 200, data: all.filter((deployment) => deployment.environment === environment) };
  }

  #author(): { login: string; type: string } {
    return this.me === undefined ? bot : { login: this.me, type: "User" };
  }

  #listPulls(id: string | undefined, url: URL): { status: number; data: unknown } | undefined {
    if (id !== undefined) {
      const pull = this.pulls.find(({ number }) => number === Number(id));
      return pull && { status: 200, data: pull };
    }
    const base = url.searchParams.get("base");
    const state = url.searchParams.get("state");
    return {
      status: 200,
      data: this.pulls.filter((pull) => pull.state === state && (base === null || pull.base.ref === base)),
    };
  }
}

function send(
  response: ServerResponse,
  status: number,
  data: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(data));
}
