import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PriceFile, PriceTable, readPriceFile } from "./price-table.ts";

const price = {
  item: "kms/key",
  unit: "month",
  usd: 1,
  source: "https://aws.amazon.com/kms/pricing/",
  date: "2026-11-21",
};
const tableOf = (files: Record<string, PriceFile["prices"]>) =>
  new PriceTable((region) => (files[region] === undefined ? undefined : { region, prices: files[region] }));

describe("the price table", () => {
  it("gives a region's price before that of everywhere", () => {
    const table = tableOf({ "af-south-1": [{ ...price, usd: 2 }], global: [price] });
    assert.deepEqual(table.find("af-south-1", "kms/key", "month"), { price: { ...price, usd: 2 } });
    assert.deepEqual(table.find("eu-west-1", "kms/key", "month"), { price });
  });

  it("says that there is no price", () => {
    const found = tableOf({}).find("af-south-1", "kms/key", "month");
    assert.deepEqual(found, { reason: "no price of kms/key in af-south-1 is in the table" });
  });

  for (const left of ["source", "date"] as const) {
    it(`counts a price without ${left} as none`, () => {
      const { [left]: _, ...rest } = price;
      const found = tableOf({ global: [rest] }).find("af-south-1", "kms/key", "month");
      assert.deepEqual(found, { reason: "the price of kms/key in af-south-1 has no source" });
    });
  }

  it("refuses to multiply with another unit", () => {
    assert.throws(
      () => tableOf({ global: [price] }).find("af-south-1", "kms/key", "hour"),
      /the price of kms\/key in af-south-1 is for one month, but hour are counted/,
    );
  });

  describe("in files", () => {
    let directory = "";
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), "prices-"));
    });
    afterEach(() => rmSync(directory, { recursive: true }));
    const write = (content: unknown) => writeFileSync(join(directory, "eu-west-1.json"), JSON.stringify(content));

    it("has none of a region without file", () => assert.equal(readPriceFile("eu-west-1", directory), undefined));

    const wrong: readonly (readonly [string, unknown, RegExp])[] = [
      ["a price of 0", { region: "eu-west-1", prices: [{ ...price, usd: 0 }] }, /eu-west-1\.json is no price table:/],
      ["a date that is none", { region: "eu-west-1", prices: [{ ...price, date: "yesterday" }] }, /prices\[0\]\.date/],
      ["another region", { region: "eu-west-2", prices: [] }, /says region eu-west-2\. Write eu-west-1\./],
      ["an item twice", { region: "eu-west-1", prices: [price, price] }, /more than one price of kms\/key/],
    ];
    for (const [title, content, message] of wrong) {
      it(`refuses ${title}`, () => {
        write(content);
        assert.throws(() => readPriceFile("eu-west-1", directory), message);
      });
    }
  });
});
