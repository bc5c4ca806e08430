import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { inspect } from "node:util";
import { ConnectError, connectRoute } from "./connect.ts";
import { secretStore } from "./store.ts";

const canary = "CanaryCanaryCanaryCanary";

/** A call of a server: what was asked, with its body. */
interface Call {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server on a free loopback port that answers as it is told. */
async function serve(answer: (call: Call, response: ServerResponse) => void): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    answer({ method: request.method, url: request.url, headers: request.headers, body }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

describe("connectRoute", () => {
  let slack: Server;
  let webhookUrl: string;
  let calls: Call[];
  let answer: (response: ServerResponse, call: Call) => void;
  let stored: string[];

  beforeEach(async () => {
    calls = [];
    stored = [];
    answer = (response) => response.end("ok");
    const { server, url } = await serve((call, response) => {
      calls.push(call);
      answer(response, call);
    });
    slack = server;
    webhookUrl = `${url}/services/T1/B1/${canary}`;
  });
  afterEach(() => {
    slack.close();
    slack.closeAllConnections();
  });

  const store = async (value: string) => {
    stored.push(value);
  };
  const connect = (to = store) => connectRoute({ environment: "dev", route: "critical", webhookUrl }, to);

  /** The connection fails with this reason, and nothing that could be printed of the error holds the webhook. */
  async function fails(reason: RegExp, to = store): Promise<void> {
    await assert.rejects(connect(to), (error: Error) => {
      assert.ok(error instanceof ConnectError, inspect(error));
      assert.match(error.message, reason);
      const printed = inspect(error, { depth: 10, showHidden: true }) + error.stack + JSON.stringify(error);
      for (const encoding of ["utf8", "base64", "hex"] as const) {
        assert.equal(printed.includes(Buffer.from(canary).toString(encoding)), false, `${encoding}: ${printed}`);
      }
      return true;
    });
    assert.deepEqual(stored, []);
  }

  it("posts a test message that names environment and route, then stores the webhook", async () => {
    await connect(async (value) => {
      assert.equal(calls.length, 1, "stored before the test");
      stored.push(value);
    });
    assert.deepEqual(stored, [webhookUrl]);
    assert.deepEqual([calls[0]?.method, calls[0]?.headers["content-type"]], ["POST", "application/json"]);
    assert.deepEqual(JSON.parse(calls[0]?.body ?? ""), {
      text: ":white_check_mark: Alerts of *dev*, route *critical*, come here from now on.",
    });
  });

  const answers: readonly (readonly [status: number, body: string, reason: RegExp])[] = [
    [404, "no_service", /refused the test message: 404 no_service\. The webhook was revoked/],
    [403, "invalid_token", /403 invalid_token/],
    [410, "channel_is_archived", /410 channel_is_archived/],
    [400, "invalid_payload", /400 invalid_payload/],
    [500, "rollup_error", /500 rollup_error\. Slack has trouble/],
    [204, "", /204\. /],
  ];
  for (const [status, body, reason] of answers) {
    it(`stores nothing when Slack answers ${status}`, async () => {
      answer = (response) => response.writeHead(status).end(body);
      await fails(reason);
    });
  }

  it("says when to try again after a 429", async () => {
    answer = (response) => response.writeHead(429, { "retry-after": "7" }).end();
    await fails(/Try again in 7 s/);
    answer = (response) => response.writeHead(429, { "retry-after": canary }).end();
    await fails(/Try again in a minute/);
  });

  it("shows nothing of an answer that repeats the request, and follows no redirect", async () => {
    answer = (response, { url }) => response.writeHead(404).end(`not here: ${url}`);
    await fails(/404\. The webhook/);
    answer = (response, { url }) => response.writeHead(307, { location: `/elsewhere${url}` }).end();
    await fails(/could not be sent/);
    assert.equal(
      calls.some(({ url }) => url?.startsWith("/elsewhere")),
      false,
    );
  });

  it("says the network's reason without the address", async () => {
    answer = (response) => response.destroy();
    await fails(/could not be sent: UND_ERR_SOCKET/);
    slack.close();
    slack.closeAllConnections();
    await fails(/could not be sent: ECONNREFUSED\. Nothing was stored/);
  });

  it("takes the webhook out of what a failing store says", async () => {
    await fails(
      /arrived, but the webhook of critical could not be stored: ValidationException: bad value \[webhook\]/,
      async (value) => {
        throw Object.assign(new Error(`bad value ${value}`, { cause: value }), { name: "ValidationException" });
      },
    );
  });

  describe("with Secrets Manager", () => {
    const secretArn = "arn:aws:secretsmanager:af-south-1:111122223333:secret:acme-dev-slack-critical-abcdef";
    const credentials = { accessKeyId: "111122223333", secretAccessKey: "test" };

    it("puts the webhook into the route's secret, in the secret's region", async () => {
      const puts: Call[] = [];
      const { server, url } = await serve((call, response) => {
        puts.push(call);
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end("{}");
      });
      try {
        const options = { endpoint: url, credentials };
        await connect(secretStore({ secretArn, region: "af-south-1", accountId: "111122223333" }, options));
      } finally {
        server.close();
      }
      assert.equal(puts.length, 1);
      assert.equal(puts[0]?.headers["x-amz-target"], "secretsmanager.PutSecretValue");
      assert.match(String(puts[0]?.headers.authorization), /\/af-south-1\/secretsmanager\//);
      const { SecretId, SecretString } = JSON.parse(puts[0]?.body ?? "");
      assert.deepEqual({ SecretId, SecretString }, { SecretId: secretArn, SecretString: webhookUrl });
    });

    it("says AWS's reason when it refuses", async () => {
      const { server, url } = await serve((call, response) => {
        const body = JSON.stringify({ __type: "AccessDeniedException", message: `not allowed: ${call.body}` });
        response.writeHead(400, { "content-type": "application/x-amz-json-1.1" }).end(body);
      });
      try {
        const place = { secretArn, region: "af-south-1", accountId: "111122223333" };
        await fails(
          /could not be stored: AccessDeniedException: not allowed/,
          secretStore(place, { endpoint: url, credentials }),
        );
      } finally {
        server.close();
      }
    });
  });
});
