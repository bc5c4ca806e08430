/** What the inbox asks of every request: a loopback name, the page's own origin, a body of bearable size. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** A request that is refused; `status` and the message are the answer. */
export class RequestError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Most bytes of a body: more than any message of Slack's limits takes. */
export const mostBodyBytes = 1024 * 1024;

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Lets only those in who meant this server. A foreign web page can lead its own name to 127.0.0.1 (DNS rebinding): its Host header
 * tells. And it can send requests here (forgery): its Origin header tells. Command-line tools send no Origin.
 * @throws RequestError with 403
 */
export function demandOwnOrigin({ headers, method }: IncomingMessage, port: number): void {
  const hosts = loopbackNames.map((name) => `${name}:${port}`);
  if (!hosts.includes((headers.host ?? "").toLowerCase())) {
    throw new RequestError(403, `The Host header must be one of ${hosts.join(", ")}.`);
  }
  const isReading = method === "GET" || method === "HEAD";
  const isOwn = headers.origin === undefined || hosts.some((host) => headers.origin === `http://${host}`);
  if (!isReading && !isOwn) throw new RequestError(403, "Only the inbox's own page may change something.");
}

/**
 * The body as text.
 * @throws RequestError with 413 when it is too long
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) {
      throw new RequestError(413, `A body has at most ${mostBodyBytes} bytes.`, { connection: "close" });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The body as JSON. @throws RequestError with 400 when it is none */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new RequestError(400, `The body must be JSON: ${(error as Error).message}.`);
  }
}

/** Headers of every answer: nothing is kept, guessed, framed or told elsewhere. */
const safeHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** Answers with a text. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...safeHeaders, "content-type": `${contentType}; charset=utf-8`, ...headers });
  response.end(body);
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, "application/json", JSON.stringify(value), headers);
}

/** Begins an endless stream of events; returns what sends one. */
export function beginEvents(response: ServerResponse): (value: unknown) => void {
  response.writeHead(200, { ...safeHeaders, "content-type": "text/event-stream; charset=utf-8" });
  response.flushHeaders();
  return (value) => {
    response.write(`data: ${JSON.stringify(value)}\n\n`);
  };
}
