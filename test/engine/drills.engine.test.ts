import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { sqsQueues } from "../../alerts-redrive/sqs.ts";
import { readRedriveTarget } from "../../alerts-redrive/target.ts";
import type { Drill } from "../../drills/drill.ts";
import { drills } from "../../drills/index.ts";
import { alertMachine, pathQueueArns, readMachineOutputs } from "../../drills/machine.ts";
import { drillReal } from "../../drills/run.ts";
import { openReal } from "../../drills/world.ts";
import type { Status } from "../../rehearsal/commands.ts";
import { makeCheckout, rehearse, start } from "../checkout.ts";
import { testToolchain } from "../rehearsals.ts";

/** A message of the inbox, as much of it as is looked at. */
interface Told {
  readonly channel: string;
  readonly payload: { readonly text?: string };
}

const command = (...args: string[]) => start(["cli/entry.mjs", ...args]).ended;
const drill = (...args: string[]) => command("drill", ...args, "dev", "--rehearsal");
const redrive = (...args: string[]) => command("alerts:redrive", "dev", "--rehearsal", ...args);

describe("drills and dead letters in a kept rehearsal", () => {
  let remove: () => void;
  let status: Status;
  let outputs: Readonly<Record<string, unknown>>;
  let foundation: Readonly<Record<string, unknown>>;
  let inbox: string;
  let options: { endpoint: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  let cloudWatch: CloudWatchClient;
  let lambda: LambdaClient;

  before(async () => {
    await testToolchain();
    remove = makeCheckout();
    const { code, stderr } = await rehearse(["dev", "--keep"]);
    assert.equal(code, 0, stderr);
    status = JSON.parse((await rehearse(["status", "dev", "--json"])).stdout) as Status;
    outputs = status.stacks.platform?.outputs ?? {};
    foundation = status.stacks.foundation?.outputs ?? {};
    inbox = status.inboxUrl ?? "";
    const credentials = { accessKeyId: status.accountId, secretAccessKey: "test" };
    options = { endpoint: status.endpoint ?? "", credentials };
    cloudWatch = new CloudWatchClient({ ...options, region: status.region });
    lambda = new LambdaClient({ ...options, region: status.region });
  });
  after(async () => {
    const { code, stderr } = await rehearse(["down", "dev"]);
    remove?.();
    assert.equal(code, 0, stderr);
  });

  const get = async <T>(path: string) => (await (await fetch(`${inbox}${path}`)).json()) as T;
  const deadLetters = async () => {
    const target = readRedriveTarget(outputs);
    const queues = sqsQueues(target, options);
    return Object.fromEntries(
      await Promise.all(target.queues.map(async (queue) => [queue.name, await queues.count(queue)])),
    );
  };

  /** Nothing of a drill is left. */
  async function assertAsBefore(): Promise<void> {
    assert.deepEqual(await get("/api/answers"), { mode: "ok" });
    assert.deepEqual(await deadLetters(), { alerts: 0, outbox: 0, undelivered: 0, "undelivered-us-east-1": 0 });
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
    const left = MetricAlarms.filter(({ AlarmName, StateValue }) => {
      return StateValue === "ALARM" || AlarmName?.includes("-drill-");
    });
    assert.deepEqual(
      left.map(({ AlarmName }) => AlarmName),
      [],
    );
  }

  for (const { name, simulated = "nothing" } of drills) {
    it(`${name}: all comes as expected, what is simulated is said, and nothing is left`, async () => {
      const { code, stdout, stderr } = await drill(name);
      assert.equal(code, 0, stdout + stderr);
      assert.ok(stdout.includes(`Simulated: ${simulated}.`), stdout);
      assert.match(stdout, / {3}\+0\.000 s {2}[\s\S]*intake: [\s\S]*post in #(critical|notices)/);
      assert.doesNotMatch(stdout, /MISSED/);
      await assertAsBefore();
    });
  }

  it("runs a drill at the press of the inbox's button", async () => {
    const listed = await get<readonly { name: string }[]>("/api/drills");
    assert.deepEqual(
      listed.map(({ name }) => name),
      drills.map(({ name }) => name),
    );
    const before = (await get<readonly Told[]>("/api/messages")).length;
    assert.equal((await fetch(`${inbox}/api/drills/backup-failed`, { method: "POST" })).status, 202);
    for (let tries = 0; (await get<readonly Told[]>("/api/messages")).length === before; tries++) {
      assert.ok(tries < 300, "no post came");
      await sleep(100);
    }
  });

  it("sees what a real environment posts in the logs, and lets its alarm recover", async () => {
    const place = { project: "acme", environment: "dev", region: status.region, accountId: status.accountId };
    const given = { place, services: outputs, foundation: {}, options, say: () => {} };
    const signal = new AbortController().signal;
    const { world, log, close } = await openReal({ ...given, alarm: "load-balancer-healthy-hosts", signal });
    try {
      const printed: string[] = [];
      const alarm = drills.find(({ name }) => name === "alarm") as Extract<Drill, { needs: "either" }>;
      const isMet = await drillReal(alarm, { ...world, recoverySeconds: 0 }, log, (text) => printed.push(text));
      assert.ok(isMet, printed.join("\n"));
      assert.match(printed.join("\n"), /post in #\w+: posted, says the sender's log/);
    } finally {
      close();
    }
    await assertAsBefore();
  });

  it("sends dead letters of every kind and region again, each once", async () => {
    const { alertDeadLetterUrls: urls, alertTopicArns: topics } = outputs as {
      alertDeadLetterUrls: Record<string, string>;
      alertTopicArns: Record<string, string>;
    };
    const send = async (region: string, name: string, body: unknown, attributes: Record<string, string> = {}) => {
      const client = new SQSClient({ ...options, region });
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [key, { DataType: "String", StringValue: value }]),
      );
      await client.send(
        new SendMessageCommand({ QueueUrl: urls[name], MessageBody: JSON.stringify(body), MessageAttributes }),
      );
      client.destroy();
    };
    const event = (title: string) => ({
      source: "platform.job",
      "detail-type": "Job",
      id: title,
      time: new Date().toISOString(),
      detail: { title, status: "failed", summary: "a test", environment: "acme-dev" },
    });
    // The drills before may have used up the posts of their minute.
    const machine = alertMachine(readMachineOutputs(outputs, foundation), options, new AbortController().signal);
    await machine.forget([]);
    machine.destroy();
    await send(status.region, "alerts", event("taken from alerts"));
    const envelope = { Type: "Notification", MessageId: "1", TopicArn: topics.warning };
    await send(status.region, "undelivered", { ...envelope, Message: JSON.stringify(event("taken from undelivered")) });
    await send("us-east-1", "undelivered-us-east-1", event("taken from far away"), {
      TARGET_ARN: topics.critical ?? "",
    });

    const dry = await redrive("--dry-run");
    assert.equal(dry.code, 0, dry.stderr);
    assert.match(dry.stdout, /alerts: about 1 would[\s\S]*outbox: about 0[\s\S]*undelivered-us-east-1: about 1/);
    const one = await redrive("--queue", "alerts");
    assert.equal(one.stdout, "alerts: 1 sent again\n", one.stderr);
    const rest = await redrive();
    assert.equal(rest.code, 0, rest.stderr);
    assert.equal(
      rest.stdout,
      "alerts: nothing waits\noutbox: nothing waits\nundelivered: 1 sent again\nundelivered-us-east-1: 1 sent again\n",
    );
    let messages: readonly Told[] = [];
    const came = (title: string) =>
      messages.filter(({ payload }) => payload.text?.includes(title)).map(({ channel }) => channel);
    const all = ["taken from alerts", "taken from undelivered", "taken from far away"];
    for (let tries = 0; tries < 300 && all.some((title) => came(title).length === 0); tries++) {
      await sleep(100);
      messages = await get<readonly Told[]>("/api/messages");
    }
    // A second post of the same would come now.
    await sleep(2000);
    messages = await get<readonly Told[]>("/api/messages");
    assert.deepEqual(came("taken from alerts"), ["notices"]);
    assert.deepEqual(came("taken from undelivered"), ["notices"]);
    // The topic that EventBridge could not reach tells the severity, and so the channel.
    assert.deepEqual(came("taken from far away"), ["critical"]);
    await assertAsBefore();
  });

  it("ends with 1 when the post does not come, and sets the alarm back", async () => {
    const [EventSourceArn] = await pathQueueArns(readRedriveTarget(outputs), options);
    const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
    const UUID = EventSourceMappings?.[0]?.UUID;
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    try {
      const { code, stdout } = await drill("alarm");
      assert.equal(code, 1, stdout);
      assert.match(stdout, /MISSED {2}a post of the alarm within 15 s: nothing\n1 of 1 did not come as expected/);
    } finally {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    }
    await assertAsBefore();
  });
});
