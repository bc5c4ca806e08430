/** What a change does to an environment's monthly costs, by stack. Pure. */
import { z } from "zod";
import type { Estimate, Kind, Line } from "../costs/model.ts";
import { compareRows, openOf } from "../costs/summary.ts";
import { byText } from "./model.ts";

/** Costs of an environment before and after a change. US dollars a month, before taxes. */
export const costsSchema = z.object({
  environment: z.string(),
  /** Where it is before and after, when the change moves it: each side has the prices of its own region. */
  regions: z.object({ before: z.string(), after: z.string() }).optional(),
  /** Days of the oldest and the newest price taken; missing when none was. */
  priceDates: z.object({ oldest: z.string(), newest: z.string() }).optional(),
  /** By stack, sorted. */
  stacks: z.array(
    z.object({
      stack: z.string(),
      fixed: z.object({ before: z.number(), after: z.number() }),
      /** What grows with the usage that the settings say. */
      usage: z.object({ before: z.number(), after: z.number() }),
      /** Charges without a price, and resources whose cost cannot be said: the sums leave them out. */
      unpriced: z.object({ before: z.number(), after: z.number() }),
      /** True when others have no price than before, though as many. Default: false. */
      otherUnpriced: z.boolean().optional(),
      /** The sums that miss something after the change. Default: none. */
      incomplete: z.array(z.enum(["fixed", "usage"])).optional(),
      /** The sums whose difference is not known, since other charges of theirs have no price than before. Default: none. */
      unknownDifferences: z.array(z.enum(["fixed", "usage"])).optional(),
    }),
  ),
  /** What has no price after the change, each with its reason, sorted. */
  unpriced: z.array(z.object({ what: z.string(), reason: z.string(), count: z.number() })),
});

/** Costs of an environment before and after a change. */
export type EnvironmentCosts = z.infer<typeof costsSchema>;

/** Compares the estimates of an environment before and after a change. */
export function compareCosts(before: Estimate, after: Estimate): EnvironmentCosts {
  const differences = compareRows(before, after);
  const names = [...new Set(differences.map(({ stack }) => stack))].sort(byText);
  const dates = [before.priceDates, after.priceDates].flatMap((date) => date ?? []);
  const [oldest] = dates.map((date) => date.oldest).sort(byText);
  const newest = dates
    .map((date) => date.newest)
    .sort(byText)
    .at(-1);
  return {
    environment: after.environment,
    ...(before.region === after.region ? {} : { regions: { before: before.region, after: after.region } }),
    ...(oldest === undefined || newest === undefined ? {} : { priceDates: { oldest, newest } }),
    stacks: names.map((stack) => {
      const own = differences.filter((difference) => difference.stack === stack);
      const sum = (of: (row: (typeof own)[number]["after"]) => number) => ({
        before: own.reduce((total, row) => total + of(row.before), 0),
        after: own.reduce((total, row) => total + of(row.after), 0),
      });
      const unpriced = sum((row) => openOf(row.unpriced));
      const unknown = kinds.filter((kind) => unpricedIn(before, stack, kind) !== unpricedIn(after, stack, kind));
      const incomplete = kinds.filter((kind) => unpricedIn(after, stack, kind) !== "");
      const isOther = unpriced.before === unpriced.after && unknown.length > 0;
      return {
        stack,
        fixed: sum(({ fixed }) => fixed),
        usage: sum(({ usage }) => usage),
        unpriced,
        ...(isOther ? { otherUnpriced: true } : {}),
        ...(incomplete.length > 0 ? { incomplete } : {}),
        ...(unknown.length > 0 ? { unknownDifferences: unknown } : {}),
      };
    }),
    unpriced: unpricedOf(after),
  };
}

const kinds: readonly Kind[] = ["fixed", "usage"];

/** What is missing in one of a stack's sums, as a text to compare: of a type whose cost cannot be said, in both. */
function unpricedIn({ unpriced, unpricedTypes }: Estimate, stack: string, kind: Kind): string {
  const charges = unpriced
    .filter((line) => line.stack === stack && line.kind === kind)
    .map(({ item, quantity }) => `${item} ${quantity}`);
  const types = unpricedTypes
    .filter((open) => open.stack === stack)
    .flatMap(({ type, count }) => Array.from({ length: count }, () => type));
  return [...charges, ...types].sort(byText).join("\n");
}

function unpricedOf({ unpriced, unpricedTypes }: Estimate): EnvironmentCosts["unpriced"] {
  const reasonOf = (line: Line) => line.unpriced ?? `no price of ${line.item} in ${line.region}`;
  const lines = unpriced.map((line) => ({ what: line.what, reason: reasonOf(line), count: 1 }));
  const types = unpricedTypes.map(({ type, reason, count }) => ({ what: type, reason, count }));
  const sums = new Map<string, EnvironmentCosts["unpriced"][number]>();
  for (const one of [...lines, ...types]) {
    const key = `${one.what}\n${one.reason}`;
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.entries()].sort(([a], [b]) => byText(a, b)).map(([, one]) => one);
}
