/** Estimates for the terminal: tables, a chart, and what has no price. */
import Table from "cli-table3";
import type { Estimate, Line } from "./model.ts";
import { compareRows, type Row, rowsOf } from "./summary.ts";

/** US dollars with cents, as `1,234.50`. */
export function dollars(usd: number): string {
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

const total = ({ fixed, usage }: Pick<Row, "fixed" | "usage">) => fixed + usage;

/** A sum that is not all: some charges have no price. */
const atLeast = (usd: number, unpriced: number) => (unpriced > 0 ? `≥ ${dollars(usd)}` : dollars(usd));

function table(head: string[], numbersFrom: number): Table.Table {
  const colAligns = head.map((_, index) => (index < numbersFrom ? "left" : "right") as "left" | "right");
  return new Table({ head, colAligns, style: { head: [], border: [] } });
}

/** Columns of the chart. */
const chartWidth = 40;

/** Bars of the components: full blocks are fixed, light ones are usage. */
export function chart(estimate: Estimate): string {
  const rows = rowsOf(estimate).filter((row) => total(row) > 0);
  const most = Math.max(...rows.map(total), 0);
  const width = Math.max(...rows.map(({ stack, component }) => stack.length + component.length + 1), 0);
  const bars = [...rows]
    .sort((a, b) => total(b) - total(a))
    .map((row) => {
      const fixed = Math.round((row.fixed / most) * chartWidth);
      const all = Math.max(1, Math.round((total(row) / most) * chartWidth));
      const bar = "█".repeat(Math.min(fixed, all)) + "░".repeat(Math.max(0, all - fixed));
      return `${`${row.stack} ${row.component}`.padEnd(width)}  ${bar.padEnd(chartWidth)}  ${dollars(total(row)).padStart(10)}`;
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
  return [
    ...items.map((reason) => `  ${of(reason).length} × ${reason} (${quantityOf(of(reason))})`),
    ...unpricedTypes.map(({ type, count, reason }) => `  ${count} × ${type}: ${reason}`),
  ];
}

/** What would be multiplied with the price. */
function quantityOf(lines: readonly Line[]): string {
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  return `${quantity.toLocaleString("en-US", { maximumFractionDigits: 3 })} × one ${lines[0]?.unit}`;
}

/** An estimate as text: table, chart, and what is not in the sums. */
export function renderEstimate(estimate: Estimate, details = false): string {
  const rows = rowsOf(estimate);
  const sums = table(["Stack", "Component", "Fixed", "Usage", "Together", "Unpriced"], 2);
  for (const row of rows) {
    const { stack, component, fixed, usage, unpriced } = row;
    sums.push([stack, component, dollars(fixed), dollars(usage), atLeast(total(row), unpriced), unpriced || ""]);
  }
  const { totals, unpriced, unpricedTypes, free } = estimate;
  const open = unpriced.length + unpricedTypes.length;
  sums.push(["", "together", dollars(totals.fixed), dollars(totals.usage), atLeast(total(totals), open), open || ""]);
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
    const amount = `${quantity.toLocaleString("en-US", { maximumFractionDigits: 4 })} ${unit}`;
    all.push([resource, what, amount, String(price?.usd), dollars(monthlyUsd), `${price?.source} ${price?.date}`]);
  }
  return all.toString();
}

/** Two estimates side by side. */
export function renderComparison(before: Estimate, after: Estimate): string {
  const sums = table(["Stack", "Component", before.environment, after.environment, "Difference"], 2);
  for (const row of compareRows(before, after)) {
    const [left, right] = [total(row.before), total(row.after)];
    sums.push([
      row.stack,
      row.component,
      atLeast(left, row.before.unpriced),
      atLeast(right, row.after.unpriced),
      signed(right - left),
    ]);
  }
  const [left, right] = [total(before.totals), total(after.totals)];
  const open = (estimate: Estimate) => estimate.unpriced.length + estimate.unpricedTypes.length;
  sums.push(["", "together", atLeast(left, open(before)), atLeast(right, open(after)), signed(right - left)]);
  const lists = [before, after].map((each) => {
    const list = unpricedList(each);
    return list.length === 0 ? "" : `Unpriced in ${each.environment}, and in none of the sums:\n${list.join("\n")}`;
  });
  return [heading(before), heading(after), sums.toString(), ...lists.filter((list) => list !== "")].join("\n\n");
}

const signed = (usd: number) => `${usd > 0 ? "+" : usd < 0 ? "−" : ""}${dollars(Math.abs(usd))}`;
