/** The report in words: an event of the platform for Slack, and a mail. */
import { consoleUrl } from "../slack-alerts/places.ts";
import { bytes } from "../slack-alerts/sources/parts.ts";
import { isBad, type Report, type Row } from "./core.ts";
import type { ReportSettings } from "./settings.ts";
import { count, hours } from "./words.ts";

/** Lines of the worst that Slack is told; the mail has them all. */
const mostLines = 10;

/** Rows of a mail: SNS takes 256 KB. */
const mostRows = 300;

/** Characters of what AWS says, in a line. */
const mostWords = 300;

/** A mail's subject and text. */
export interface Mail {
  /** At most 100 ASCII characters, as SNS takes it. Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly subject: string;
  readonly text: string;
}

const day = (moment: number) => new Date(moment).toISOString().slice(0, 10);
const minute = (moment: number) => `${new Date(moment).toISOString().slice(0, 16).replace("T", " ")} UTC`;
const nameOf = ({ resource: { arn } }: Row) => arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);

/**
 * The report as an event of the platform, in EventBridge's envelope. Its id is made of the day and of what it is about, so that the same report made
 * twice is one.
 *
 * @returns JSON
 */
export function eventOf(report: Report, settings: ReportSettings): string {
  const { project, environment, region, accountId } = settings;
  const place = `${project}-${environment}`;
  const bad = report.rows.filter(isBad);
  const lines = bad.slice(0, mostLines).map((row) => `${nameOf(row)} (${row.resource.type}): ${wordsOf(row, report)}`);
  const more = bad.length > mostLines ? [`and ${count(bad.length - mostLines, "other")}`] : [];
  return JSON.stringify({
    version: "0",
    id: `backup-report-${place}-${day(report.runAt)}-${report.severity}`,
    "detail-type": "Backup Report",
    source: "platform.backup-report",
    account: accountId,
    time: new Date(report.now).toISOString(),
    region,
    resources: [],
    detail: {
      title: titleOf(report),
      incident: place,
      status: report.status,
      summary: bad.length === 0 ? wellOf(report) : [...lines, ...more].join("\n"),
      facts: factsOf(report, settings),
      links: [{ label: "Jobs of AWS Backup", url: consoleUrl(region, "/backup/home", "/jobs") }],
    },
  });
}

/**
 * The report as a mail, with a line for each resource.
 *
 * @returns subject and text
 */
export function mailOf(report: Report, settings: ReportSettings): Mail {
  const { project, environment, region } = settings;
  const subject = `[${project}-${environment}] ${titleOf(report)}`;
  const shown = report.rows.slice(0, mostRows);
  const left = report.rows.length - shown.length;
  const lines = table([head, ...shown.map((row) => cellsOf(row, report))]);
  const said = shown.map((row) => [row, wordsOf(row, report)] as const).filter(([, words]) => words !== "");
  const text = [
    `${titleOf(report)}, ${project}-${environment} in ${region}`,
    "",
    ...Object.entries(factsOf(report, settings)).map(([label, value]) => `${label}: ${value}`),
    "",
    ...lines,
    ...(left > 0 ? [`and ${count(left, "resource")} more`] : []),
    ...(said.length > 0 ? ["", ...said.map(([row, words]) => `${nameOf(row)}: ${words}`)] : []),
    "",
    `Jobs of AWS Backup: ${consoleUrl(region, "/backup/home", "/jobs")}`,
  ].join("\n");
  return { subject: subject.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 100), text };
}

function titleOf({ rows, status, severity }: Report): string {
  const bad = rows.filter(isBad).length;
  if (rows.length === 0) return "Backup report: nothing carries the backup tag";
  if (status === "succeeded") return `Backup report: ${count(rows.length, "resource")}, all is well`;
  const old = severity === "critical" ? ", too long without a backup" : "";
  return `Backup report: ${bad} of ${count(rows.length, "resource")} with a problem${old}`;
}

function wellOf({ rows }: Report): string {
  if (rows.length === 0)
    return "Either there is nothing to back up, or it has lost its tags backup, project and environment.";
  return "Each backup that should have run did.";
}

function factsOf({ rows, runAt }: Report, { vaultName, copyToRegion }: ReportSettings): Record<string, string> {
  const having = (outcome: string) => String(rows.filter((row) => row.outcome === outcome).length);
  const tests = rows.flatMap(({ restoreTest }) => restoreTest ?? []);
  const ages = rows.flatMap(({ newestAt }) => newestAt ?? []);
  const part = (parts: readonly { readonly outcome: string }[]) =>
    `${parts.filter(({ outcome }) => outcome === "fine").length} of ${parts.length}`;
  const copies = rows.flatMap(({ copy }) => copy ?? []);
  return {
    "Backup of": minute(runAt),
    Expected: String(rows.length),
    Fine: having("fine"),
    Missing: having("missing"),
    Failed: having("failed"),
    "Too young": having("too young"),
    ...(ages.length > 0 ? { "Oldest of the newest": minute(Math.min(...ages)) } : {}),
    Size: bytes(rows.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)) ?? "unknown",
    ...(copies.length > 0 ? { [`Copied to ${copyToRegion}`]: part(copies) } : {}),
    ...(tests.length > 0 ? { "Restore tests passed": part(tests) } : {}),
    Vault: vaultName,
  };
}

/** All that there is to say of a row; nothing of one that is fine. */
function wordsOf(row: Row, { now }: Report): string {
  const { newestAt, isTooOld, copy, restoreTest } = row;
  const age =
    newestAt === undefined
      ? "no good recovery point at all"
      : `the newest good recovery point is ${hours(now - newestAt)} old`;
  const tested = restoreTest?.outcome === "fine" ? undefined : restoreTest?.words;
  return [row.words, isTooOld ? age : undefined, copy?.words, tested]
    .filter((words) => words !== undefined && words !== "")
    .map((words) => (words as string).replaceAll(/\s+/g, " ").slice(0, mostWords))
    .join("; ");
}

const head = ["Outcome", "Type", "Resource", "Age", "Size", "Copy", "Restore test"];

function cellsOf(row: Row, { now }: Report): readonly string[] {
  const { outcome, resource, newestAt, sizeBytes, copy, restoreTest, isTooOld } = row;
  return [
    isTooOld ? `${outcome}, TOO OLD` : outcome,
    resource.type,
    nameOf(row),
    newestAt === undefined ? "-" : hours(now - newestAt),
    bytes(sizeBytes) ?? "-",
    copy?.outcome ?? "-",
    restoreTest === undefined ? "-" : restoreTest.outcome === "fine" ? restoreTest.words : restoreTest.outcome,
  ];
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
