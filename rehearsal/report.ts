/** What a rehearsal prints at its end: what was made, by component, and what was not shown by it. */
import Table from "cli-table3";
import { describeFinding, type PackFinding } from "./policy-pack.ts";
import type { StandIn } from "./projects.ts";
import { goldenExists } from "./provider/goldens.ts";
import type { Row } from "./provider/row.ts";
import { allRows } from "./provider/table.ts";
import type { ResourceSummary } from "./state.ts";

/** A stack as it came up. */
export interface StackReport {
  /** The Pulumi project, e.g. `foundation`. */
  readonly project: string;
  /** The Pulumi stack, e.g. `dev`. */
  readonly stack: string;
  /** Its resources in the order in which they were made. */
  readonly resources: readonly ResourceSummary[];
  /** Its outputs by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A whole rehearsal. */
export interface RehearsalReport {
  /** Name of the environment that was rehearsed. */
  readonly environment: string;
  /** The account that the emulator played, twelve digits. */
  readonly accountId: string;
  /** The region of the settings. */
  readonly region: string;
  /** Undefined in record-only mode. */
  readonly endpoint: string | undefined;
  /** The Slack inbox's page; undefined in record-only mode. */
  readonly inboxUrl: string | undefined;
  /** Time from the start to this report. */
  readonly seconds: number;
  /** The stacks in the order of deployment. */
  readonly stacks: readonly StackReport[];
  /** Encrypted values of the settings, with what stood in for them. */
  readonly standIns: readonly StandIn[];
  /** What the policy pack only warns of; undefined when none ran. */
  readonly warnings?: readonly PackFinding[];
}

/** How much of the resources was only recorded, and how many rows were never held against the real provider. */
export interface Fidelity {
  /** Recorded types with their reason and number of resources. */
  readonly recorded: readonly { readonly type: string; readonly reason: string; readonly resources: number }[];
  /** Types without a golden of the real provider, those of the stand-in plugins included. */
  readonly unverifiedTypes: readonly string[];
  /** All types used. */
  readonly types: number;
}

/** Types that the stand-in plugins beside the table make, so that they are unverified too. */
const standInTypes = ["awsx:ec2:Vpc", "random:index/randomPassword:RandomPassword"];

/**
 * What the rows that a rehearsal used can and cannot show.
 * @param recordOnly everything was recorded. Default: false.
 */
export function fidelityOf(
  resources: readonly ResourceSummary[],
  recordOnly = false,
  rows: readonly Row[] = allRows,
  verified: (type: string) => boolean = goldenExists,
): Fidelity {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  const used = rows.filter(({ type }) => counts.has(type));
  const recorded = used
    .filter((row) => recordOnly || row.recorded !== undefined)
    .map(({ type, recorded: reason }) => ({
      type,
      reason: reason ?? "record-only mode",
      resources: counts.get(type) ?? 0,
    }));
  const types = [...used.map(({ type }) => type), ...standInTypes.filter((type) => counts.has(type))];
  return { recorded, unverifiedTypes: types.filter((type) => !verified(type)), types: types.length };
}

/** The report as text, ready to print. */
export function renderReport(report: RehearsalReport): string {
  const all = report.stacks.flatMap(({ resources }) => resources);
  const place = report.endpoint === undefined ? "recorded only, no emulator" : `on ${report.endpoint}`;
  const head =
    `Rehearsed ${report.environment}: ${count(report.stacks.length, "stack")}, ${count(all.length, "resource")} ` +
    `in ${report.seconds.toFixed(0)} s, ${place}, as account ${report.accountId} in ${report.region}.`;
  const fidelity = fidelityOf(all, report.endpoint === undefined);
  const inbox = report.inboxUrl === undefined ? [] : [`Slack inbox: ${report.inboxUrl}`];
  return [
    head,
    ...inbox,
    ...report.stacks.map(renderStack),
    renderFidelity(fidelity),
    ...renderStandIns(report.standIns),
    ...renderWarnings(report.warnings),
  ].join("\n\n");
}

function renderStack({ project, stack, resources, outputs }: StackReport): string {
  const table = plainTable(["Component", "Resources", "Types"]);
  const components = new Map<string, ResourceSummary[]>();
  for (const resource of resources) {
    const component = resource.component ?? "(stack)";
    components.set(component, [...(components.get(component) ?? []), resource]);
  }
  for (const [component, members] of components) table.push([component, String(members.length), typesOf(members)]);
  const outputTable = plainTable(["Output", "Value"], false);
  for (const [name, value] of Object.entries(outputs)) outputTable.push([name, showOutput(value)]);
  return `${project} (${stack})\n${table.toString()}\n${outputTable.toString()}`;
}

/** `Subnet 4, VpcEndpoint 2`: the last part of each type, the most frequent first. */
function typesOf(resources: readonly ResourceSummary[]): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    const short = type.split(":").at(-1) as string;
    counts.set(short, (counts.get(short) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([left, more], [right, most]) => most - more || left.localeCompare(right));
  return ordered.map(([type, times]) => (times === 1 ? type : `${type} ${times}`)).join(", ");
}

function showOutput(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function renderFidelity({ recorded, unverifiedTypes, types }: Fidelity): string {
  const total = recorded.reduce((sum, { resources }) => sum + resources, 0);
  const lines = [
    total === 0
      ? "Everything was emulated, nothing only recorded."
      : `Recorded, not emulated: ${count(total, "resource")}.`,
    ...recorded.map(({ type, reason, resources }) => `  ${type} (${resources}): ${reason}`),
    `Unverified: ${unverifiedTypes.length} of ${count(types, "row")} were never held against the real provider's own checks and differences.`,
  ];
  return lines.join("\n");
}

function renderStandIns(standIns: readonly StandIn[]): string[] {
  if (standIns.length === 0) return [];
  return [["Encrypted settings, rehearsed with a stand-in:", ...standIns.map(({ key }) => `  ${key}`)].join("\n")];
}

function renderWarnings(warnings: readonly PackFinding[] | undefined): string[] {
  if (warnings === undefined) return [];
  if (warnings.length === 0) return ["Guard rails: nothing is broken."];
  return [["Guard rails, warnings only:", ...warnings.map((one) => `  ${describeFinding(one)}`)].join("\n")];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * A table without lines between rows, its last column wrapped to the terminal.
 * @param atWords wrap between words only; values like ARNs have none to wrap at. Default: true.
 */
function plainTable(head: string[], atWords = true): Table.Table {
  const width = Math.max(80, Math.min(process.stdout.columns ?? 120, 160));
  const first = head.length === 3 ? [34, 11] : [30];
  const last = width - first.reduce((sum, column) => sum + column, 0) - head.length - 1;
  return new Table({
    head,
    colWidths: [...first, last],
    wordWrap: true,
    wrapOnWordBoundary: atWords,
    style: { head: [], border: [], compact: true },
  });
}
