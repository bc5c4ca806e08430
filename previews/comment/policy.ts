/** What the comment says of guard rails and their exceptions. */

import { byText, type PolicyFinding } from "../model.ts";
import type { PreviewReport, ReportedStack } from "../report.ts";
import { fitting } from "./fitting.ts";
import { code, count, details, prose } from "./markdown.ts";
import { stackCode } from "./stacks.ts";

/** One finding in all stacks that have it. */
interface Group {
  readonly finding: PolicyFinding;
  readonly places: string[];
}

const severities: readonly PolicyFinding["severity"][] = ["critical", "high", "medium", "low", "unknown"];

/** Places that are told of one finding. */
const mostPlaces = 6;

/** The guard rails that are broken, the worst first; empty when none is. */
export function policySection(stacks: readonly ReportedStack[], room: number): string {
  const groups = grouped(stacks);
  if (groups.length === 0) return "";
  const items = groups.map(({ finding, places }) => {
    const { control, severity, level, title, message } = finding;
    const words = level === "mandatory" ? "**stops the deployment**" : "warning";
    const shown = places.slice(0, mostPlaces).join(", ");
    const others = places.length > mostPlaces ? ` and ${places.length - mostPlaces} more` : "";
    return `- ${code(control, 60)} (${severity}, ${words}): ${prose(title, 200)}  \n  → ${prose(message)}  \n  ${shown}${others}`;
  });
  const head = ["### Guard rails", ""];
  return [...head, ...fitting(items, room - 200, (left) => `- and ${left} more: see the full report`)].join("\n");
}

function grouped(stacks: readonly ReportedStack[]): Group[] {
  const groups = new Map<string, Group>();
  for (const stack of stacks) {
    for (const finding of stack.policy) {
      const key = [finding.level, finding.control, finding.message].join("\n");
      const group = groups.get(key) ?? { finding, places: [] };
      const resource = finding.urn?.split("::").slice(3).join("::");
      group.places.push(resource ? `${code(resource, 60)} in ${stackCode(stack)}` : stackCode(stack));
      groups.set(key, group);
    }
  }
  const rank = ({ finding: { level, severity } }: Group) =>
    (level === "mandatory" ? 0 : severities.length) + severities.indexOf(severity);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || byText(a.finding.control, b.finding.control));
}

/** The exceptions, collapsed, those with an end first; empty when there are none. */
export function exceptionSection({ exceptions, time }: PreviewReport, room: number): string {
  if (exceptions.length === 0) return "";
  const today = time.slice(0, 10);
  const items = exceptions.map(({ control, where, reason, owner, until }) => {
    const end = until < today ? `**ended on ${code(until, 12)}**` : `until ${code(until, 12)}`;
    const limit = until === "permanent" ? "for good" : end;
    return `- ${code(control, 60)}, ${prose(where, 80)}: ${limit}, ${prose(owner, 60)}. ${prose(reason, 200)}`;
  });
  const lines = fitting(items, room - 400, (left) => `- and ${left} more: see \`policy/exceptions.ts\``);
  const limited = exceptions.filter(({ until }) => until !== "permanent");
  const ended = limited.filter(({ until }) => until < today).length;
  const over = ended > 0 ? `, ${ended} of them over` : "";
  const ends = limited.length === 0 ? "none with an end" : `${limited.length} with an end${over}`;
  return details(`${count(exceptions.length, "exception")} to guard rails, ${ends}`, lines.join("\n"));
}
