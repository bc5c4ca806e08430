import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { OutboxMessage } from "../notice.ts";
import { drawInto } from "./graph.ts";

const credentials = { AWS_ACCESS_KEY_ID: "111122223333", AWS_SECRET_ACCESS_KEY: "secret", AWS_REGION: "af-south-1" };
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const message: OutboxMessage = {
  id: "one",
  route: "all",
  severity: "warning",
  message: { text: "t" },
  email: { subject: "s", text: "t" },
  graph: { metrics: [["AWS/EC2", "CPUUtilization"]] },
};

/** The signature that AWS calculates for an address. Source: Signature Version 4 with query parameters, Amazon S3 API. */
function signatureOf(method: string, url: URL): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const encoded = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const canonical = [method, url.pathname, encoded, `host:${url.host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n");
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  const scope = [date.slice(0, 8), "af-south-1", "s3", "aws4_request"];
  const text = ["AWS4-HMAC-SHA256", date, scope.join("/"), createHash("sha256").update(canonical).digest("hex")].join(
    "\n",
  );
  const hmac = (key: string | Buffer, part: string) => createHmac("sha256", key).update(part).digest();
  return hmac(scope.reduce<string | Buffer>(hmac, "AWS4secret"), text).toString("hex");
}

describe("drawInto", () => {
  let server: Server;
  let puts: { url: URL; body: Buffer }[];
  let status: number;
  const environment = { ...process.env };

  before(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        if (request.method === "PUT") {
          puts.push({ url: new URL(request.url ?? "", `http://${request.headers.host}`), body: Buffer.concat(parts) });
          response.writeHead(status).end();
          return;
        }
        response.setHeader("Content-Type", "application/x-amz-json-1.0");
        response.end(JSON.stringify({ MetricWidgetImage: png.toString("base64") }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, credentials, { AWS_ENDPOINT_URL: endpoint });
  });

  beforeEach(() => {
    puts = [];
    status = 200;
  });

  after(() => {
    for (const name of [...Object.keys(credentials), "AWS_ENDPOINT_URL"]) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    server.closeAllConnections();
    server.close();
  });

  it("keeps the picture, and returns an address that is signed for reading it, for an hour", async () => {
    const address = await drawInto("graphs-bucket", "af-south-1")(message, AbortSignal.timeout(5000));
    const url = new URL(address ?? "");
    assert.match(url.pathname, /^\/graphs-bucket\/alert-graphs\/[0-9a-f]{40}\.png$/);
    assert.equal(url.searchParams.get("X-Amz-Expires"), "3600");
    assert.equal(url.searchParams.get("X-Amz-Signature"), signatureOf("GET", url));
    assert.equal(puts.length, 1);
    const [put] = puts as [{ url: URL; body: Buffer }];
    assert.deepEqual([put.url.pathname, put.body], [url.pathname, png]);
    assert.equal(put.url.searchParams.get("X-Amz-Signature"), signatureOf("PUT", put.url));
  });

  it("fails when the bucket does not take the picture", async () => {
    status = 403;
    await assert.rejects(drawInto("graphs-bucket", "af-south-1")(message, AbortSignal.timeout(5000)), {
      statusCode: 403,
    });
  });
});
