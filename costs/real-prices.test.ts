import assert from "node:assert/strict";
import { usageSettings } from "../stacks/settings/usage.ts";
import {
  type Example,
  exampleRegions,
  globalExamples,
  regionalExamples,
  visitorExamples,
  type Written,
} from "../test/cost-examples.ts";
import { estimate } from "./estimate.ts";
import { globalRegion, PriceTable, readPriceFile } from "./price-table.ts";

const cents = (usd: number) => Math.round(usd * 100 + 1e-6) / 100;

/** Charges of the same item together: quantity, the price of one, and the sum to the cent. */
function charged({ of, usage }: Example, region: string) {
  const { lines, unpriced, totals } = estimate({
    ...{ environment: "example", region, prices: new PriceTable(), usage: usageSettings.parse(usage ?? {}) },
    resources: of.map((resource) => ({ ...resource, region })),
  });
  const items = new Map<string, { quantity: number; usd: number | undefined; sum: number }>();
  for (const { item, quantity, price, monthlyUsd = 0 } of [...lines, ...unpriced]) {
    const { quantity: before, sum } = items.get(item) ?? { quantity: 0, sum: 0 };
    items.set(item, { quantity: before + quantity, usd: price?.usd, sum: sum + monthlyUsd });
  }
  const rows = [...items].map(([item, { quantity, usd, sum }]) => [
    item,
    Number(quantity.toFixed(6)),
    usd === undefined ? undefined : [usd, cents(sum)],
  ]);
  return { rows: rows.sort(), total: totals.fixed + totals.usage };
}

function check(example: Example, region: string, column: number): void {
  const expected = example.rows.map(([item, quantity, ...written]) => [item, quantity, written[column]]);
  const { rows, total } = charged(example, region);
  assert.deepEqual(rows, expected.sort());
  const sum = example.rows.reduce((all, [, , ...written]) => all + (written[column]?.[1] ?? 0), 0);
  // Each row is rounded to the cent, so that their sum may be off by half a cent for each.
  assert.ok(Math.abs(total - sum) <= 0.005 * example.rows.length + 1e-9, `${total}, and by hand ${sum}`);
}

describe("worked examples over the dated price tables", () => {
  for (const [column, region] of exampleRegions.entries()) {
    describe(region, () => {
      for (const example of regionalExamples) it(example.title, () => check(example, region, column));
      it(visitorExamples[region].title, () => check(visitorExamples[region], region, 0));
      for (const example of globalExamples) it(example.title, () => check(example, region, 0));
    });
  }

  it("are right by themselves: quantity times price is the sum", () => {
    for (const { title, rows } of [...regionalExamples, ...Object.values(visitorExamples), ...globalExamples]) {
      for (const [item, quantity, ...written] of rows) {
        const right = (one: Written) => one === undefined || cents(quantity * one[0]) === one[1];
        assert.ok(written.every(right), `${title}: ${item} ${JSON.stringify(written)}`);
      }
    }
  });

  it("have each price of the tables: none can slip unseen", () => {
    const everywhere = [...Object.values(visitorExamples), ...globalExamples].flatMap(({ rows }) => rows);
    const itemsOf = (region: string) => (readPriceFile(region)?.prices ?? []).map(({ item }) => item).sort();
    assert.deepEqual([...new Set(everywhere.map(([item]) => item))].sort(), itemsOf(globalRegion));
    for (const [column, region] of exampleRegions.entries()) {
      const rows = regionalExamples.flatMap((example) => example.rows);
      const priced = rows.filter(([, , ...written]) => written[column] !== undefined).map(([item]) => item);
      const own = [...new Set(priced)].filter((item) => !itemsOf(globalRegion).includes(item));
      assert.deepEqual(own.sort(), itemsOf(region), region);
    }
  });
});
