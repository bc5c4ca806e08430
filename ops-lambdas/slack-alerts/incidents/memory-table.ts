/** The table in memory, for tests: the same conditions as DynamoDB's. */
import type { Condition, Item, Table, Write } from "./table.ts";

/** A table in memory. `items` are all that it holds, by `pk` and `sk` with a line break between. */
export class MemoryTable implements Table {
  readonly items = new Map<string, Item>();
  readonly #counters = new Map<string, Record<string, number>>();

  async get(pk: string, sk: string): Promise<Item | undefined> {
    return structuredClone(this.items.get(`${pk}\n${sk}`));
  }

  async list(pk: string, limit: number): Promise<readonly Item[]> {
    const found = [...this.items].filter(([key]) => key.startsWith(`${pk}\n`)).map(([, item]) => item);
    return structuredClone(found.sort((left, right) => (left.sk < right.sk ? -1 : 1)).slice(0, limit));
  }

  async write(writes: readonly Write[]): Promise<boolean> {
    if (writes.length > 100) throw new Error(`There are ${writes.length} writes, allowed are 100.`);
    const keys = new Set(writes.map(({ pk, sk }) => `${pk}\n${sk}`));
    if (keys.size < writes.length) throw new Error("Two writes are for one item.");
    if (!writes.every((write) => isMet(write.if, this.items.get(`${write.pk}\n${write.sk}`)))) return false;
    for (const write of writes) {
      const key = `${write.pk}\n${write.sk}`;
      if ("put" in write) {
        const { data, version } = write.put;
        this.items.set(key, JSON.parse(JSON.stringify({ sk: write.sk, data, version })) as Item);
      } else if ("remove" in write) this.items.delete(key);
    }
    return true;
  }

  async add(pk: string, sk: string, amounts: Readonly<Record<string, number>>): Promise<Record<string, number>> {
    const counters = this.#counters.get(`${pk}\n${sk}`) ?? {};
    for (const [name, amount] of Object.entries(amounts)) counters[name] = (counters[name] ?? 0) + amount;
    this.#counters.set(`${pk}\n${sk}`, counters);
    return { ...counters };
  }
}

function isMet(condition: Condition, item: Item | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === "absent") return item === undefined;
  return condition === "present" ? item !== undefined : item?.version === condition;
}
