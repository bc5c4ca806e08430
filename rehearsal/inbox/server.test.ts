import assert from "node:assert/strict";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "./messages.ts";
import { mostBodyBytes } from "./requests.ts";
import { type RunningInbox, serveInbox } from "./server.ts";
import { webhookUrl } from "./webhooks.ts";

const key = "test key";
const json = { "content-type": "application/json" };

describe("the Slack inbox over HTTP", () => {
  let inbox: RunningInbox;
  beforeEach(async () => {
    inbox = await serveInbox({ key, id: "test" });
  });
  afterEach(() => inbox.close());

  const post = (body: string, route = "critical", headers: Record<string, string> = json, signal?: AbortSignal) =>
    fetch(webhookUrl(inbox.url, key, route), { method: "POST", headers, body, ...(signal ? { signal } : {}) });
  const answerOf = async (response: Response): Promise<string> => `${response.status} ${await response.text()}`;
  const messages = async (): Promise<Message[]> =>
    (await (await fetch(`${inbox.url}/api/messages`)).json()) as Message[];
  const put = (plan: unknown) =>
    fetch(`${inbox.url}/api/answers`, { method: "PUT", headers: json, body: JSON.stringify(plan) });

  it("keeps what a webhook is sent: time, channel, payload as received, answer", async () => {
    const payload = { text: "a & <b>", blocks: [{ type: "divider" }], attachments: [{ color: "#fff", fallback: "x" }] };
    const before = new Date().toISOString();
    assert.equal(await answerOf(await post(JSON.stringify(payload))), "200 ok");
    assert.equal(
      await answerOf(
        await post(`payload=${encodeURIComponent('{"text":"form"}')}`, "notices", {
          "content-type": "application/x-www-form-urlencoded",
        }),
      ),
      "200 ok",
    );
    const [first, second, ...rest] = await messages();
    assert.deepEqual(rest, []);
    assert.deepEqual(
      { ...first, time: "" },
      { time: "", channel: "critical", payload, answer: { mode: "ok", status: 200, body: "ok" } },
    );
    assert.ok((first?.time ?? "") >= before && /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/.test(first?.time ?? ""));
    assert.deepEqual([second?.channel, second?.payload], ["notices", { text: "form" }]);
    const cleared = await fetch(`${inbox.url}/api/messages`, { method: "DELETE" });
    assert.equal(cleared.status, 204);
    assert.deepEqual(await messages(), []);
  });

  const long = (length: number) => "x".repeat(length);
  const section = (text: unknown) => ({ type: "section", text });
  const refusals: readonly (readonly [title: string, body: string, answer: string])[] = [
    ["no JSON", "{", "400 invalid_payload"],
    ["an array", "[]", "400 invalid_payload"],
    ["null", "null", "400 invalid_payload"],
    ["a text that is no string", '{"text":5}', "400 invalid_payload"],
    ["nothing to show", '{"username":"x","text":"","blocks":[]}', "400 no_text"],
    ["51 blocks", JSON.stringify({ text: "x", blocks: Array(51).fill({ type: "divider" }) }), "400 invalid_blocks"],
    ["a block of no known type", '{"blocks":[{"type":"toString"}]}', "400 invalid_blocks"],
    ["a section that is empty", '{"blocks":[{"type":"section"}]}', "400 invalid_blocks"],
    [
      "a section of 3,001 characters",
      JSON.stringify({ blocks: [section({ type: "mrkdwn", text: long(3001) })] }),
      "400 invalid_blocks",
    ],
    [
      "a header of 151 characters in an attachment",
      JSON.stringify({
        attachments: [{ blocks: [{ type: "header", text: { type: "plain_text", text: long(151) } }] }],
      }),
      "400 invalid_blocks",
    ],
    [
      "11 fields",
      JSON.stringify({ blocks: [{ type: "section", fields: Array(11).fill({ type: "mrkdwn", text: "x" }) }] }),
      "400 invalid_blocks",
    ],
    ["an image without a text for it", '{"blocks":[{"type":"image","image_url":"http://x"}]}', "400 invalid_blocks"],
    ["attachments that are no list", '{"attachments":{}}', "400 invalid_attachments"],
    ["101 attachments", JSON.stringify({ attachments: Array(101).fill({}) }), "400 too_many_attachments"],
  ];
  for (const [title, body, answer] of refusals) {
    it(`refuses ${title} as Slack does`, async () => {
      assert.equal(await answerOf(await post(body)), answer);
      assert.deepEqual(
        (await messages()).map((message) => `${message.answer.status} ${message.answer.body}`),
        [answer],
      );
    });
  }

  it("takes what is just inside Slack's limits, an emoji counted as one", async () => {
    const blocks = Array(49).fill({ type: "divider" });
    const text = { type: "mrkdwn", text: "🚨".repeat(3000) };
    assert.equal(await answerOf(await post(JSON.stringify({ blocks: [...blocks, section(text)] }))), "200 ok");
  });

  it("refuses another content type, method, path and token, and a body that is too long", async () => {
    const url = webhookUrl(inbox.url, key, "critical");
    assert.equal(
      await answerOf(await post('{"text":"x"}', "critical", { "content-type": "text/plain" })),
      "400 invalid_payload",
    );
    assert.equal(await answerOf(await fetch(url)), "405 method_not_allowed");
    assert.equal(await answerOf(await fetch(`${url}x`, { method: "POST" })), "403 invalid_token");
    const other = webhookUrl(inbox.url, "other key", "critical");
    assert.equal(await answerOf(await fetch(other, { method: "POST" })), "403 invalid_token");
    const foreign = url.replace("T0REHEARSAL", "T0OTHER");
    assert.equal(await answerOf(await fetch(foreign, { method: "POST" })), "404 no_service");
    assert.equal((await post(long(mostBodyBytes + 1))).status, 413);
    assert.deepEqual((await messages()).length, 1);
  });

  it("answers as it is told, for as many calls as it is told", async () => {
    assert.equal((await put({ mode: "429", count: 2, retryAfter: 7 })).status, 200);
    const limited = await post('{"text":"x"}');
    assert.equal(limited.headers.get("retry-after"), "7");
    assert.equal(await answerOf(limited), "429 rate_limited");
    assert.deepEqual(await (await fetch(`${inbox.url}/api/answers`)).json(), { mode: "429", count: 1, retryAfter: 7 });
    assert.equal((await post('{"text":"x"}')).status, 429);
    assert.equal(await answerOf(await post('{"text":"x"}')), "200 ok");
    const told: string[] = [];
    for (const mode of ["500", "404", "400", "403", "410", "ok"]) {
      await put({ mode });
      told.push(await answerOf(await post('{"text":"x"}')));
    }
    assert.deepEqual(told, [
      "500 rollup_error",
      "404 no_service",
      "400 invalid_payload",
      "403 invalid_token",
      "410 channel_is_archived",
      "200 ok",
    ]);
    const last = (await messages()).map(({ answer }) => answer);
    assert.deepEqual(last[0], { mode: "429", status: 429, body: "rate_limited", retryAfter: 7 });
  });

  it("hangs: takes the call, and never answers", async () => {
    await put({ mode: "hang", count: 1 });
    await assert.rejects(post('{"text":"x"}', "critical", json, AbortSignal.timeout(150)), { name: "TimeoutError" });
    assert.deepEqual((await messages())[0]?.answer, { mode: "hang", status: null, body: "" });
    assert.equal((await post('{"text":"x"}')).status, 200);
  });

  it("names every problem of an answer that it cannot give, and what is allowed", async () => {
    const refused = await put({ mode: "teapot", count: 0, retryAfter: 1.5, channel: "x" });
    assert.equal(refused.status, 400);
    const { error } = (await refused.json()) as { error: string };
    assert.match(error, /mode must be one of ok, 429, 500, 404, 400, 403, 410, hang, got "teapot"/);
    assert.match(error, /count must be a whole number from 1, got 0; retryAfter must be whole seconds from 0, got 1.5/);
    assert.match(error, /"channel" is not known: there are mode, count, retryAfter/);
    for (const body of ["[]", "5", "{"]) {
      assert.equal((await fetch(`${inbox.url}/api/answers`, { method: "PUT", body })).status, 400);
    }
    assert.deepEqual(await (await fetch(`${inbox.url}/api/answers`)).json(), { mode: "ok" });
  });

  it("says which methods a path takes, and that there is nothing elsewhere", async () => {
    const wrong = await fetch(`${inbox.url}/api/messages`, { method: "PATCH" });
    assert.deepEqual([wrong.status, wrong.headers.get("allow")], [405, "GET, DELETE"]);
    for (const path of ["/nowhere", "/api/drills/", "/toString", "/../../package.json"]) {
      assert.equal((await fetch(inbox.url + path)).status, 404, path);
    }
  });

  /** `fetch` sets Host itself. */
  function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = request(inbox.url + path, { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      call.once("error", reject).end();
    });
  }

  it("lets no foreign page in: neither by a name that leads here, nor by a request of its own", async () => {
    const { port } = new URL(inbox.url);
    assert.equal(await statusOf("GET", "/api/messages", { host: `evil.example:${port}` }), 403);
    assert.equal(await statusOf("GET", "/", { host: "evil.example" }), 403);
    assert.equal(await statusOf("GET", "/api/messages", { host: `localhost:${port}` }), 200);
    for (const origin of ["http://evil.example", "null", "http://127.0.0.1:1", `https://127.0.0.1:${port}`]) {
      assert.equal(await statusOf("DELETE", "/api/messages", { origin }), 403, origin);
      assert.equal(await statusOf("POST", "/api/drills/alarm", { origin }), 403, origin);
    }
    assert.equal(await statusOf("DELETE", "/api/messages", { origin: inbox.url }), 204);
    assert.equal((await fetch(`${inbox.url}/api/messages`)).headers.get("access-control-allow-origin"), null);
  });

  it("takes the port that it wishes, and another when it is taken", async () => {
    const { port } = new URL(inbox.url);
    const second = await serveInbox({ key, id: "second", port: Number(port) });
    assert.notEqual(second.url, inbox.url);
    await second.close();
    await inbox.close();
    inbox = await serveInbox({ key, id: "third", port: Number(port) });
    assert.equal(new URL(inbox.url).port, port);
  });

  describe("with drills", () => {
    const print = (text: string) => [process.execPath, "-e", `console.log(${JSON.stringify(text)})`];
    const list = print('[{"name":"alarm","title":"An alarm","more":1},{"name":"storm","title":"A storm"}]');
    const program = `console.log("drilling", process.argv[1]); setTimeout(() => process.exit(process.argv[1] === "storm" ? 1 : 0), 200)`;

    beforeEach(async () => {
      await inbox.close();
      inbox = await serveInbox({ key, id: "drills", drills: { list, run: [process.execPath, "-e", program] } });
    });
    const start = (name: string) => fetch(`${inbox.url}/api/drills/${name}`, { method: "POST" });

    it("lists them, runs one at a time, and tells how each ends", async () => {
      const drills = await (await fetch(`${inbox.url}/api/drills`)).json();
      assert.deepEqual(drills, [
        { name: "alarm", title: "An alarm" },
        { name: "storm", title: "A storm" },
      ]);
      const events = await fetch(`${inbox.url}/api/events`);
      let told = "";
      void events.body
        ?.pipeTo(
          new WritableStream({
            write: (chunk) => {
              told += new TextDecoder().decode(chunk);
            },
          }),
        )
        .catch(() => {});
      const until = async (text: string) => {
        for (let waited = 0; !told.includes(text) && waited < 5000; waited += 20) await sleep(20);
        assert.ok(told.includes(text), `${text} in ${told}`);
      };
      assert.equal((await start("alarm")).status, 202);
      const second = await start("storm");
      assert.equal(second.status, 409);
      assert.match(await second.text(), /The drill alarm is running/);
      await until('"name":"alarm","state":"succeeded","output":"drilling alarm\\n"');
      assert.equal((await start("storm")).status, 202);
      await until('"name":"storm","state":"failed"');
      const unknown = await start("quake");
      assert.equal(unknown.status, 404);
      assert.match(await unknown.text(), /There are: alarm, storm/);
    });

    it("says why they cannot be listed", async () => {
      await inbox.close();
      inbox = await serveInbox({ key, id: "broken", drills: { list: print("no list"), run: ["false"] } });
      const answer = await fetch(`${inbox.url}/api/drills`);
      assert.equal(answer.status, 500);
      assert.match(await answer.text(), /the list of drills is no JSON array/);
    });
  });

  it("has no drills without commands", async () => {
    assert.deepEqual(await (await fetch(`${inbox.url}/api/drills`)).json(), []);
    assert.equal((await fetch(`${inbox.url}/api/drills/alarm`, { method: "POST" })).status, 404);
  });
});
