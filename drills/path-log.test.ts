import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { keyOf } from "../ops-lambdas/slack-alerts/incidents/records.ts";
import { loggedPosts } from "./logged-posts.ts";
import { type PathLine, pathLog, readLine } from "./path-log.ts";

const start = Date.UTC(2026, 10, 21);
const at = (milliseconds: number) => new Date(start + milliseconds).toISOString();

describe("readLine", () => {
  it("reads what the functions write, and nothing else", () => {
    const line = {
      timestamp: at(0),
      service: "intake",
      outcome: "post",
      incident: "i",
      transition: "t",
      level: "INFO",
    };
    assert.deepEqual(readLine(JSON.stringify(line)), {
      time: start,
      service: "intake",
      outcome: "post",
      incident: "i",
      transition: "t",
      messageKey: undefined,
      route: undefined,
    });
    for (const text of [
      "START RequestId: 1",
      "null",
      "{}",
      '{"_aws": {}}',
      JSON.stringify({ ...line, timestamp: "?" }),
    ]) {
      assert.equal(readLine(text), undefined, text);
    }
  });
});

describe("pathLog", () => {
  let server: Server;
  let endpoint: string;
  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const isIntake = `${request.url}${body}`.includes("intake") || `${request.url}`.includes("alerts-queue");
      const name = isIntake ? "intake" : "sender";
      const answers: Record<string, object> = {
        mappings: { EventSourceMappings: [{ FunctionArn: `arn:aws:lambda:af-south-1:111122223333:function:${name}` }] },
        configuration: { FunctionName: name, ...(isIntake ? { LoggingConfig: { LogGroup: "/own/intake" } } : {}) },
        events: {
          events: [
            { message: JSON.stringify({ timestamp: at(isIntake ? 50 : 900), service: name, outcome: "post" }) },
            { message: JSON.stringify({ timestamp: at(-1), service: name, outcome: "before" }) },
          ],
        },
      };
      const kind = request.url?.includes("event-source-mappings")
        ? "mappings"
        : request.url?.includes("configuration")
          ? "configuration"
          : "events";
      if (kind === "events") groups.push(JSON.parse(body).logGroupName);
      response.setHeader("content-type", kind === "events" ? "application/x-amz-json-1.1" : "application/json");
      response.end(JSON.stringify(answers[kind]));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  after(() => {
    server?.close();
    server?.closeAllConnections();
  });
  const groups: string[] = [];

  it("finds the functions' logs by their queues, and merges their lines", async () => {
    const settings = {
      endpoint,
      region: "af-south-1",
      credentials: { accessKeyId: "111122223333", secretAccessKey: "test" },
    };
    const arns = ["alerts-queue", "outbox.fifo"].map((name) => `arn:aws:sqs:af-south-1:111122223333:${name}`);
    const [lambda, logs] = [new LambdaClient(settings), new CloudWatchLogsClient(settings)];
    try {
      const lines = await pathLog(lambda, logs, arns).since(start);
      assert.deepEqual(
        lines.map(({ time, service, outcome }) => [time - start, service, outcome]),
        [
          [50, "intake", "post"],
          [900, "sender", "post"],
        ],
      );
      assert.deepEqual(groups.sort(), ["/aws/lambda/sender", "/own/intake"]);
    } finally {
      lambda.destroy();
      logs.destroy();
    }
  });
});

describe("loggedPosts", () => {
  const alarm = { name: "acme-prod-x", arn: "arn:aws:cloudwatch:af-south-1:111122223333:alarm:acme-prod-x" };
  const wanted = { alarm: { ...alarm, state: "ALARM" as const } };
  const incident = keyOf(`alarm:${alarm.arn}`);
  const taken: PathLine = { time: start, service: "intake", outcome: "post", incident, transition: "t1" };
  const posted: PathLine = {
    time: start + 900,
    service: "sender",
    outcome: "posted",
    messageKey: keyOf("notice-t1"),
    route: "critical",
  };
  const find = (lines: readonly PathLine[]) =>
    loggedPosts({ since: async () => lines }, async () => {}).first(wanted, start, 0);

  it("is the alarm's post: the intake names the incident, and the sender its message", async () => {
    const post = await find([taken, posted]);
    assert.deepEqual([post?.time, post?.channel, post?.status], [start + 900, "critical", 200]);
  });

  const others: readonly (readonly [what: string, lines: readonly PathLine[]])[] = [
    ["only taken in", [taken]],
    ["of another alarm", [{ ...taken, incident: "other" }, posted]],
    ["given back by Slack", [taken, { ...posted, outcome: "delayed" }]],
    ["of another message", [taken, { ...posted, messageKey: keyOf("notice-t2") }]],
  ];
  for (const [what, lines] of others) {
    it(`is none that was ${what}`, async () => assert.equal(await find(lines), undefined));
  }
});
