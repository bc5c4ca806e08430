/** Sums of an estimate by stack and component, and the difference of two estimates. Pure. */
import type { Estimate, Kind, Line, OpenType } from "./model.ts";

/** What a component costs a month, in US dollars. */
export interface Row {
  readonly stack: string;
  readonly component: string;
  readonly fixed: number;
  readonly usage: number;
  readonly unpriced: Open;
}

/** What of a component is in none of its sums. */
export interface Open extends Readonly<Record<Kind, number>> {
  /** Resources of a type whose cost cannot be said at all: nobody knows in which of the sums it is missing. */
  readonly either: number;
}

/** How much has no price, of whatever kind. */
export const openOf = ({ fixed, usage, either }: Open): number => fixed + usage + either;

/** The components of an estimate, the dearest first within each stack. */
export function rowsOf({ lines, unpriced, unpricedTypes }: Estimate): Row[] {
  const keys = [...lines, ...unpriced, ...unpricedTypes].map(({ stack, component }) => `${stack}/${component}`);
  const rows = [...new Set(keys)].map((key) => {
    const [stack = "", component = ""] = key.split("/");
    const own = lines.filter((line) => line.stack === stack && line.component === component);
    const sum = (kind: Kind) =>
      own.filter((line) => line.kind === kind).reduce((total, { monthlyUsd = 0 }) => total + monthlyUsd, 0);
    const isOwn = (open: Line | OpenType) => open.stack === stack && open.component === component;
    const open = countOpen(unpriced.filter(isOwn), unpricedTypes.filter(isOwn));
    return { stack, component, fixed: sum("fixed"), usage: sum("usage"), unpriced: open };
  });
  return rows.sort((a, b) => a.stack.localeCompare(b.stack) || b.fixed + b.usage - a.fixed - a.usage);
}

/** How many charges of each kind there are, and how many resources of which not even that is known. */
export function countOpen(lines: readonly Line[], types: readonly OpenType[]): Open {
  const count = (kind: Kind) => lines.filter((line) => line.kind === kind).length;
  return { fixed: count("fixed"), usage: count("usage"), either: types.reduce((sum, type) => sum + type.count, 0) };
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
    const none = { stack, component, fixed: 0, usage: 0, unpriced: { fixed: 0, usage: 0, either: 0 } };
    const rowIn = (rows: readonly Row[]) => rows.find((row) => keyOf(row) === key) ?? none;
    return { stack, component, before: rowIn(left), after: rowIn(right) };
  });
}
