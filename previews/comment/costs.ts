/** What the comment says of costs. */
import { dollars, knownSum } from "../../costs/dollars.ts";
import type { EnvironmentCosts } from "../costs.ts";
import { fitting } from "./fitting.ts";
import { code, count, details, prose, table } from "./markdown.ts";

/**
 * What a sum grows by, as `+12.30`; `±0` without difference. Where other charges have no price than
 * before, the difference is that of the rest, `+12.30 and unpriced`; or `unpriced`, when the rest does not differ.
 *
 * @param unpricedBefore charges without a price before; default: none
 * @param unpricedAfter charges without a price after; default: none
 * @param isOther other charges have no price than before, though as many; default: false
 */
export function dollarDifference(
  before: number,
  after: number,
  unpricedBefore = 0,
  unpricedAfter = 0,
  isOther = false,
): string {
  const cents = Math.round((after - before) * 100);
  const known = cents === 0 ? "±0" : `${cents > 0 ? "+" : "−"}${dollars(Math.abs(cents) / 100)}`;
  if (unpricedAfter === unpricedBefore && !isOther) return known;
  return cents === 0 ? "unpriced" : `${known} and unpriced`;
}

/**
 * Costs by environment and stack, fixed and usage apart; empty when no estimate was made.
 *
 * @param isWhole whether all stacks could be previewed
 */
export function costSection(costs: readonly EnvironmentCosts[], isWhole: boolean, room: number): string {
  if (costs.length === 0) return "";
  const changed = costs.flatMap((environment) =>
    environment.stacks.filter(isChanged).map((row) => costRow(environment.environment, row)),
  );
  const head = ["Environment", "Stack", "Fixed", "Difference", "Usage", "Difference", "Unpriced"];
  const lines = table(head, changed, 2).split("\n");
  const body =
    changed.length === 0
      ? [isWhole ? "No stack costs more or less." : "No stack that could be previewed costs more or less."]
      : [...lines.slice(0, 2), ...fitting(lines.slice(2), room / 2, (left) => `\nand ${count(left, "more stack")}`)];
  const parts = [
    "### Costs a month, in US dollars",
    [...body].join("\n"),
    moves(costs),
    prices(costs),
    unpriced(costs, room / 3),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

type Row = EnvironmentCosts["stacks"][number];

const isChanged = ({ fixed, usage, unpriced, otherUnpriced = false }: Row): boolean =>
  otherUnpriced ||
  [fixed, usage, unpriced].some(({ before, after }) => Math.round(before * 100) !== Math.round(after * 100));

function costRow(environment: string, row: Row): string[] {
  const { stack, unpriced, otherUnpriced = false, incomplete = [], unknownDifferences = [] } = row;
  const sums = (["fixed", "usage"] as const).flatMap((kind) => {
    const { before, after } = row[kind];
    return [
      knownSum(after, incomplete.includes(kind)),
      dollarDifference(before, after, 0, 0, unknownDifferences.includes(kind)),
    ];
  });
  const isSame = unpriced.before === unpriced.after && !otherUnpriced;
  const open = isSame
    ? String(unpriced.after)
    : `${unpriced.before} → ${unpriced.after}${otherUnpriced ? " others" : ""}`;
  return [code(environment, 30), code(stack, 50), ...sums, open];
}

/** Environments that the change moves; the first of them, as there are few. */
function moves(costs: readonly EnvironmentCosts[]): string {
  const lines = costs.flatMap(({ environment, regions }) =>
    regions === undefined
      ? []
      : [`${code(environment, 30)} moves from ${code(regions.before, 20)} to ${code(regions.after, 20)}`],
  );
  if (lines.length === 0) return "";
  const shown = fitting(lines, 1000, (left) => `${count(left, "more environment")} move`).join("; ");
  return `${shown}: each side has the prices of its own region.`;
}

function prices(costs: readonly EnvironmentCosts[]): string {
  const dates = costs.flatMap(({ priceDates }) => (priceDates ? [priceDates.oldest, priceDates.newest] : [])).sort();
  const [oldest, newest] = [dates[0], dates.at(-1)];
  if (oldest === undefined || newest === undefined) return "No price was found.";
  const days = oldest === newest ? code(oldest, 12) : `${code(oldest, 12)} to ${code(newest, 12)}`;
  return `Prices of ${days}. Usage as the settings say. What has no price is in none of the sums.`;
}

function unpriced(costs: readonly EnvironmentCosts[], room: number): string {
  const names = new Map<string, { line: string; environments: string[] }>();
  for (const { environment, unpriced: list } of costs) {
    for (const { what, reason, count: number } of list) {
      const line = `- ${code(what, 80)} × ${number}: ${prose(reason, 160)}`;
      const known = names.get(line) ?? { line, environments: [] };
      known.environments.push(environment);
      names.set(line, known);
    }
  }
  if (names.size === 0) return "";
  const items = [...names.values()].map(
    ({ line, environments }) =>
      `${line} (${environments
        .slice(0, 5)
        .map((one) => code(one, 30))
        .join(", ")})`,
  );
  return details(`${items.length} without a price`, fitting(items, room, (left) => `- and ${left} more`).join("\n"));
}
