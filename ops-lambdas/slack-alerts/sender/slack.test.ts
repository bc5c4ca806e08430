import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { errorFacts } from "../observer.ts";
import { answerOf, slackCaller } from "./slack.ts";

/** Part of the webhook's address that nobody may see. */
const canary = "Zq7wCanary0123456789Xy";

describe("slackCaller", () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let bodies: string[];
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/${canary}`;
  const call = (timeout = 2000) => slackCaller(() => 0)(url(), { text: "Hello", blocks: [] }, timeout);

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        bodies.push(body);
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  beforeEach(() => {
    bodies = [];
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("posts the message as it is", async () => {
    answer = (response) => response.end("ok");
    assert.deepEqual(await call(), { kind: "taken" });
    assert.deepEqual(
      bodies.map((body) => JSON.parse(body)),
      [{ text: "Hello", blocks: [] }],
    );
  });

  it("takes the time to wait out of Retry-After, and calls once", async () => {
    answer = (response) => response.writeHead(429, { "Retry-After": "7" }).end("rate_limited");
    assert.deepEqual(await call(), { kind: "wait", milliseconds: 7000 });
    assert.equal(bodies.length, 1);
  });

  for (const [status, body] of [
    [400, "invalid_payload"],
    [403, "invalid_token"],
    [404, "channel_not_found"],
    [410, "channel_is_archived"],
  ] as const) {
    it(`is refused for good with ${status}`, async () => {
      answer = (response) => response.writeHead(status).end(body);
      assert.deepEqual(await call(), { kind: "refused", status, reason: body });
    });
  }

  for (const status of [500, 502, 503, 504]) {
    it(`finds Slack down with ${status}, and leaves it to others to try again`, async () => {
      answer = (response) => response.writeHead(status).end();
      assert.deepEqual(await call(), { kind: "down", reason: String(status), isTimeout: false });
      assert.equal(bodies.length, 1);
    });
  }

  it("gives up a call that hangs", async () => {
    answer = () => {};
    assert.deepEqual(await call(100), { kind: "down", reason: "timeout", isTimeout: true });
  });

  it("finds Slack down when nobody listens, and follows no redirection", async () => {
    const nobody = await slackCaller(() => 0)(`http://127.0.0.1:1/${canary}`, { text: "t" }, 500);
    assert.deepEqual(nobody, { kind: "down", reason: "network", isTimeout: false });
    answer = (response) => response.writeHead(302, { Location: url() }).end();
    assert.equal((await call()).kind, "down");
  });

  it("tells nobody the webhook's address, whatever Slack answers or a library says", async () => {
    const hidden = [
      canary,
      Buffer.from(canary).toString("base64"),
      Buffer.from(canary).toString("hex"),
      encodeURIComponent(canary),
    ];
    const shows = (text: string) => hidden.some((each) => text.includes(each));
    assert.ok(shows(`a planted leak: ${canary}`));
    answer = (response) => response.writeHead(404).end(`no such hook ${url()}`);
    assert.ok(!shows(JSON.stringify(await call())));
    const error = Object.assign(new TypeError(`Failed to parse URL from ${url()}`), {
      code: "ERR_INVALID_URL",
      input: url(),
    });
    assert.deepEqual(errorFacts(error), {
      error: "TypeError",
      code: "ERR_INVALID_URL",
      status: undefined,
      awsRequestId: undefined,
    });
    assert.ok(!shows(JSON.stringify(await slackCaller(() => 0)(`http://[${canary}`, { text: "t" }, 100))));
  });
});

describe("answerOf", () => {
  const now = Date.parse("2026-03-04T12:00:00Z");

  it("reads Retry-After as seconds and as a date, and waits 5 s without one", () => {
    for (const [header, milliseconds] of [
      ["7", 7000],
      ["7.5", 7500],
      ["-7", 5000],
      ["Wed, 04 Mar 2026 12:00:09 GMT", 9000],
      ["Wed, 04 Mar 2026 11:00:00 GMT", 0],
      ["soon", 5000],
      [null, 5000],
    ] as const) {
      assert.deepEqual(answerOf(429, "", header, now), { kind: "wait", milliseconds });
    }
  });

  it("tells of Slack's answers only those that are a word", () => {
    assert.deepEqual(answerOf(400, "<html>", null, now), { kind: "refused", status: 400, reason: "unknown" });
  });
});
