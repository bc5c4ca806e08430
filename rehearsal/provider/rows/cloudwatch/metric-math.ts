/** How the queries of an alarm refer to each other (CloudWatch User Guide, "Using math expressions with CloudWatch metrics"). */
import type { Properties } from "../../row.ts";
import { text } from "../known.ts";

/** The ids that an expression uses. Ids begin with a small letter; names of functions and constants are in capitals. */
function idsIn(expression: string): readonly string[] {
  const bare = expression.replace(/"[^"]*"|'[^']*'/g, "");
  return [...bare.matchAll(/(?<![\w.])[a-z]\w*/g)].map((match) => match[0]);
}

/** What METRICS("part") stands for: the metrics whose id has the part, or all of them. */
function metricsIn(expression: string, queries: readonly Properties[]): readonly string[] {
  const parts = [...expression.matchAll(/METRICS\(\s*(?:["']([^"']*)["'])?\s*\)/g)].map((match) => match[1] ?? "");
  const ids = queries.filter(({ metric }) => metric !== undefined).map(({ id }) => String(id));
  return parts.flatMap((part) => ids.filter((id) => id.includes(part)));
}

/**
 * An expression that uses what is not there, or a query that nothing uses, in one sentence; undefined when all fit.
 * @param queries the known ones; expressions that are not known yet are not looked at.
 * @param band id of the query that stands for the threshold, when there is one.
 */
export function expressionProblem(queries: readonly Properties[], band: string | undefined): string | undefined {
  const ids = queries.map(({ id }) => text(id));
  // Another rule tells of ids in a wrong form.
  const isWhole = queries.every(({ expression }) => expression === undefined || text(expression) !== undefined);
  if (!isWhole || ids.some((id) => id === undefined || !/^[a-z]/.test(id))) return undefined;
  const used = new Set<string>(band === undefined ? [] : [band]);
  for (const { id, expression } of queries) {
    const math = text(expression);
    // A query in SQL has words of its own.
    if (math === undefined || /^\s*SELECT\s/i.test(math)) continue;
    const names = [...idsIn(math), ...metricsIn(math, queries)];
    const strange = names.find((name) => !ids.includes(name));
    if (strange)
      return `the alarm's query ${id} uses ${strange}, and there is no query with that id: known are ${ids.join(", ")}`;
    if (names.includes(id)) return `the alarm's query ${id} uses itself`;
    for (const name of names) used.add(name);
  }
  const idle = queries.find(({ id, returnData }) => returnData !== true && !used.has(id));
  return idle && `nothing uses the alarm's query ${idle.id}: use it in an expression, or leave it out`;
}
