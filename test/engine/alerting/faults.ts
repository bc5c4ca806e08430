/** What goes wrong, and what becomes of the alarms meanwhile. */
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { redrive } from "../../../alerts-redrive/redrive.ts";
import { sqsQueues } from "../../../alerts-redrive/sqs.ts";
import { readRedriveTarget } from "../../../alerts-redrive/target.ts";
import type { Message } from "../../../rehearsal/inbox/messages.ts";
import { awsAlarm } from "./aws-alarm.ts";
import type { Dev } from "./dev.ts";
import { isTaken, payloadOf, textOf } from "./inbox.ts";
import { type Ear, held, queueOnTopic, received, untilHeld } from "./queues.ts";

const about = (name: string) => (post: Message) => payloadOf(post).includes(name);

/** Sends what is in a queue of dead letters again, as `npm run alerts:redrive` does; returns how many. */
async function sendAgain(dev: Dev, name: string): Promise<number> {
  const target = readRedriveTarget(dev.services as unknown as Record<string, unknown>, name);
  const { rehearsal } = dev.test;
  const credentials = { accessKeyId: rehearsal.plan.accountId, secretAccessKey: "test" };
  const queues = sqsQueues(target, { endpoint: rehearsal.endpoint as string, credentials });
  try {
    const [queue] = target.queues;
    assert.ok(queue);
    const { signal } = new AbortController();
    const moved = await redrive(queue, queues, { signal, onProgress: () => {} });
    assert.deepEqual(moved, { ...moved, cameBack: 0, failure: undefined, isPartial: false });
    return moved.sent;
  } finally {
    queues.destroy();
  }
}

/** Routes that have no webhook yet. Comes first: the sender keeps an address for five minutes. */
export function unconnectedTests(dev: Dev): void {
  let ear: Ear;
  const values = new Map<string, string>();

  before(async () => {
    ear = await queueOnTopic(dev, /-alerts-path/);
    for (const SecretId of Object.values(dev.services.webhookSecretArns)) {
      const { SecretString, VersionId } = await dev.ask("secretsmanager", "GetSecretValue", { SecretId });
      values.set(SecretId, SecretString);
      const parameters = { SecretId, VersionStage: "AWSCURRENT", RemoveFromVersionId: VersionId };
      await dev.ask("secretsmanager", "UpdateSecretVersionStage", parameters);
    }
    await dev.inbox.clear();
  });
  after(async () => {
    for (const [SecretId, SecretString] of values) {
      await dev.ask("secretsmanager", "PutSecretValue", { SecretId, SecretString });
    }
  });

  it("its alerts go to the topic for e-mail, whole, and not to Slack", async () => {
    await dev.publish("critical", awsAlarm({ name: "unconnected-critical", severity: "critical" }));
    await dev.publish("warning", awsAlarm({ name: "unconnected-warning", severity: "warning" }));
    const texts = (await received(dev, ear, 2)).sort();
    assert.equal(texts.length, 2);
    for (const name of ["unconnected-critical", "unconnected-warning"]) {
      const text = texts.find((each) => each.includes(name));
      assert.match(text ?? "", /A test\.[\s\S]*99\.5/, name);
    }
    assert.deepEqual(await dev.inbox.calls(), []);
  });

  it("once connected its alerts go to Slack, and what was mailed is not posted", async () => {
    for (const [SecretId, SecretString] of values) {
      await dev.ask("secretsmanager", "PutSecretValue", { SecretId, SecretString });
    }
    values.clear();
    await dev.publish("critical", awsAlarm({ name: "connected-critical", severity: "critical" }));
    await dev.publish("warning", awsAlarm({ name: "connected-warning", severity: "warning" }));
    const posts = await dev.inbox.until(({ length }) => length >= 2);
    assert.deepEqual(posts.map(({ channel }) => channel).sort(), ["critical", "notices"]);
    assert.ok(posts.every(about("connected-")) && !posts.some(about("unconnected-")));
    assert.deepEqual(await received(dev, ear, 1, 0), []);
  });
}

/** The daily sign of life. */
export function heartbeatTests(dev: Dev): void {
  it("what the schedule sends is one quiet line in every channel", async () => {
    const { Schedules } = await dev.ask("scheduler", "ListSchedules");
    const names = (Schedules as { Name: string }[]).map(({ Name }) => Name);
    const Name = names.find((each) => each.includes("heartbeat"));
    const { Target } = await dev.ask("scheduler", "GetSchedule", { Name });
    assert.equal(Target.Arn, dev.services.alertTopicArns.info);
    // As EventBridge Scheduler fills it in.
    const Message = (Target.Input as string)
      .replace("<aws.scheduler.execution-id>", "d32c5kddcf5bb8c3")
      .replace("<aws.scheduler.scheduled-time>", "2026-03-22T18:59:43Z");
    assert.doesNotMatch(Message, /<aws/);
    await dev.inbox.clear();
    await dev.ask("sns", "Publish", { TopicArn: Target.Arn, Message });
    const posts = await dev.inbox.until(({ length }) => length >= 2);
    assert.deepEqual(posts.map(textOf).sort(), [
      "💚 Alerts reach critical · acme-dev · af-south-1 · 2026-03-22 18:59:43 UTC",
      "💚 Alerts reach notices · acme-dev · af-south-1 · 2026-03-22 18:59:43 UTC",
    ]);
    assert.deepEqual(posts.map(({ channel }) => channel).sort(), ["critical", "notices"]);
    for (const { payload } of posts) assert.equal((payload as { blocks: unknown[] }).blocks.length, 1);
  });
}

/** The same again, and the same to and fro. */
export function repetitionTests(dev: Dev): void {
  before(async () => {
    await dev.newMinute();
    await dev.inbox.clear();
  });
  after(() => dev.restore());

  it("the same transition three times, once as an event of EventBridge, makes one post", async () => {
    const time = Date.parse("2026-03-04T12:00:00.123Z");
    const Message = awsAlarm({ name: "thrice", severity: "warning", time });
    const TopicArn = dev.services.alertTopicArns.warning;
    const MessageBody = JSON.stringify({ Type: "Notification", MessageId: "thrice", TopicArn, Message });
    for (let time = 0; time < 3; time++) {
      await dev.ask("sqs", "SendMessage", { QueueUrl: dev.services.alertsQueueUrl, MessageBody });
    }
    await dev.publish("warning", Message);
    await dev.publish("warning", stateChange("thrice", time));
    await dev.publish("warning", awsAlarm({ name: "after-thrice", severity: "warning" }));
    const posts = await dev.inbox.until((all) => all.some(about("after-thrice")));
    await untilTaken(dev);
    assert.deepEqual(
      (await dev.inbox.calls()).map((call) => /(after-)?thrice/.exec(textOf(call))?.[0]).sort(),
      ["after-thrice", "thrice"],
      posts.map(textOf).join("\n"),
    );
  });

  it("50 transitions in 5 minutes (told in 8 s, summed up after 10 s of quiet) make at most 5 posts that count all of them", async () => {
    // Longer than a busy machine starts functions for: were it quiet in between, it would be summed up twice.
    await dev.change("intake", (alerting) => ({
      ...alerting,
      limits: { ...alerting.limits, flappingQuietSeconds: 10 },
    }));
    await dev.newMinute();
    await dev.inbox.clear();
    const start = Date.parse("2026-03-04T12:00:00.000Z");
    for (let index = 0; index < 50; index++) {
      const state = index % 2 === 0 ? "ALARM" : "OK";
      const time = start + index * 6000;
      await dev.publish("critical", awsAlarm({ name: "flapping", severity: "critical", state, time }));
      await setTimeout(150);
    }
    await dev.inbox.until((all) => all.some((post) => /flapped [\d,]+ times/.test(textOf(post))));
    await untilTaken(dev);
    const posts = await dev.inbox.posts();
    assert.ok(posts.every(about("flapping")) && posts.length <= 5, posts.map(textOf).join("\n"));
    assert.equal((await dev.inbox.calls()).length, posts.length);
    assert.match(textOf(posts.at(-1) as Message), /OK.*flapping \(flapped 50 times\).*50 changes from/);
    console.log(`      50 transitions: ${posts.length} posts`);
  });
}

/** Waits until intake and sender have nothing to do: timers may wait. */
async function untilTaken(dev: Dev): Promise<void> {
  for (const url of [dev.services.alertsQueueUrl, await dev.outboxUrl()]) {
    await untilHeld(dev, url, 0, 20, ["", "NotVisible"]);
  }
}

/** An alarm's transition as EventBridge tells it. */
function stateChange(name: string, time: number): string {
  const arn = `arn:aws:cloudwatch:af-south-1:111122223333:alarm:${name}`;
  const timestamp = new Date(time).toISOString().replace("Z", "+0000");
  return JSON.stringify({
    version: "0",
    id: "c4c1c1c9-6542-e61b-6ef0-8c4d36933a92",
    "detail-type": "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    account: "111122223333",
    time: `${timestamp.slice(0, 19)}Z`,
    region: "af-south-1",
    resources: [arn],
    detail: {
      alarmName: name,
      configuration: { description: "A test.\nSeverity: warning" },
      previousState: { value: "OK" },
      state: { value: "ALARM", reason: "Threshold Crossed", timestamp },
    },
  });
}

/** What cannot be taken in, or is refused, ends in a queue of dead letters, and is sent again from there. */
export function deadLetterTests(dev: Dev): void {
  before(async () => {
    await dev.newMinute();
    await dev.inbox.clear();
  });
  after(async () => {
    await dev.inbox.answer({ mode: "ok" });
    await dev.restore();
  });

  const deadLetters = (name: string) => dev.services.alertDeadLetterUrls[name] as string;

  it("an alarm that the intake fails on is kept, after its receives, and posted once sent again", async () => {
    const QueueUrl = dev.services.alertsQueueUrl;
    const AttributeNames = ["RedrivePolicy", "VisibilityTimeout"];
    const { Attributes } = await dev.ask("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames });
    const RedrivePolicy = JSON.stringify({ ...JSON.parse(Attributes.RedrivePolicy), maxReceiveCount: 2 });
    await dev.ask("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { RedrivePolicy, VisibilityTimeout: "1" } });
    try {
      await dev.change("intake", (alerting) => ({ ...alerting, outboxUrl: `${alerting.outboxUrl}-gone` }));
      await dev.publish("warning", awsAlarm({ name: "poisoned", severity: "warning" }));
      await untilHeld(dev, deadLetters("alerts"), 1);
      assert.deepEqual(await dev.inbox.calls(), []);
    } finally {
      await dev.restore();
      await dev.ask("sqs", "SetQueueAttributes", { QueueUrl, Attributes });
    }
    assert.equal(await sendAgain(dev, "alerts"), 1);
    const posts = await dev.inbox.until(({ length }) => length >= 1);
    assert.ok(posts.every(about("poisoned")));
    assert.deepEqual([posts.length, await held(dev, deadLetters("alerts"))], [1, 0]);
  });

  it("a message of the outbox that nobody can read does not hold up those behind it", async () => {
    const QueueUrl = await dev.outboxUrl();
    const MessageBody = "no JSON";
    await dev.inbox.clear();
    await dev.ask("sqs", "SendMessage", {
      QueueUrl,
      MessageBody,
      MessageGroupId: "notices",
      MessageDeduplicationId: "damaged",
    });
    await dev.publish("warning", awsAlarm({ name: "behind", severity: "warning" }));
    await dev.inbox.until((posts) => posts.some(about("behind")));
    const ear = { url: deadLetters("outbox"), region: "af-south-1" };
    assert.deepEqual(await received(dev, ear, 1), [MessageBody]);
  });

  for (const mode of ["404", "403", "410"] as const) {
    it(`what Slack refuses with ${mode} is kept at once, and posted once sent again`, async () => {
      await dev.newMinute();
      await dev.inbox.clear();
      await dev.inbox.answer({ mode });
      const name = `refused-${mode}`;
      await dev.publish("critical", awsAlarm({ name, severity: "critical" }));
      await untilHeld(dev, deadLetters("outbox"), 1);
      assert.deepEqual(
        (await dev.inbox.calls()).map(({ answer }) => answer.mode),
        [mode],
      );
      await dev.inbox.answer({ mode: "ok" });
      assert.equal(await sendAgain(dev, "outbox"), 1);
      const [post, ...others] = await dev.inbox.until(({ length }) => length >= 1);
      assert.ok(post && isTaken(post) && about(name)(post) && others.length === 0);
      assert.equal(await held(dev, deadLetters("outbox")), 0);
    });
  }
}
