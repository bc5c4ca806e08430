/** AWS on this machine, for tests. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that was made. */
export interface Asked {
  readonly url: URL;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/**
 * Starts a server that answers so.
 *
 * @param answer status (default: 200) and body for a request
 * @returns what it was asked, its address, and how it ends
 */
export async function serve(answer: (asked: Asked) => { readonly status?: number; readonly body: string }) {
  const asked: Asked[] = [];
  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const sent = Buffer.concat(await request.toArray()).toString("utf8");
    const one = { url, headers: request.headers, body: sent };
    asked.push(one);
    const { status = 200, body } = answer(one);
    response.writeHead(status, { "content-type": body.startsWith("{") ? "application/json" : "text/xml" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, endpoint, close: () => server.close() };
}

/** Credentials of AWS's test suite of Signature Version 4: nobody's. */
export const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
