/** Estimates for the terminal: tables, a chart, and what has no price. */
import Table from "cli-table3";
import { dollars, knownSum } from "./dollars.ts";
import type { Estimate, Line, OpenType } from "./model.ts";
import { compareRows, countOpen, openOf, type Row, rowsOf } from "./summary.ts";

const total = ({ fixed, usage }: Pick<Row, "fixed" | "usage">) => fixed + usage;

/** A sum of which some charges may have no price. */
const known = (usd: number, unpriced: number): string => knownSum(usd, unpriced > 0);

function table(head: string[], numbersFrom: number): Table.Table {
  const colAligns = head.map((_, index) => (index < numbersFrom ? "left" : "right") as "left" | "right");
  return new Table({ head, colAligns, style: { head: [], border: [] } });
}

/** Columns of the chart. */
const chartWidth = 40;

/** Bars of the components: full blocks are fixed, light ones are usage. A component of which nothing is priced has none. */
export function chart(estimate: Estimate): string {
  const rows = rowsOf(estimate).sort((a, b) => total(b) - total(a));
  const most = Math.max(...rows.map(total), 0);
  const width = Math.max(...rows.map(({ stack, component }) => stack.length + component.length + 1), 0);
  const bars = rows.map((row) => {
    const fixed = most === 0 ? 0 : Math.round((row.fixed / most) * chartWidth);
    const all = total(row) === 0 ? 0 : Math.max(1, Math.round((total(row) / most) * chartWidth));
    const bar = "█".repeat(Math.min(fixed, all)) + "░".repeat(Math.max(0, all - fixed));
    const sum = known(total(row), openOf(row.unpriced)).padStart(12);
    return `${`${row.stack} ${row.component}`.padEnd(width)}  ${bar.padEnd(chartWidth)}  ${sum}`;
  });
  return [...bars, `${"".padEnd(width)}  █ fixed  ░ usage`].join("\n");
}

function heading({ environment, region, scale, priceDates }: Estimate): string {
  const prices = priceDates === undefined ? "no price known" : datesOf(priceDates);
  const usage = scale === 1 ? "usage of the settings" : `${scale} × the usage of the settings`;
  return `${environment} in ${region}, US dollars a month, ${usage}; ${prices}`;
}

const datesOf = ({ oldest, newest }: { oldest: string; newest: string }) =>
  oldest === newest ? `prices of ${oldest}` : `prices of ${oldest} to ${newest}`;

/** How many charges without a price there are of each item, with the reason. */
function unpricedList({ unpriced, unpricedTypes }: Estimate): string[] {
  const items = [...new Set(unpriced.map(({ unpriced: reason }) => reason as string))].sort();
  const of = (reason: string) => unpriced.filter((line) => line.unpriced === reason);
  const types = Map.groupBy(unpricedTypes, ({ type, reason }) => `${type}: ${reason}`);
  const countOf = (alike: readonly OpenType[]) => alike.reduce((sum, { count }) => sum + count, 0);
  return [
    ...items.map((reason) => `  ${of(reason).length} × ${reason} (${quantityOf(of(reason))})`),
    ...[...types].map(([what, alike]) => `  ${countOf(alike)} × ${what}`),
  ];
}

/** What would be multiplied with the price. */
function quantityOf(lines: readonly Line[]): string {
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  return `${quantity.toLocaleString("en-US", { maximumFractionDigits: 3 })} × one ${lines[0]?.unit}`;
}

/** The row of all components together. */
function together(estimate: Estimate): Row {
  const { totals, unpriced, unpricedTypes } = estimate;
  return { stack: "", component: "together", ...totals, unpriced: countOpen(unpriced, unpricedTypes) };
}

/** An estimate as text: table, chart, and what is not in the sums. */
export function renderEstimate(estimate: Estimate, details = false): string {
  const sums = table(["Stack", "Component", "Fixed", "Usage", "Together", "Unpriced"], 2);
  for (const row of [...rowsOf(estimate), together(estimate)]) {
    const { stack, component, fixed, usage, unpriced } = row;
    const { either } = unpriced;
    const open = openOf(unpriced);
    const cells = [known(fixed, unpriced.fixed + either), known(usage, unpriced.usage + either)];
    sums.push([stack, component, ...cells, known(total(row), open), open || ""]);
  }
  const { free } = estimate;
  const list = unpricedList(estimate);
  const freeCount = free.reduce((sum, { count }) => sum + count, 0);
  return [
    heading(estimate),
    sums.toString(),
    chart(estimate),
    ...(details ? [renderLines(estimate.lines)] : []),
    ...(list.length > 0 ? [`Unpriced, and in none of the sums:\n${list.join("\n")}`] : []),
    `${freeCount} resources of ${free.length} types cost nothing by themselves; --json has the reason for each. Free tiers and taxes are left out.`,
  ].join("\n\n");
}

/** Every charge with its sum written out and its source. */
function renderLines(lines: readonly Line[]): string {
  const all = table(["Resource", "What", "Quantity", "USD for one", "USD", "Source"], 2);
  for (const { resource, what, quantity, unit, price, monthlyUsd = 0 } of lines) {
    const amount = `${quantity.toLocaleString("en-US", { maximumFractionDigits: 4 })} × ${unit}`;
    all.push([resource, what, amount, String(price?.usd), dollars(monthlyUsd), `${price?.source} ${price?.date}`]);
  }
  return all.toString();
}

/** Two estimates side by side. */
export function renderComparison(before: Estimate, after: Estimate): string {
  const sums = table(["Stack", "Component", before.environment, after.environment, "Difference of what is priced"], 2);
  const all = { stack: "", component: "together", before: together(before), after: together(after) };
  for (const row of [...compareRows(before, after), all]) {
    const [left, right] = [total(row.before), total(row.after)];
    const cells = [known(left, openOf(row.before.unpriced)), known(right, openOf(row.after.unpriced))];
    const difference = cells.includes("unpriced") ? "unknown" : signed(right - left);
    sums.push([row.stack, row.component, ...cells, difference]);
  }
  const lists = [before, after].map((each) => {
    const list = unpricedList(each);
    return list.length === 0 ? "" : `Unpriced in ${each.environment}, and in none of the sums:\n${list.join("\n")}`;
  });
  return [heading(before), heading(after), sums.toString(), ...lists.filter((list) => list !== "")].join("\n\n");
}

const signed = (usd: number) => `${usd > 0 ? "+" : usd < 0 ? "−" : ""}${dollars(Math.abs(usd))}`;
