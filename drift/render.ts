/** The report as Markdown for people, on a phone too: two narrow columns, the worst first. Its texts come from AWS and are treated as hostile. */
import { code, count, details, name, prose, table } from "../previews/comment/markdown.ts";
import type { PropertyChange } from "../previews/model.ts";
import type { DriftedResource, DriftReport, StackDrift } from "./model.ts";

/** Most resources that are listed of a stack; the rest is in the JSON report. */
const mostResources = 200;
/** Most properties that are listed of a resource. */
const mostProperties = 8;
/** Longest value in characters. */
const longestValue = 60;

const sum = (report: DriftReport, one: (stack: StackDrift) => number): number =>
  report.stacks.reduce((total, stack) => total + one(stack), 0);

/** The report in one line. */
export function headline(report: DriftReport): string {
  const drifted = sum(report, (stack) => stack.drifted.length);
  const found = drifted === 0 ? "no drift" : `${count(drifted, "resource")} drifted`;
  if (report.status !== "failed") return `${report.environment}: ${found}`;
  const failed = report.stacks
    .filter(({ status }) => status === "failed")
    .map(({ project, stack }) => `${project}/${stack}`);
  return `${report.environment}: the search failed in ${failed.join(", ")}${drifted > 0 ? `; ${found}` : ""}`;
}

/** The report as Markdown. */
export function renderDrift(report: DriftReport): string {
  const run = report.run === undefined ? [] : [`[Run](${encodeURI(report.run)})`];
  const compared = sum(report, (stack) => stack.compared);
  const parts = [
    `# Drift of ${prose(headline(report))}`,
    [`${count(compared, "resource")} compared`, `${report.time.slice(0, 16).replace("T", " ")} UTC`, ...run].join(
      " · ",
    ),
    ...report.stacks.map(renderStack),
    ...(sum(report, ({ drifted }) => drifted.length) > 0 ? [advice(report.environment)] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

const words = { clean: "no drift", drifted: "drifted", failed: "failed" } as const;

function renderStack(stack: StackDrift): string {
  const { project, status, drifted, unread, ignored, notes, errors } = stack;
  const shown = drifted.slice(0, mostResources);
  const rest = drifted.length - shown.length;
  const parts = [
    `## ${prose(`${project}/${stack.stack}`, 80)}: ${words[status]}`,
    ...errors.map((error) => `- **Error:** ${prose(error, 1000)}`),
    ...notes.map((note) => `- ${prose(note)}`),
    ...(shown.length > 0 ? [table(["Resource", "Deployed → now"], shown.map(row), 2)] : []),
    ...(rest > 0 ? [`… and ${count(rest, "more resource")} in the JSON report.`] : []),
    ...(ignored > 0
      ? [`${count(ignored, "resource")} differ only in what the program leaves to others (\`ignoreChanges\`).`]
      : []),
    ...(unread.length > 0
      ? [
          details(
            `Not looked at: ${count(unread.length, "resource")} that the credentials may not read`,
            unreadList(stack),
          ),
        ]
      : []),
  ];
  return parts.join("\n\n");
}

const shortType = (type: string): string => type.split(":").at(-1) ?? type;

function row(resource: DriftedResource): string[] {
  const { kind, isStateful, properties } = resource;
  const title = `${code(resource.name, 80)}<br>${prose(shortType(resource.type), 60)}`;
  if (kind === "deleted") return [title, `**deleted**${isStateful ? ", with what it held" : ""}`];
  const lines = properties.slice(0, mostProperties).flatMap(property);
  const rest = properties.length - mostProperties;
  if (rest > 0) lines.push(`… and ${count(rest, "more property").replace(/ys$/, "ies")}`);
  return [title, lines.length > 0 ? lines.join("<br>") : "changed; the provider does not say where"];
}

function property({ path, old, new: now, statements }: DriftedResource["properties"][number]): string[] {
  if (statements !== undefined) return [`${code(path, longestValue)}:`, ...statements.flatMap(statementLines)];
  if (old === undefined && now === undefined) return [`${code(path, longestValue)} changed`];
  const side = (value: string | undefined) => (value === undefined ? "none" : code(value, longestValue));
  return [`${code(path, longestValue)}: ${side(old)} → ${side(now)}`];
}

function statementLines({
  statement,
  kind,
  added,
  removed,
}: NonNullable<PropertyChange["statements"]>[number]): string[] {
  const lines = [...added.map((line) => `+ ${code(line, 100)}`), ...removed.map((line) => `− ${code(line, 100)}`)];
  return [`statement ${code(statement, 40)} ${kind}`, ...lines.slice(0, mostProperties)];
}

function unreadList({ unread }: StackDrift): string {
  const shown = unread.slice(0, mostResources);
  return shown
    .map((each) => `- ${prose(shortType(each.type), 60)} ${code(each.name, 80)}: ${prose(each.reason, 200)}`)
    .join("\n");
}

const advice = (environment: string): string =>
  `What to do: \`npm run preview -- ${name(environment)}\` shows what a deployment would put back. If the change shall stay, put it into the ` +
  "program or the settings. See docs/drift.md.";
