import assert from "node:assert/strict";
import fc from "fast-check";
import { alarm } from "../incidents/test-events.ts";
import { World } from "../incidents/test-world.ts";

const second = 1000;
const minute = 60 * second;
const transitions = 50;
const cpuIncident = "alarm:arn:aws:cloudwatch:af-south-1:111122223333:alarm:cpu";

/** How the transitions of one alarm arrive. */
const arrivals = fc.record({
  // Near the order in which they happened, or in any: each goes back by so many places.
  delays: fc.oneof(
    fc.array(fc.nat(8), { minLength: transitions, maxLength: transitions }),
    fc.array(fc.nat(transitions), { minLength: transitions, maxLength: transitions }),
  ),
  doubled: fc.subarray([...Array(transitions).keys()]),
  /** Deliveries that are there at the same time, and the seconds until the next. */
  rounds: fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 })), {
    minLength: 1,
    maxLength: 10,
  }),
  /** Whether timers act beside the records that come after them. */
  isTimerBeside: fc.boolean(),
  /** As many as the event source mapping allows. */
  calls: fc.integer({ min: 1, max: 5 }),
  records: fc.integer({ min: 1, max: 10 }),
});

type Arrivals = typeof arrivals extends fc.Arbitrary<infer Value> ? Value : never;

/** Indices of the transitions in the order of their deliveries. */
function orderOf({ delays, doubled }: Arrivals): readonly number[] {
  const once = delays.map((delay, index) => ({ index, place: index + delay }));
  const again = doubled.map((index) => ({ index, place: index + (delays.at(-1 - index) ?? 0) }));
  return [...once, ...again].sort((one, other) => one.place - other.place).map(({ index }) => index);
}

/** Delivers 50 transitions of the alarm "cpu" within 5 minutes, and waits until all is told. */
async function flap(world: World, scheduler: fc.Scheduler, how: Arrivals): Promise<void> {
  const start = world.now;
  const left = [...orderOf(how)];
  for (let round = 0; left.length > 0; round++) {
    const [deliveries, seconds] = how.rounds[round] ?? [left.length, 0];
    for (const index of left.splice(0, deliveries)) {
      world.receive(alarm("cpu", index % 2 === 0 ? "ALARM" : "OK", start + index * 6 * second, "critical"));
    }
    world.turn = () => scheduler.schedule(Promise.resolve());
    await scheduler.waitFor(world.takeInBeside(how.calls, how.records));
    world.turn = async () => {};
    if (how.isTimerBeside) world.now += seconds * second;
    else await world.run(world.now + seconds * second);
  }
}

const kinds = ({ taken }: World) => taken.map(({ kind }) => kind).join();

async function assertTold(world: World): Promise<void> {
  assert.ok(world.taken.length <= 5, kinds(world));
  assert.equal(world.told, transitions, kinds(world));
  assert.match(world.taken.at(-1)?.titles[0] ?? "", /^cpu recovered$/, kinds(world));
  assert.equal(world.taken.at(-1)?.transitions, transitions);
  const { record } = await world.intake.store.incident(cpuIncident);
  assert.deepEqual([record?.state, record?.flapping], ["recovered", undefined]);
  assert.deepEqual([world.alerts.length, world.outbox.length, world.counts.FailedRecords ?? 0], [0, 0, 0]);
}

describe("calls of the intake at the same time", () => {
  it("make 5 posts at most of 50 transitions in 5 minutes, in any order and more than once, and count each once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        arrivals,
        fc.integer({ min: 1, max: 6 }),
        async (scheduler, how, postsPerMinute) => {
          const world = new World({ limits: { postsPerMinute } });
          await flap(world, scheduler, how);
          await world.run(world.now + 60 * minute);
          await assertTold(world);
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it("take no post from other alarms that they don't make", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), arrivals, async (scheduler, how) => {
        const world = new World({ limits: { postsPerMinute: 20 } });
        // All happens in one minute, and nothing is sent meanwhile.
        const rounds = how.rounds.map(([deliveries]) => [deliveries, 0] as [number, number]);
        await flap(world, scheduler, { ...how, rounds, isTimerBeside: true });
        const { length } = world.outbox;
        for (let index = length; index <= 20; index++) world.receive(alarm(`other-${index}`, "ALARM", world.now));
        await world.takeInBeside(1, 1);
        assert.equal(world.outbox.length, 20, "one of them is too many");
        await world.run(world.now + 60 * minute);
        assert.equal(world.told, transitions + 21 - length);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });

  it("post the first critical alarm of a minute at once, delivered twice beside others, and no second one", async () => {
    const alarms = fc.array(fc.constantFrom("database", "site", "disk"), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), alarms, async (scheduler, names) => {
        const world = new World({ limits: { postsPerMinute: 1 } });
        world.receive(alarm("info", "ALARM", world.now, "info"));
        await world.takeInBeside(1, 1);
        for (const name of names) world.receive(alarm(name, "ALARM", world.now, "critical"));
        world.turn = () => scheduler.schedule(Promise.resolve());
        await scheduler.waitFor(world.takeInBeside(5, 2));
        world.turn = async () => {};
        assert.equal(world.outbox.length, 2);
        await world.run(world.now + 60 * minute);
        assert.equal(world.told, 1 + new Set(names).size);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
}).timeout(60_000);
