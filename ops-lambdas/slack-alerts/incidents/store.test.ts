import assert from "node:assert/strict";
import fc from "fast-check";
import type { Notice } from "../notice.ts";
import { MemoryTable } from "./memory-table.ts";
import { counted, type Decision, type List } from "./records.ts";
import { IncidentStore } from "./store.ts";
import type { Table } from "./table.ts";

const list: List = { route: "all", reason: "storm" };
const decision: Decision = { kind: "count", list, due: 0 };
const notice = (index: number): Notice => ({
  source: "metric-alarm",
  severity: "warning",
  state: "alarm",
  incident: `incident-${index}`,
  transition: `transition-${index}`,
  time: "2026-03-04T12:00:00.000Z",
  title: `alarm-${index}`,
  summary: "",
  facts: [],
  links: [],
});

/** A table whose operations end in the order that a test chooses. */
function scheduled(table: Table, scheduler: fc.Scheduler): Table {
  const later = <Result>(work: () => Promise<Result>) => scheduler.schedule(Promise.resolve()).then(work);
  return {
    get: (...args) => later(() => table.get(...args)),
    list: (...args) => later(() => table.list(...args)),
    write: (...args) => later(() => table.write(...args)),
    add: (...args) => later(() => table.add(...args)),
  };
}

describe("IncidentStore", () => {
  const commit = (store: IncidentStore, index: number) =>
    store.commit({ notice: notice(index), decision, counted: counted(notice(index)) });

  it("decides a transition once, and an incident on its latest version only", async () => {
    const store = new IncidentStore(new MemoryTable(), () => 0);
    assert.deepEqual([await commit(store, 1), await commit(store, 1)], [true, false]);
    assert.deepEqual(await store.decision("transition-1"), decision);
    const record = { state: "alarm", since: "", lastTime: "", posts: [], untold: 0 } as const;
    assert.equal(await store.replace("i", { record, version: 0 }), true);
    assert.equal(await store.replace("i", { record, version: 0 }), false);
    assert.equal(await store.replace("i", { record, version: 1 }), true);
  });

  it("has the latest of several timers tell a list, once, and finish what it began", async () => {
    const store = new IncidentStore(new MemoryTable(), () => 0);
    for (const due of [1000, 1005, 1003]) await store.arm(list, due);
    assert.deepEqual(await store.telling(list), { due: 1005 });
    assert.equal(await store.isTeller(list, 1003, "early"), false);
    assert.equal(await store.isTeller(list, 1005, "latest"), true);
    assert.equal(await store.isTeller(list, 1005, "twin"), false);
    assert.equal(await store.isTeller(list, 1005, "latest"), true, "delivered again");
    assert.deepEqual(await store.telling(list), { due: 1005, by: "latest" });
    await commit(store, 1);
    await store.claim("latest", list);
    await store.arm(list, 6000);
    assert.equal(await store.isTeller(list, 1005, "latest"), true, "delivered again, after it began");
    assert.deepEqual(await store.telling(list), { due: 6000 });
    await store.arm(list, 66_000);
    assert.equal(await store.isTeller(list, 6000, "taken for lost"), true);
    assert.equal(await store.isTeller(list, 66_000, "in its place"), false);
    assert.equal(await store.isTeller(list, 70_000, "of nobody's note"), true);
  });

  it("seals a batch also when the first write is lost to somebody else", async () => {
    const memory = new MemoryTable();
    let lost = 1;
    const write: Table["write"] = async (writes) =>
      writes.some(({ sk }) => sk === "sealed") && lost-- > 0 ? false : memory.write(writes);
    const store = new IncidentStore(Object.assign(Object.create(memory) as MemoryTable, { write }), () => 0);
    assert.deepEqual(await store.claim("a", list), []);
    await commit(store, 1);
    assert.deepEqual(await store.claim("a", list), [], "what came later is for another timer");
    assert.equal((await store.claim("b", list)).length, 1);
  });

  it("gives each counted notice to one timer, whatever runs beside it, and the same again to the same timer", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 200 }), async (scheduler, before) => {
        const memory = new MemoryTable();
        const plain = new IncidentStore(memory, () => 0);
        for (let index = 0; index < before; index++) await commit(plain, index);
        const store = new IncidentStore(scheduled(memory, scheduler), () => 0);
        const late = Promise.all([1000, 1001, 1002].map((index) => commit(store, index)));
        // One timer is delivered twice at the same time.
        const claims = Promise.all(["a", "a", "b"].map((timer) => store.claim(timer, list)));
        const [first, again, other] = await scheduler.waitFor(claims);
        await scheduler.waitFor(late);
        assert.deepEqual(first, again);
        assert.deepEqual(await plain.claim("a", list), first);
        const rest = await plain.claim("c", list);
        const titles = [...(first ?? []), ...(other ?? []), ...rest].map(({ title }) => title);
        assert.equal(new Set(titles).size, titles.length);
        assert.equal(titles.length, before + 3);
      }),
      { numRuns: 200 },
    );
  });
}).timeout(30_000);
