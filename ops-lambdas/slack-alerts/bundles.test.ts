import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { lambdaBundle } from "../../components/shared/lambda-bundle.ts";
import { alarm, intakeSettings, senderSettings } from "./incidents/test-events.ts";

const run = promisify(execFile);

/** Calls the function as Lambda does, with AWS's services at that address, and prints its answer as the last line. */
const program = `
const { handler } = require(process.argv[1]);
const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 30000 };
handler(JSON.parse(process.argv[2]), context).then((answer) => console.log(JSON.stringify(answer)));
`;

async function call(task: string, settingsOf: (endpoint: string) => object, body: string) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(String(request.headers["x-amz-target"] ?? request.headers["content-type"]));
    request.resume().on("end", () => response.writeHead(400).end('{"__type":"ValidationException"}'));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: "1", MessageGroupId: "all" };
  const event = JSON.stringify({ Records: [{ messageId: "m-1", receiptHandle: "r", body, attributes }] });
  const { file } = lambdaBundle(task);
  const env = {
    PATH: process.env.PATH,
    ALERTING: JSON.stringify(settingsOf(endpoint)),
    AWS_REGION: "af-south-1",
    AWS_ACCESS_KEY_ID: "111122223333",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: endpoint,
  };
  const { stdout, stderr } = await run(process.execPath, ["-e", program, file, event], { env });
  server.close();
  const lines = stdout.trim().split("\n");
  return { calls, output: stdout + stderr, answer: JSON.parse(lines.at(-1) ?? "") as unknown };
}

describe("the bundles of the alerter", () => {
  it("stay within 1 MB each", () => {
    for (const task of ["slack-alerts/intake", "slack-alerts/sender"]) {
      const { sizeBytes } = lambdaBundle(task);
      assert.ok(sizeBytes <= 1_000_000, `${task}: ${sizeBytes}`);
    }
  });

  it("take an event, and give it back when nothing can be reached; the log holds neither event nor settings", async () => {
    const body = alarm("very-own-name", "ALARM", Date.parse("2026-03-04T12:00:00Z"));
    const { answer, calls, output } = await call(
      "slack-alerts/intake",
      (endpoint) => intakeSettings({ outboxUrl: `${endpoint}/1/o.fifo` }),
      body,
    );
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "m-1" }] });
    assert.deepEqual(new Set(calls), new Set(["DynamoDB_20120810.GetItem", "AmazonSQS.SendMessage"]));
    assert.match(output, /"namespace":\s*"Platform\/Alerts"|"Namespace":\s*"Platform\/Alerts"/);
    assert.match(output, /"FailedRecords":\s*1/);
    assert.ok(!output.includes("very-own-name"), output);
  });

  it("give a message back when its secret cannot be read", async () => {
    const message = { id: "i", route: "all", message: { text: "very-own-text" }, email: { subject: "s", text: "t" } };
    const { answer, calls, output } = await call("slack-alerts/sender", () => senderSettings, JSON.stringify(message));
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "m-1" }] });
    assert.ok(calls.includes("secretsmanager.GetSecretValue"), calls.join());
    assert.match(output, /"FailedRecords":\s*1/);
    assert.ok(!output.includes("very-own-text"), output);
  });
}).timeout(30_000);
