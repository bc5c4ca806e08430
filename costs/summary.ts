/** Sums of an estimate by stack and component, and the difference of two estimates. Pure. */
import type { Estimate, Kind, Line } from "./model.ts";

/** What a component costs a month, in US dollars. */
export interface Row {
  readonly stack: string;
  readonly component: string;
  readonly fixed: number;
  readonly usage: number;
  /** Charges of the component without a price, by kind. */
  readonly unpriced: Readonly<Record<Kind, number>>;
}

/** The components of an estimate, the dearest first within each stack. */
export function rowsOf({ lines, unpriced }: Estimate): Row[] {
  const keys = [...lines, ...unpriced].map(({ stack, component }) => `${stack}/${component}`);
  const rows = [...new Set(keys)].map((key) => {
    const [stack = "", component = ""] = key.split("/");
    const own = lines.filter((line) => line.stack === stack && line.component === component);
    const sum = (kind: Kind) =>
      own.filter((line) => line.kind === kind).reduce((total, { monthlyUsd = 0 }) => total + monthlyUsd, 0);
    const open = unpriced.filter((line) => line.stack === stack && line.component === component);
    return { stack, component, fixed: sum("fixed"), usage: sum("usage"), unpriced: countKinds(open) };
  });
  return rows.sort((a, b) => a.stack.localeCompare(b.stack) || b.fixed + b.usage - a.fixed - a.usage);
}

/** How many charges there are of each kind. */
export function countKinds(lines: readonly Line[]): Record<Kind, number> {
  const count = (kind: Kind) => lines.filter((line) => line.kind === kind).length;
  return { fixed: count("fixed"), usage: count("usage") };
}

/** A component in two estimates. */
export interface Difference {
  readonly stack: string;
  readonly component: string;
  readonly before: Row;
  readonly after: Row;
}

/** All components of two estimates, side by side; what one does not have costs nothing there. */
export function compareRows(before: Estimate, after: Estimate): Difference[] {
  const [left, right] = [rowsOf(before), rowsOf(after)];
  const keyOf = ({ stack, component }: Row) => `${stack}/${component}`;
  const keys = [...new Set([...left, ...right].map(keyOf))].sort();
  return keys.map((key) => {
    const [stack = "", component = ""] = key.split("/");
    const none = { stack, component, fixed: 0, usage: 0, unpriced: { fixed: 0, usage: 0 } };
    const rowIn = (rows: readonly Row[]) => rows.find((row) => keyOf(row) === key) ?? none;
    return { stack, component, before: rowIn(left), after: rowIn(right) };
  });
}
