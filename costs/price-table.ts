/** The dated price table in `costs/prices`: one file for each region, and one for what costs the same everywhere. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Price } from "./model.ts";

/** The file of what costs the same in all regions. */
export const globalRegion = "global";

/** Where the table is. */
export const pricesDirectory = join(import.meta.dirname, "prices");

const row = z.strictObject({
  item: z.string().regex(/^[a-z0-9]+\/[A-Za-z0-9./-]+$/),
  unit: z.string().min(1),
  usd: z.number().positive(),
  /** Missing for a figure that nobody has found the source of yet; it counts as unpriced. */
  source: z.url().optional(),
  date: z.iso.date().optional(),
});

const file = z.strictObject({ region: z.string(), prices: z.array(row) });

/** A row of the table as it is written, perhaps without source. */
export type PriceRow = z.infer<typeof row>;

/** A file of the table. */
export type PriceFile = z.infer<typeof file>;

/** A price, or why there is none. */
export type Found = { readonly price: Price } | { readonly reason: string };

/**
 * Reads one region's file.
 *
 * @param directory where the table is. Default: the repository's
 * @returns undefined when the region has none
 * @throws Error that names the file and each row that is wrong
 */
export function readPriceFile(region: string, directory = pricesDirectory): PriceFile | undefined {
  const path = join(directory, `${region}.json`);
  if (!existsSync(path)) return undefined;
  const result = file.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!result.success) throw new Error(`${path} is no price table:\n${z.prettifyError(result.error)}`);
  const items = result.data.prices.map(({ item }) => item);
  const twice = items.filter((item, index) => items.indexOf(item) !== index);
  if (result.data.region !== region) throw new Error(`${path} says region ${result.data.region}. Write ${region}.`);
  if (twice.length > 0) throw new Error(`${path} has more than one price of ${twice.join(", ")}. Leave one of each.`);
  return result.data;
}

/** Prices by region and item. */
export class PriceTable {
  readonly #files = new Map<string, PriceFile | undefined>();
  readonly #read: (region: string) => PriceFile | undefined;

  /** @param read gives a region's file. Default: the repository's table */
  constructor(read: (region: string) => PriceFile | undefined = (region) => readPriceFile(region)) {
    this.#read = read;
  }

  #file(region: string): PriceFile | undefined {
    if (!this.#files.has(region)) this.#files.set(region, this.#read(region));
    return this.#files.get(region);
  }

  /**
   * Looks a price up: in the region's file, or else in that of what costs the same everywhere.
   *
   * @param unit what the quantity counts
   * @throws Error when the table's price is for another unit: a mistake of the table or of a pricer
   */
  find(region: string, item: string, unit: string): Found {
    const found = [region, globalRegion].flatMap((name) => {
      const price = this.#file(name)?.prices.find((each) => each.item === item);
      return price === undefined ? [] : [price];
    })[0];
    if (found === undefined) return { reason: `no price of ${item} in ${region} is in the table` };
    if (found.unit !== unit) {
      throw new Error(`the price of ${item} in ${region} is for one ${found.unit}, but ${unit} are counted`);
    }
    const { source, date } = found;
    if (source === undefined || date === undefined)
      return { reason: `the price of ${item} in ${region} has no source` };
    return { price: { ...found, source, date } };
  }
}
