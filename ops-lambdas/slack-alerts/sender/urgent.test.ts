/** What pages goes first. The world handles one message after the other, so that whatever waits within a call is in the way of all others. */
import assert from "node:assert/strict";
import { groupOf } from "../groups.ts";
import { outboxMessage as message } from "../incidents/test-events.ts";
import { World } from "../incidents/test-world.ts";
import type { OutboxMessage } from "../notice.ts";
import { sendAll } from "./send.ts";
import type { Answer } from "./slack.ts";

const second = 1000;
const quiet = Array.from({ length: 8 }, (_, index) => `quiet-${index}`);

/** Puts messages that do not page into the outbox, and behind them one that does. */
async function fill(world: World): Promise<void> {
  for (const id of quiet) await world.intake.queues.post(message(id), groupOf("all", false));
  await world.intake.queues.post(message("page"), groupOf("all", true));
}

/** Everything was taken once, in the order of its group, and Slack was called once a second at most. @param begins of the calls */
function assertWhole(world: World, begins = world.posts.map(({ at }) => at)): void {
  const kinds = world.taken.map(({ kind }) => kind);
  assert.deepEqual(
    kinds.filter((kind) => kind !== "page"),
    quiet,
  );
  assert.deepEqual([kinds.length, world.outbox.length, world.buried.length], [quiet.length + 1, 0, 0]);
  for (const [index, at] of begins.slice(1).entries()) {
    const gap = at - (begins[index] as number);
    assert.ok(gap >= second, `${gap} ms between two calls`);
  }
}

const atOnce = (): Answer => ({ kind: "down", reason: "503", isTimeout: false });

/** A call that hangs until it is given up. */
const hanging = (world: World) => (): Answer => {
  world.now += 2500;
  return { kind: "down", reason: "timeout", isTimeout: true };
};

describe("what pages", () => {
  it("is posted a second after the first of eight that stood before it", async () => {
    const world = new World();
    const began = world.now;
    await fill(world);
    await world.run(began + 60 * second);
    assert.deepEqual(
      world.taken.slice(0, 2).map(({ kind, at }) => [kind, at - began]),
      [
        ["quiet-0", 0],
        ["page", second],
      ],
    );
    assertWhole(world);
  });

  it("is posted while what stood before it waits as long as a 429 asks", async () => {
    const world = new World();
    const began = world.now;
    let calls = 0;
    world.slack = () => (calls++ === 0 ? { kind: "wait", milliseconds: 5000 } : { kind: "taken" });
    await fill(world);
    await world.run(began + 60 * second);
    assert.deepEqual([world.taken[0]?.kind, (world.taken[0]?.at ?? 0) - began], ["page", 5 * second]);
    assertWhole(world);
  });

  for (const [how, answer] of [
    ["refusing at once", () => atOnce],
    ["hanging", hanging],
  ] as const) {
    it(`is posted at most 3 s after Slack is back, whenever that is: ${how}`, async () => {
      for (let outage = 700; outage <= 120 * second; outage += 1300) {
        const world = new World();
        const back = world.now + outage;
        const fails = answer(world);
        const begins: number[] = [];
        world.slack = (now) => {
          begins.push(now);
          return now < back ? fails() : { kind: "taken" };
        };
        await fill(world);
        await world.run(back + 120 * second);
        const late = (world.taken.find(({ kind }) => kind === "page")?.at ?? Number.NaN) - back;
        assert.ok(late <= 3 * second, `${late} ms after an outage of ${outage} ms`);
        assertWhole(world, begins);
      }
    });
  }
});

describe("a message", () => {
  const record = (id: string, isUrgent: boolean, change?: Partial<OutboxMessage>) => ({
    messageId: id,
    receiptHandle: "r",
    body: JSON.stringify(message(id, change)),
    group: groupOf("all", isUrgent),
    receives: 1,
  });

  it("gets half of the time for a call from the first on when Slack is known to be down", async () => {
    const world = new World();
    const timeouts: number[] = [];
    const slack = async (_url: string, _message: unknown, timeout: number): Promise<Answer> => {
      timeouts.push(timeout);
      world.now += timeout;
      return { kind: "down", reason: "timeout", isTimeout: true };
    };
    for (const id of ["one", "two"]) {
      await sendAll([record(id, true)], world.now + 30 * second, { ...world.sender, slack });
    }
    const [first, ...others] = timeouts;
    assert.equal(first, 5000);
    assert.ok(others.length >= 5 && others.every((timeout) => timeout === 2500), timeouts.join());
  });

  it("that does not page calls Slack once, and is given back, however Slack is down", async () => {
    for (const how of [() => atOnce, hanging]) {
      const world = new World();
      world.slack = how(world);
      const { batchItemFailures } = await sendAll([record("one", false)], world.now + 30 * second, world.sender);
      assert.deepEqual([batchItemFailures.length, world.posts.length], [1, 1]);
    }
  });

  it("that does not page has no picture drawn before its turn", async () => {
    const world = new World();
    const drawn: string[] = [];
    const draw = async ({ id }: OutboxMessage) => void drawn.push(id);
    const graph = { metrics: [["n", "m"]] };
    const sender = { ...world.sender, draw: draw as never };
    for (const id of ["one", "two"]) {
      const { batchItemFailures } = await sendAll([record(id, false, { graph })], world.now + 30 * second, sender);
      assert.equal(batchItemFailures.length, id === "one" ? 0 : 1);
    }
    assert.deepEqual(drawn, ["one"]);
  });
});
