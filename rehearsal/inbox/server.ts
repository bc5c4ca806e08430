/** The inbox over HTTP: Slack's webhooks, an interface for tools, and the page. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, AnswerPlanError, Answers, readAnswerPlan } from "./answers.ts";
import { type DrillCommands, DrillError, Drills } from "./drills.ts";
import { Messages } from "./messages.ts";
import { contentPolicy, pageFiles } from "./page.ts";
import { readPayload } from "./payload.ts";
import { beginEvents, demandOwnOrigin, RequestError, readBody, readJson, send, sendJson } from "./requests.ts";
import { readWebhookPath } from "./webhooks.ts";

/** What an inbox is made of. */
export interface InboxOptions {
  /** The key of `webhookKey`, from which the webhooks' tokens come. */
  readonly key: string;
  /** Told at `GET /api/health`, so that nobody takes another server for this one. */
  readonly id: string;
  /** The port wished for; another one when it is taken. Default: any free one. */
  readonly port?: number | undefined;
  /** How drills are run. Default: there are none. */
  readonly drills?: DrillCommands | undefined;
  /** What is rehearsed, for the page's title. Default: "rehearsal". */
  readonly title?: string | undefined;
}

/** An inbox that listens. */
export interface RunningInbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends it, also the calls and streams that are open. */
  readonly close: () => Promise<void>;
}

/** What every route is given. */
interface Inbox {
  readonly options: InboxOptions;
  readonly messages: Messages;
  readonly answers: Answers;
  readonly drills: Drills;
}

type Handler = (inbox: Inbox, request: IncomingMessage, response: ServerResponse, name: string) => Promise<void> | void;

/** Serves an inbox in this process, on 127.0.0.1 only. */
export async function serveInbox(options: InboxOptions): Promise<RunningInbox> {
  const messages = new Messages();
  const drills = new Drills(options.drills, (drill) => messages.tell({ kind: "drill", drill }));
  const inbox: Inbox = { options, messages, answers: new Answers(), drills };
  const server = createServer((request, response) => void handle(inbox, server, request, response));
  // Longer than clients keep an idle connection: one that is closed under a call looks like a call that may have been taken.
  server.keepAliveTimeout = 65_000;
  await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Listens at the port, or at a free one when it is taken. */
function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && port !== 0) resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function handle(inbox: Inbox, server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    demandOwnOrigin(request, portOf(server));
    await route(inbox, request, response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    if (error instanceof RequestError) sendJson(response, error.status, { error: error.message }, error.headers);
    else if (error instanceof DrillError) sendJson(response, error.status, { error: error.message });
    else if (error instanceof AnswerPlanError) sendJson(response, 400, { error: error.message });
    else sendJson(response, 500, { error: (error as Error).message });
  }
}

const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  "/": { GET: servePage },
  "/client.js": { GET: servePage },
  "/client.css": { GET: servePage },
  "/api/health": { GET: ({ options }, _request, response) => sendJson(response, 200, { inbox: options.id }) },
  "/api/messages": { GET: listMessages, DELETE: clearMessages },
  "/api/answers": {
    GET: ({ answers }, _request, response) => sendJson(response, 200, answers.plan),
    PUT: putAnswers,
  },
  "/api/events": { GET: streamEvents },
  "/api/drills": { GET: async ({ drills }, _request, response) => sendJson(response, 200, await drills.list()) },
  "/api/drills/": { POST: startDrill },
};

async function route(inbox: Inbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  if (pathname.startsWith("/services/")) return takeMessage(inbox, request, response, pathname);
  const [, drill] = /^\/api\/drills\/([^/]+)$/.exec(pathname) ?? [];
  const methods = routes[drill === undefined ? pathname : "/api/drills/"];
  if (!methods || (drill === undefined && pathname === "/api/drills/")) {
    throw new RequestError(404, `Nothing is at ${pathname}.`);
  }
  const handler = methods[request.method ?? ""];
  if (!handler) {
    const allowed = Object.keys(methods).join(", ");
    throw new RequestError(405, `${pathname} takes ${allowed}, got ${request.method}.`, { allow: allowed });
  }
  await handler(inbox, request, response, drill ?? pathname);
}

/** A call of a webhook, answered as Slack answers. */
async function takeMessage(inbox: Inbox, request: IncomingMessage, response: ServerResponse, path: string) {
  const webhook = readWebhookPath(path, inbox.options.key);
  if (webhook.kind === "none") return send(response, 404, "text/plain", "no_service");
  if (webhook.kind === "wrong-token") return send(response, 403, "text/plain", "invalid_token");
  if (request.method !== "POST") return send(response, 405, "text/plain", "method_not_allowed", { allow: "POST" });
  const { payload, refusal } = readPayload(await readBody(request), request.headers["content-type"] ?? "");
  const planned = inbox.answers.next();
  const answer: Answer =
    planned.mode === "ok" && refusal !== undefined ? { mode: "ok", status: 400, body: refusal } : planned;
  inbox.messages.add({ time: new Date().toISOString(), channel: webhook.route, payload, answer });
  inbox.messages.tell({ kind: "plan", plan: inbox.answers.plan });
  if (answer.status === null) return;
  const headers = answer.retryAfter === undefined ? {} : { "retry-after": String(answer.retryAfter) };
  send(response, answer.status, "text/plain", answer.body, headers);
}

function listMessages({ messages }: Inbox, _request: IncomingMessage, response: ServerResponse): void {
  const told = messages.all.map(({ time, channel, payload, answer }) => ({ time, channel, payload, answer }));
  sendJson(response, 200, told);
}

function clearMessages({ messages }: Inbox, _request: IncomingMessage, response: ServerResponse): void {
  messages.clear();
  response.writeHead(204).end();
}

async function putAnswers({ answers, messages }: Inbox, request: IncomingMessage, response: ServerResponse) {
  answers.set(readAnswerPlan(await readJson(request)));
  messages.tell({ kind: "plan", plan: answers.plan });
  sendJson(response, 200, answers.plan);
}

function streamEvents({ messages, answers }: Inbox, request: IncomingMessage, response: ServerResponse): void {
  const tell = beginEvents(response);
  tell({ kind: "snapshot", messages: messages.all, plan: answers.plan });
  request.once("close", messages.listen(tell));
}

async function startDrill({ drills }: Inbox, _request: IncomingMessage, response: ServerResponse, name: string) {
  await drills.start(name);
  sendJson(response, 202, { name });
}

async function servePage({ options }: Inbox, _request: IncomingMessage, response: ServerResponse, path: string) {
  const files = await pageFiles();
  if (path === "/client.js") return send(response, 200, "text/javascript", files.script);
  if (path === "/client.css") return send(response, 200, "text/css", files.style);
  const headers = { "content-security-policy": contentPolicy };
  send(response, 200, "text/html", files.html(options.title ?? "rehearsal"), headers);
}
