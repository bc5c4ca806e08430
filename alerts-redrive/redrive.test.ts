import assert from "node:assert/strict";
import type { DeadLetter } from "./letters.ts";
import { describeMoved, mostLetters, type RedriveQueues, redrive, type Sending } from "./redrive.ts";
import type { DeadLetterQueue } from "./target.ts";

const alerts: DeadLetterQueue = { name: "alerts", url: "https://dead", region: "af-south-1", to: "alerts" };
const outbox: DeadLetterQueue = { ...alerts, name: "outbox", to: "outbox" };

/** A queue in memory; `onSend` may throw, or put something into it again. */
class FakeQueues implements RedriveQueues {
  waiting: DeadLetter[];
  readonly hidden = new Map<string, DeadLetter>();
  readonly sent: Sending[] = [];
  /** Steps in their order: what is deleted before it was sent is lost. */
  readonly steps: string[] = [];
  onSend: (sending: Sending) => void = () => {};

  constructor(bodies: readonly string[], group?: string) {
    this.waiting = bodies.map((body, index) => fakeLetter(body, index, group));
  }
  async count() {
    return this.waiting.length;
  }
  async receive() {
    const letters = this.waiting.splice(0, 10);
    for (const letter of letters) this.hidden.set(letter.receiptHandle, letter);
    return letters;
  }
  async send(_queue: DeadLetterQueue, sending: Sending) {
    this.onSend(sending);
    this.sent.push(sending);
    this.steps.push(`send ${sending.body}`);
  }
  async remove(_queue: DeadLetterQueue, { receiptHandle, body }: DeadLetter) {
    this.hidden.delete(receiptHandle);
    this.steps.push(`remove ${body}`);
  }
  async giveBack(_queue: DeadLetterQueue, letter: DeadLetter) {
    if (this.hidden.delete(letter.receiptHandle)) this.waiting.push(letter);
  }
}

function fakeLetter(body: string, index: number, group?: string): DeadLetter {
  return { messageId: `m${index}`, receiptHandle: `r${index}`, body, group, attributes: {} };
}

const texts = (count: number) => Array.from({ length: count }, (_, index) => `letter ${index}`);

async function run(queues: FakeQueues, queue = alerts, signal = new AbortController().signal) {
  const progress: number[] = [];
  const moved = await redrive(queue, queues, { signal, onProgress: (sent) => progress.push(sent) });
  return { ...moved, progress };
}

describe("redrive", () => {
  it("sends every letter once, and deletes it only then", async () => {
    const queues = new FakeQueues(texts(23));
    assert.deepEqual(await run(queues), {
      sent: 23,
      cameBack: 0,
      failure: undefined,
      isPartial: false,
      progress: [10, 20, 23],
    });
    assert.deepEqual(
      queues.steps,
      texts(23).flatMap((text) => [`send ${text}`, `remove ${text}`]),
    );
    assert.deepEqual([queues.waiting, queues.hidden.size], [[], 0]);
  });

  it("keeps a letter's group and gives it a new id in the outbox, and neither elsewhere", async () => {
    const queues = new FakeQueues(["a", "b"], "critical.critical");
    await run(queues, outbox);
    assert.deepEqual(
      queues.sent.map(({ fifo }) => fifo?.group),
      ["critical.critical", "critical.critical"],
    );
    assert.equal(new Set(queues.sent.map(({ fifo }) => fifo?.dedupeId)).size, 2);
    const standard = new FakeQueues(["a"]);
    await run(standard);
    assert.deepEqual(standard.sent, [{ body: "a", fifo: undefined }]);
  });

  it("loses nothing when sending fails: all that was not sent is visible again", async () => {
    const queues = new FakeQueues(texts(8));
    queues.onSend = ({ body }) => {
      if (body === "letter 3") throw Object.assign(new Error("slow down"), { name: "ThrottlingException" });
    };
    const moved = await run(queues);
    assert.deepEqual([moved.sent, moved.failure], [3, "ThrottlingException: slow down"]);
    assert.deepEqual(queues.waiting.map(({ body }) => body).sort(), texts(8).slice(3));
    assert.equal(queues.hidden.size, 0);
    assert.match(describeMoved("alerts", moved), /3 sent again; then it failed: ThrottlingException: slow down/);
  });

  it("ends although letters come back, and leaves them", async () => {
    const queues = new FakeQueues(texts(3));
    let next = 100;
    queues.onSend = ({ body }) => {
      if (body === "letter 1") queues.waiting.push(fakeLetter(body, next++));
    };
    const moved = await run(queues);
    assert.deepEqual([moved.sent, moved.cameBack], [3, 1]);
    assert.deepEqual(
      queues.waiting.map(({ body }) => body),
      ["letter 1"],
    );
    assert.match(describeMoved("alerts", moved), /3 sent again; 1 came back and stay: their cause is still there/);
  });

  it("stops after the letter that is under way", async () => {
    const queues = new FakeQueues(texts(15));
    const stop = new AbortController();
    queues.onSend = ({ body }) => {
      if (body === "letter 4") stop.abort();
    };
    const moved = await run(queues, alerts, stop.signal);
    assert.deepEqual([moved.sent, moved.cameBack, moved.isPartial], [5, 0, true]);
    assert.equal(queues.waiting.length, 10);
    assert.equal(queues.hidden.size, 0);
  });

  it("ends after many letters", async () => {
    const queues = new FakeQueues(texts(mostLetters + 5));
    const moved = await run(queues);
    assert.deepEqual([moved.sent, moved.isPartial, queues.waiting.length], [mostLetters, true, 5]);
  });

  it("says that nothing was there", async () => {
    assert.equal(describeMoved("outbox", await run(new FakeQueues([]))), "outbox: nothing was sent again");
  });
});
