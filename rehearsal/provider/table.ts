/** The table: every resource type and invoke that the rehearsal knows, one row each. */
import type { Invoke, Row } from "./row.ts";
import { vpc } from "./rows/ec2/vpc.ts";

/** All rows, in the order of their services. */
export const allRows: readonly Row[] = [vpc];

const allInvokes: readonly Invoke[] = [];
const rowsByType = new Map(allRows.map((row) => [row.type, row]));
const invokesByToken = new Map(allInvokes.map((invoke) => [invoke.token, invoke]));

/**
 * The row of a type.
 * @throws Error naming the file to extend when there is none.
 */
export function rowOf(type: string): Row {
  const row = rowsByType.get(type);
  if (row) return row;
  const folder = type.split(":")[1]?.split("/")[0] ?? "";
  throw new Error(
    `the rehearsal does not know the resource type ${type}: add a row for it in rehearsal/provider/rows/${folder}/ ` +
      "and list it in that folder's index.ts (rehearsal/provider/row.ts describes a row)",
  );
}

/**
 * The invoke of a token.
 * @throws Error naming the file to extend when there is none.
 */
export function invokeOf(token: string): Invoke {
  const invoke = invokesByToken.get(token);
  if (invoke) return invoke;
  throw new Error(`the rehearsal does not know the function ${token}: add it to rehearsal/provider/rows/invokes.ts`);
}
