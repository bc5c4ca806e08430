/** The exceptions as the table of docs/security.md. */
import type { Exception } from "./exception.ts";

/** Between these lines the document is generated. */
export const waiverMarkers = {
  start: "<!-- generated from policy/exceptions.ts by: node cli/waivers.ts -->",
  end: "<!-- end of what is generated -->",
} as const;

/** The table, a line for each exception in their order. */
export function waiverTable(exceptions: readonly Exception[]): string {
  const rows = exceptions.map(
    ({ control, where, reason, owner, until }) => `| ${control} | ${where} | ${reason} | ${owner} | ${until} |`,
  );
  return ["| Control | Where | Reason | Owner | Until |", "|---|---|---|---|---|", ...rows].join("\n");
}

/**
 * The document with the table of today's exceptions; all outside of the markers stays as it is.
 *
 * @param document the text of docs/security.md
 * @throws Error when the markers are not there, each once and in order
 */
export function withWaivers(document: string, exceptions: readonly Exception[]): string {
  const { start, end } = waiverMarkers;
  const [before, rest, ...more] = document.split(start);
  const [, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0) {
    throw new Error(`the document must have these lines once each, in this order:\n${start}\n${end}`);
  }
  return `${before}${start}\n\n${waiverTable(exceptions)}\n\n${end}${after}`;
}
