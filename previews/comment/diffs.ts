/** The differences of the resources, collapsed by stack; when there is no room for all, the least valuable go. */

import { isDestructive, type PropertyChange, type ResourceChange } from "../model.ts";
import type { ReportedStack } from "../report.ts";
import { count, details, fence, name, plainLine } from "./markdown.ts";

/** Most lines of one resource. */
const mostLines = 40;

/** How much a reviewer loses with a difference: the smaller, the more. */
function rank(change: ResourceChange): number {
  if (isDestructive(change)) return 0;
  return { replace: 1, delete: 2, update: 3, other: 4, import: 4, forget: 4, create: 5, rename: 6 }[change.operation];
}

/** One resource's lines, in its stack. */
interface Candidate {
  readonly stack: number;
  readonly change: ResourceChange;
  readonly lines: readonly string[];
  /** Resources that it stands for. */
  readonly resources: number;
}

const sum = (candidates: readonly Candidate[]): number => candidates.reduce((all, { resources }) => all + resources, 0);

/** The provider's own tags: they change on all resources at once, which tells no more than one of them. */
const isTagged = ({ operation, properties }: ResourceChange): boolean =>
  operation === "update" && properties.length > 0 && properties.every(({ path }) => /^tagsAll\b/.test(path));

/** The resources of a stack; those of which only the provider's tags change are told together. */
function candidatesOf({ changes }: ReportedStack, stack: number): Candidate[] {
  const own = changes.filter((change) => !isTagged(change));
  const groups = Map.groupBy(changes.filter(isTagged), ({ properties }) => properties.map(({ path }) => path).join());
  const tagged = [...groups.values()].flatMap((group): Candidate[] => {
    const [change] = group;
    if (change === undefined) return [];
    const lines = [`@@ update the tags of ${count(group.length, "resource")} and nothing else @@`];
    return [{ stack, change, resources: group.length, lines: [...lines, ...change.properties.flatMap(propertyLines)] }];
  });
  return [...own.map((change) => ({ stack, change, lines: changeLines(change), resources: 1 })), ...tagged];
}

/**
 * The differences; empty when there are none.
 *
 * @param room characters that it may take
 * @param url address of the full report, safe in a link; undefined when there is none
 */
export function diffSection(stacks: readonly ReportedStack[], room: number, url: string | undefined): string {
  const candidates = stacks.flatMap((stack, index) => candidatesOf(stack, index));
  if (candidates.length === 0) return "";
  const chosen = choose(candidates, room - 500);
  const parts = stacks.flatMap((stack, index) => {
    const own = candidates.filter((one) => one.stack === index);
    const kept = own.filter((one) => chosen.has(one)).sort(byRank);
    if (kept.length === 0) return [];
    const [shown, whole] = [sum(kept), sum(own)];
    const all = shown === whole ? count(whole, "resource") : `${shown} of ${whole} resources`;
    const summary = `${name(stack.environment)} ${name(stack.project)}, ${all}`;
    return [
      details(
        summary,
        fence(
          "diff",
          kept.flatMap(({ lines }) => lines),
        ),
      ),
    ];
  });
  const left = sum(candidates) - sum([...chosen]);
  const report = url === undefined ? "the full report" : `[the full report](${url})`;
  const note =
    left === 0 ? [] : [`${count(left, "resource")} left out here, the least dangerous first: see ${report}.`];
  return ["### Differences", ...note, ...parts].join("\n\n");
}

const byRank = (a: Candidate, b: Candidate): number => rank(a.change) - rank(b.change);

/** Characters that a stack's part takes beside its lines. */
const partLength = 220;

function choose(candidates: readonly Candidate[], room: number): ReadonlySet<Candidate> {
  const chosen = new Set<Candidate>();
  const opened = new Set<number>();
  let left = room;
  const ordered = [...candidates].sort(byRank);
  for (const candidate of ordered) {
    const own = candidate.lines.reduce((sum, line) => sum + line.length + 1, 0);
    const length = own + (opened.has(candidate.stack) ? 0 : partLength);
    // A long one gives way to shorter ones of its own kind, never to lesser kinds: what is shown is what matters most.
    if (length > left) {
      if (left < partLength) break;
      continue;
    }
    left -= length;
    opened.add(candidate.stack);
    chosen.add(candidate);
  }
  return chosen;
}

function changeLines(change: ResourceChange): string[] {
  const { operation, type, name: own, oldUrn, properties } = change;
  const title = `@@ ${operation} ${line(type, 80)} ${line(own, 100)} @@`;
  const was = oldUrn === undefined ? [] : [`! was ${line(oldUrn.split("::").slice(2).join(" "), 200)}`];
  // Of what is new only the values tell something; that the rest is new is clear.
  const shown = operation === "create" ? properties.filter((one) => one.new !== undefined) : properties;
  const hidden = properties.length - shown.length;
  const lines = [...was, ...shown.flatMap(propertyLines)];
  const kept = lines.slice(0, mostLines);
  const cut = lines.length - kept.length;
  return [
    title,
    ...kept,
    ...(cut > 0 ? [`  … ${count(cut, "more line")}`] : []),
    ...(hidden > 0 && operation === "create" ? [`  … and ${hidden} more properties`] : []),
    ...(operation === "update" && properties.length === 0 ? ["  only written differently"] : []),
  ];
}

const line = (text: string, most: number): string => plainLine(text, most).replaceAll("`", "ˋ");

function propertyLines({ path, kind, replaces, old, new: next, statements }: PropertyChange): string[] {
  const where = line(path, 120);
  const why = replaces ? "  (replaces)" : "";
  if (statements !== undefined) {
    return [
      `! ${where}${why}`,
      ...statements.flatMap(({ statement, kind: done, added, removed }) => [
        `! statement ${line(statement, 80)} ${done}`,
        ...removed.map((item) => `-   ${line(item, 160)}`),
        ...added.map((item) => `+   ${line(item, 160)}`),
      ]),
    ];
  }
  if (old === undefined && next === undefined) {
    return [`${{ add: "+", delete: "-", update: "!" }[kind]} ${where}${why}`];
  }
  return [
    ...(old === undefined ? [] : [`- ${where}: ${line(old, 160)}${why}`]),
    ...(next === undefined ? [] : [`+ ${where}: ${line(next, 160)}${why}`]),
  ];
}
