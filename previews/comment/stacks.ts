/** What the comment says of stacks: what is destroyed, the table, and what went wrong. */

import type { EnvironmentCosts } from "../costs.ts";
import { isDestructive, type Operation, type ResourceChange } from "../model.ts";
import type { ReportedStack } from "../report.ts";
import { dollarDifference } from "./costs.ts";
import { fitting } from "./fitting.ts";
import { code, count, fence, plainLine, prose, table } from "./markdown.ts";

/** A stack as `environment/project`, as a code span. */
export function stackCode({ environment, project, stack }: ReportedStack): string {
  return code(`${environment}/${project}${stack === environment ? "" : `/${stack}`}`, 80);
}

/** The block of what is destroyed; empty when nothing is. */
export function destructiveSection(stacks: readonly ReportedStack[], room: number): string {
  const items = stacks.flatMap((stack) =>
    stack.changes.filter(isDestructive).map((change) => `> - ${destruction(stack, change)}`),
  );
  if (items.length === 0) return "";
  const head = ["> [!CAUTION]", `> **This destroys ${count(items.length, "stateful resource")}.**`, ">"];
  const lines = fitting(items, room - 200, (left) => `> - and ${count(left, "more resource")}: see the full report`);
  return [...head, ...lines].join("\n");
}

function destruction(stack: ReportedStack, change: ResourceChange): string {
  const { type, name, operation, holds = "what it holds" } = change;
  const what = `**${operation}** ${code(name, 80)} (${code(type, 80)}) in ${stackCode(stack)}`;
  const why = operation === "delete" ? deletionCause(stack, change) : causes(change);
  return `${what}: loses ${prose(holds, 100)}, because ${why}. ${protection(change)}`;
}

/** A resource that goes while another of its type comes may be the same under another name: an alias would keep it. */
function deletionCause({ changes }: ReportedStack, { type }: ResourceChange): string {
  const ofType = (operation: Operation) => changes.filter((one) => one.type === type && one.operation === operation);
  const [created, ...others] = ofType("create");
  if (created === undefined || others.length > 0 || ofType("delete").length > 1) return "it is no longer in the code";
  return `it is no longer in the code under this name (when ${code(created.name, 80)}, which is new, is the same, an alias keeps it)`;
}

function causes({ properties, replaceKeys }: ResourceChange): string {
  const known = properties.filter(({ path, replaces }) => replaces || replaceKeys.includes(path));
  const others = replaceKeys.filter((key) => !known.some(({ path }) => path === key || path.startsWith(`${key}.`)));
  const words = [
    ...known.map(({ path, old, new: next }) => {
      const values = [old, next].map((value) => (value === undefined ? "…" : code(value, 60)));
      return old === undefined && next === undefined ? code(path, 60) : `${code(path, 60)} ${values.join(" → ")}`;
    }),
    ...others.map((key) => code(key, 60)),
  ];
  if (words.length === 0) return "of a property that the provider does not name";
  return `of ${words.slice(0, 4).join(", ")}${words.length > 4 ? ` and ${words.length - 4} more` : ""}`;
}

function protection({ isProtected, deletionProtection }: ResourceChange): string {
  const aws =
    deletionProtection === undefined ? "" : ` AWS's deletion protection is ${deletionProtection ? "on" : "off"}.`;
  if (isProtected) return `Protected: Pulumi refuses it until it is unlocked.${aws}`;
  return deletionProtection === true ? `Pulumi does not protect it.${aws}` : `**Nothing protects it.**${aws}`;
}

const shownOperations: readonly Operation[] = ["create", "update", "replace", "delete"];

/** The table of stacks; as many rows as there is room for. */
export function stackTable(stacks: readonly ReportedStack[], costs: readonly EnvironmentCosts[], room: number): string {
  const head = ["Stack", "Result", "Create", "Update", "Replace", "Delete", "Other", "Guard rails", "$ a month"];
  const bases = new Set(stacks.map(({ basis }) => basis));
  const rows = stacks.map((stack) => {
    const of = (operation: Operation) => stack.changes.filter((change) => change.operation === operation).length;
    const counts = shownOperations.map(of);
    const others = stack.changes.length - counts.reduce((sum, number) => sum + number, 0);
    return [
      stackCode(stack),
      result(stack, bases.size > 1),
      ...[...counts, others].map((number) => (number === 0 ? "·" : String(number))),
      rails(stack),
      costOf(stack, costs),
    ];
  });
  const whole = table(head, rows, 2);
  if (whole.length <= room) return whole;
  const lines = whole.split("\n");
  const kept = fitting(lines.slice(2), room - 400, (left) => `\nand ${count(left, "more stack")}: see the full report`);
  return [...lines.slice(0, 2), ...kept].join("\n");
}

function result({ status, upstream, basis }: ReportedStack, showsBasis: boolean): string {
  const words = status === "ok" || status === "changed" ? status : `**${status}**`;
  const read = { exact: "", stale: ", upstream stale", blocked: ", upstream blocked" }[upstream];
  return `${words}${read}${showsBasis ? ` (${basis})` : ""}`;
}

function rails({ policy }: ReportedStack): string {
  const mandatory = policy.filter(({ level }) => level === "mandatory").length;
  const warnings = policy.length - mandatory;
  const words = [
    ...(mandatory > 0 ? [`**${mandatory} broken**`] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ];
  return words.join(", ") || "·";
}

function costOf({ environment, project }: ReportedStack, costs: readonly EnvironmentCosts[]): string {
  const row = costs.find((one) => one.environment === environment)?.stacks.find(({ stack }) => stack === project);
  if (row === undefined) return "·";
  const [before, after] = (["before", "after"] as const).map((side) => row.fixed[side] + row.usage[side]);
  return dollarDifference(before ?? 0, after ?? 0, row.unpriced.before, row.unpriced.after, row.otherUnpriced);
}

/** Longest text of one error, in lines and in characters of a line. */
const errorLines = 15;
const errorWidth = 500;

/** Errors of the failed stacks, and why others were skipped or are not exact; empty when all went well. */
export function errorSection(stacks: readonly ReportedStack[], room: number): string {
  const notes = stacks
    .filter(({ reason }) => reason !== undefined)
    .map((stack) => `- ${stackCode(stack)}: ${prose(stack.reason ?? "", 300)}`);
  const half = room / 2 - 200;
  const errors = stacks
    .filter((stack) => stack.errors.length > 0)
    .map((stack) => {
      // The first stack's errors always find room: a failure without its cause tells nobody what to do.
      const lines = fitting(stack.errors.slice(0, 5).flatMap(errorText), half - 200, (left) => `… ${left} more`);
      return `${stackCode(stack)}:\n\n${fence("text", lines)}\n`;
    });
  if (notes.length + errors.length === 0) return "";
  return [
    ...(errors.length > 0
      ? ["### What failed", "", ...fitting(errors, half, (left) => `and ${count(left, "more stack")}\n`)]
      : []),
    ...(notes.length > 0
      ? ["### Skipped or not exact", "", ...fitting(notes, half, (left) => `- and ${count(left, "more stack")}`)]
      : []),
  ].join("\n");
}

function errorText(error: string): string[] {
  const lines = error
    .slice(0, errorLines * errorWidth * 4)
    .split("\n")
    .map((line) => plainLine(line, errorWidth).replaceAll("`", "ˋ"))
    .filter((line) => line !== "");
  return lines.length <= errorLines ? lines : [...lines.slice(0, errorLines), "…"];
}
