/** Brings the price table up to date from AWS's public price list, which needs no account: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { globalRegion, type PriceFile, type PriceRow } from "../price-table.ts";
import { type ListRow, rowsOfList } from "./csv.ts";
import { matches, type Selector, selectorOf } from "./selectors.ts";

/** Where AWS publishes the list. */
export const priceListEndpoint = "https://pricing.us-east-1.amazonaws.com";

/** An item that is wanted, with the unit that it is counted in. */
export interface Wanted {
  readonly item: string;
  readonly unit: string;
}

/** What a refresh did to one region's file. */
export interface Refreshed {
  readonly file: PriceFile;
  /** Items with a new price or a new date. */
  readonly updated: readonly string[];
  /** Items that the list does not have, or that are looked up by hand: they stay as they were. */
  readonly kept: readonly { readonly item: string; readonly reason: string }[];
}

/** The list cannot be had, or is none. */
export class PriceListError extends Error {
  override readonly name = "PriceListError";
}

/** What to look for in one list. */
interface Search {
  readonly item: string;
  readonly unit: string;
  readonly selector: Selector;
}

/** Where a list is. */
export const listUrl = (endpoint: string, offer: string, region: string) =>
  `${endpoint}/offers/v1.0/aws/${offer}/current/${region}/index.csv`;

async function* linesOf(url: string): AsyncGenerator<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    const { cause } = error as { cause?: Error };
    throw new PriceListError(
      `AWS's price list cannot be reached: ${url}: ${cause?.message ?? (error as Error).message}. Nothing was changed. ` +
        "Run it where that host can be reached.",
    );
  }
  if (!response.ok || response.body === null) {
    throw new PriceListError(`AWS's price list answered ${response.status} for ${url}. Nothing was changed.`);
  }
  yield* createInterface({
    input: Readable.fromWeb(response.body as ReadableStream),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
}

/** The first row of each search; of prices in tiers that is the one that begins at 0, or lowest. */
async function findRows(url: string, searches: readonly Search[]): Promise<Map<string, ListRow>> {
  const found = new Map<string, ListRow>();
  try {
    for await (const row of rowsOfList(linesOf(url))) {
      for (const { item, selector } of searches) {
        if (!matches(selector, row)) continue;
        const start = (each: ListRow | undefined) => Number(each?.StartingRange || 0);
        const before = found.get(item);
        if (before === undefined || start(row) < start(before)) found.set(item, row);
      }
    }
  } catch (error) {
    if (error instanceof PriceListError) throw error;
    throw new PriceListError(`${url}: ${(error as Error).message}. Nothing was changed.`);
  }
  return found;
}

/** The new price of an item; six significant digits are more than AWS publishes. */
function priceOf({ item, unit, selector }: Search, row: ListRow, url: string): PriceRow {
  const usd = Number((Number(row.PricePerUnit) * (selector.units ?? 1)).toPrecision(6));
  return { item, unit, usd, source: url, date: row.EffectiveDate?.slice(0, 10) ?? "" };
}

/**
 * Refreshes a region's file: one list for each service, read as it comes.
 *
 * @param before the file as it is, or an empty one
 * @param wanted items that are needed and not in the file yet. Default: none
 * @param endpoint Default: AWS's
 * @throws PriceListError when a list cannot be had; nothing is written then
 */
export async function refreshFile(
  before: PriceFile,
  wanted: readonly Wanted[] = [],
  endpoint: string = priceListEndpoint,
): Promise<Refreshed> {
  const missing = wanted.filter(({ item }) => !before.prices.some((price) => price.item === item));
  const all: Wanted[] = [...before.prices.map(({ item, unit }) => ({ item, unit })), ...missing];
  const searches = all.flatMap(({ item, unit }) => {
    const selector = before.region === globalRegion ? undefined : selectorOf(item);
    return selector === undefined ? [] : [{ item, unit, selector }];
  });
  const fresh = new Map<string, PriceRow>();
  for (const offer of [...new Set(searches.map(({ selector }) => selector.offer))]) {
    const url = listUrl(endpoint, offer, before.region);
    const ofOffer = searches.filter(({ selector }) => selector.offer === offer);
    const rows = await findRows(url, ofOffer);
    for (const search of ofOffer) {
      const row = rows.get(search.item);
      if (row !== undefined) fresh.set(search.item, priceOf(search, row, url));
    }
  }
  const kept = all
    .filter(({ item }) => !fresh.has(item))
    .map(({ item }) => ({
      item,
      reason: searches.some((search) => search.item === item)
        ? "the price list has no such row"
        : "it is looked up by hand",
    }));
  const prices = [...before.prices.filter(({ item }) => !fresh.has(item)), ...fresh.values()];
  prices.sort((a, b) => a.item.localeCompare(b.item, "en", { numeric: true }));
  return { file: { region: before.region, prices }, updated: [...fresh.keys()].sort(), kept };
}
