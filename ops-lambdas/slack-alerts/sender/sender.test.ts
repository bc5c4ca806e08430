import assert from "node:assert/strict";
import { groupOf } from "../groups.ts";
import { outboxMessage as message } from "../incidents/test-events.ts";
import { World } from "../incidents/test-world.ts";
import type { OutboxMessage } from "../notice.ts";
import { sendAll } from "./send.ts";
import type { Answer } from "./slack.ts";

const second = 1000;

/** Puts messages into the outbox and runs for some minutes. @param isUrgent whether they page */
async function send(world: World, messages: readonly OutboxMessage[], minutes = 10, isUrgent = false): Promise<void> {
  for (const each of messages) await world.intake.queues.post(each, groupOf(each.route, isUrgent));
  await world.run(world.now + minutes * 60 * second);
}

/** Slack that answers these, and then takes everything. */
function answering(...answers: Answer[]): () => Answer {
  return () => answers.shift() ?? { kind: "taken" };
}

const refusal = (status: number, reason = "no_service"): Answer => ({ kind: "refused", status, reason });
const down: Answer = { kind: "down", reason: "503", isTimeout: false };

describe("the sender", () => {
  it("posts a message once, however often it is in the outbox", async () => {
    const world = new World();
    await send(world, [message("one")]);
    await send(world, [message("one")]);
    assert.equal(world.posts.length, 1);
    assert.equal(world.counts.Posts, 1);
  });

  it("calls again 7 s after a Retry-After of 7 at the earliest, also for the next message", async () => {
    const world = new World();
    world.slack = answering({ kind: "wait", milliseconds: 7000 });
    await send(world, [message("one"), message("two")]);
    const [first, second, third] = world.posts.map(({ at }) => at) as [number, number, number];
    assert.ok(second - first >= 7000 && second - first < 9000, String(second - first));
    assert.ok(third - second >= 1000, String(third - second));
  });

  it("gives the message back when Slack asks to wait for longer than there is time", async () => {
    const world = new World();
    world.slack = answering({ kind: "wait", milliseconds: 120_000 });
    const began = world.now;
    await send(world, [message("one")]);
    assert.equal(world.posts.length, 2);
    assert.ok((world.posts[1]?.at ?? 0) >= began + 120_000);
    assert.equal(world.counts.Delays, 1);
    assert.equal(world.counts.FailedRecords, 0);
  });

  it("gives the message back for twelve hours at most, those since it was received included", async () => {
    const world = new World();
    world.slack = answering({ kind: "wait", milliseconds: 48 * 3600 * second });
    const delays: number[] = [];
    const exits = { ...world.sender.exits, delay: async (_: unknown, seconds: number) => void delays.push(seconds) };
    const body = JSON.stringify(message("one"));
    const record = { messageId: "1", receiptHandle: "1", body, group: "all", receives: 1 };
    await sendAll([record], world.now + 60 * second, { ...world.sender, exits });
    assert.deepEqual(delays, [43_200 - 60]);
  });

  it("keeps a second between calls, over all groups of a webhook", async () => {
    const world = new World();
    await world.intake.queues.post(message("urgent"), "all.critical");
    await send(
      world,
      ["one", "two", "three"].map((id) => message(id)),
    );
    const times = world.posts.map(({ at }) => at);
    assert.equal(times.length, 4);
    for (const [index, at] of times.entries()) assert.ok(index === 0 || at - (times[index - 1] as number) >= 1000);
  });

  it("tries what pages at most every 2 s while Slack is down, and less often after 15 minutes", async () => {
    const world = new World();
    const began = world.now;
    world.slack = (now) => (now < began + 3600 * second ? down : { kind: "taken" });
    await send(world, [message("one")], 70, true);
    const gaps = world.posts.slice(1).map(({ at }, index) => [at - began, at - (world.posts[index]?.at ?? 0)] as const);
    for (const [since, gap] of gaps)
      assert.ok(gap <= (since < 900 * second ? 2000 : 61_000) && gap >= 1000, `${since}: ${gap}`);
    assert.ok(gaps.some(([, gap]) => gap > 20_000));
    assert.equal(world.taken.length, 1);
    assert.ok((world.counts.Delays ?? 0) < 300, "the queue allows 1000 receives");
  });

  it("tries what does not page every 11 s at most in the first 15 minutes", async () => {
    const world = new World();
    const [began, back] = [world.now, world.now + 850 * second];
    world.slack = (now) => (now < back ? down : { kind: "taken" });
    await send(world, [message("one")], 20);
    const times = world.posts.map(({ at }) => at - began);
    const gaps = times.slice(1).map((at, index) => at - (times[index] as number));
    assert.ok(Math.max(...gaps) <= 11 * second && Math.min(...gaps) >= second, gaps.join());
    assert.equal(world.taken.length, 1);
    assert.ok((world.counts.Delays ?? 0) < 120, `${world.counts.Delays} of 1000 receives`);
  });

  it("waits out three days without Slack within the receives that the queue allows", async () => {
    const world = new World();
    const [began, hour] = [world.now, 3600 * second];
    world.slack = (now) => (now < began + 72 * hour ? down : { kind: "taken" });
    await send(world, [message("one")], 73 * 60);
    assert.equal(world.taken.length, 1);
    const [posted] = world.posts.slice(-1);
    assert.ok((posted?.at ?? 0) - began < 72.2 * hour, "ten minutes after Slack is back at the latest");
    assert.ok((world.counts.Delays ?? 0) < 900, `${world.counts.Delays} of 1000 receives`);
    assert.equal(world.buried.length, 0);
  });

  for (const status of [400, 403, 404, 410]) {
    it(`moves a message to the dead-letter queue when Slack refuses it for good: ${status}`, async () => {
      const world = new World();
      world.slack = answering(refusal(status));
      await send(world, [message("one"), message("two")]);
      assert.deepEqual(world.buried, [{ body: JSON.stringify(message("one")), reason: `${status} no_service` }]);
      assert.deepEqual(
        world.taken.map(({ kind }) => kind),
        ["two"],
      );
      assert.deepEqual([world.counts.PostFailures, world.counts.FailedRecords, world.counts.Posts], [1, 0, 1]);
    });
  }

  it("reads the secret anew after a 404, and posts to the webhook that is there by then", async () => {
    const world = new World();
    await send(world, [message("one")], 1);
    world.slack = answering(refusal(404));
    world.webhook = "https://hooks.slack.com/services/T/B/another";
    await send(world, [message("two")], 1);
    assert.deepEqual(
      world.taken.map(({ kind }) => kind),
      ["one", "two"],
    );
    assert.equal(world.buried.length, 0);
  });

  for (const webhook of [undefined, "", "not an address"]) {
    it(`sends e-mail while a route is not connected: ${webhook}`, async () => {
      const world = new World();
      world.webhook = webhook;
      await send(world, [message("one")]);
      await send(world, [message("one")]);
      assert.deepEqual(world.mails, [{ subject: "one", text: "one" }]);
      assert.deepEqual([world.posts.length, world.counts.FallbackMails], [0, 1]);
    });
  }

  it("posts without the table, still once a second", async () => {
    const world = new World();
    world.isTableDown = true;
    await send(world, [message("one"), message("two")]);
    const [first, second] = world.posts.map(({ at }) => at) as [number, number];
    assert.equal(world.taken.length, 2);
    assert.ok(second - first >= 1000);
  });

  it("moves what is no message to the dead-letter queue", async () => {
    const world = new World();
    const record = { messageId: "m", receiptHandle: "r", group: "g", receives: 1 };
    for (const body of ["{", "5", "null", "{}", '{"id":"i","route":"all","message":{"text":"t"}}']) {
      assert.deepEqual(await sendAll([{ ...record, body }], world.now + 30_000, world.sender), {
        batchItemFailures: [],
      });
    }
    assert.equal(world.buried.length, 5);
  });

  it("gives back with a failed message those behind it in its group, and no other", async () => {
    const world = new World();
    world.slack = () => ({ kind: "wait", milliseconds: 60_000 });
    const record = (messageId: string, route: string) => ({
      messageId,
      receiptHandle: "r",
      body: JSON.stringify(message(messageId, { route })),
      group: route,
      receives: 1,
    });
    const records = [record("1", "all"), record("2", "all"), record("3", "unconnected")];
    const { batchItemFailures } = await sendAll(records, world.now + 30_000, world.sender);
    assert.deepEqual(batchItemFailures, [{ itemIdentifier: "1" }, { itemIdentifier: "2" }]);
    assert.deepEqual([world.posts.length, world.mails.length], [1, 1]);
  });

  it("gives a message back when the secret cannot be read, and counts that", async () => {
    const world = new World();
    Object.defineProperty(world, "webhook", {
      get: () => {
        throw new Error("AccessDenied https://hooks.slack.com/services/T/B/canary");
      },
    });
    await send(world, [message("one")], 1);
    assert.equal(world.outbox.length, 1);
    assert.ok((world.counts.FailedRecords ?? 0) > 5);
    assert.ok(!world.logs.join().includes("hooks.slack.com"), world.logs.join());
  });
});

describe("the picture of a message", () => {
  const graph = { metrics: [["n", "m"]] };
  const block = (world: World, draw: () => Promise<string | undefined>) => {
    const sent: string[] = [];
    const slack = world.sender.slack;
    const parts = {
      ...world.sender,
      draw,
      settings: { ...world.sender.settings, limits: { ...world.sender.settings.limits, graphMilliseconds: 50 } },
      slack: async (...[url, body, timeout]: Parameters<typeof slack>) => {
        sent.push(JSON.stringify(body));
        return slack(url, body, timeout);
      },
    };
    const body = JSON.stringify(message("one", { graph }));
    const record = { messageId: "m", receiptHandle: "r", body, group: "g", receives: 1 };
    return { sent, answer: sendAll([record], world.now + 30_000, parts) };
  };

  it("is left out when drawing fails or takes too long, and the post goes out", async () => {
    for (const draw of [() => Promise.reject(new Error("no")), () => new Promise<undefined>(() => {})]) {
      const world = new World();
      const began = performance.now();
      const { answer } = block(world, draw);
      assert.deepEqual(await answer, { batchItemFailures: [] });
      assert.ok(performance.now() - began < 500);
      assert.equal(world.taken.length, 1);
    }
  });

  it("is left out the second time when Slack refuses it", async () => {
    const world = new World();
    world.slack = answering(refusal(400, "invalid_blocks"));
    const { answer, sent } = block(world, async () => "https://bucket.example.com/graphs/1.png?X-Amz-Signature=1");
    assert.deepEqual(await answer, { batchItemFailures: [] });
    assert.deepEqual([world.taken.length, world.buried.length, sent.length], [1, 0, 2]);
    assert.ok(!sent[1]?.includes("graphs/1.png"));
  });
});
