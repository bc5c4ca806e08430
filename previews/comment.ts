/**
 * The comment at a pull request: the JSON report as Markdown, the most dangerous first. All texts of the report are hostile: they pass
 * through `markdown.ts`. What must be believed (the run, its link) comes from the caller, never from the report.
 */
import { costSection } from "./comment/costs.ts";
import { diffSection } from "./comment/diffs.ts";
import { graphSection } from "./comment/graph.ts";
import { code, count, prose } from "./comment/markdown.ts";
import { exceptionSection, policySection } from "./comment/policy.ts";
import { destructiveSection, errorSection, stackTable } from "./comment/stacks.ts";
import { isDestructive } from "./model.ts";
import type { PreviewReport, ReportedStack } from "./report.ts";

/** GitHub's limit of a comment, in characters. */
export const longestComment = 65_536;
/**
 * Longest full report, in characters: a little less than the 1 MiB that GitHub takes as the summary of a step.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
 */
const longestReport = 1_000_000;

/** The run that made the report, from the workflow that posts; both numbers are 0 outside of one. */
export interface CommentRun {
  /** GitHub's id of the run: grows from run to run. */
  readonly id: number;
  /** Which attempt of the run, from 1. */
  readonly attempt: number;
  /** What the run previewed: the pull request's commit, as 40 hexadecimal digits, and against what. Default: not known. */
  readonly preview?: { readonly head: string; readonly against: "base" | "state" };
}

/** What the caller vouches for. */
export interface CommentContext {
  /** Default: none, as on a laptop. */
  readonly run?: CommentRun;
  /** https address of the run. */
  readonly runUrl?: string;
  /** https address of the full report. Default: the run's. */
  readonly reportUrl?: string;
}

/** How the hidden marker begins, by which the comment is found again. */
export const markerStart = "<!-- platform-preview ";

const marker = ({ id, attempt, preview }: CommentRun): string => {
  const previewed = preview === undefined ? "" : ` head=${preview.head} against=${preview.against}`;
  return `${markerStart}run=${id} attempt=${attempt}${previewed} -->`;
};

/** The run that wrote a comment; undefined when its first line is not the marker. */
export function readMarker(body: string): CommentRun | undefined {
  const found =
    /^<!-- platform-preview run=(\d{1,15}) attempt=(\d{1,6})(?: head=([0-9a-f]{40}) against=(base|state))? -->/.exec(
      body,
    );
  if (found === null) return undefined;
  const [, id, attempt, head, against] = found;
  const preview = head === undefined ? {} : { preview: { head, against: against as "base" | "state" } };
  return { id: Number(id), attempt: Number(attempt), ...preview };
}

/**
 * Whether a run is older than another, so that it must not overwrite what that one wrote. Of the same commit, a preview against the
 * base is older than one against the real state, which waits for an approval and says more.
 */
export function isOlder(run: CommentRun, other: CommentRun): boolean {
  if (run.preview && run.preview.head === other.preview?.head && run.preview.against !== other.preview.against) {
    return run.preview.against === "base";
  }
  return run.id < other.id || (run.id === other.id && run.attempt < other.attempt);
}

/**
 * Renders the comment of a run that left no report that can be read.
 *
 * @param reason why, as one sentence; it is treated as a stranger's text
 */
export function renderMissing(reason: string, context: CommentContext = {}): string {
  const url = link(context.runUrl);
  const parts = [
    marker(context.run ?? { id: 0, attempt: 0 }),
    "## Preview: failed before it wrote a report",
    `Nothing is known of what this change does. ${prose(reason, 1_000)}`,
    "This takes the place of what an earlier run said here.",
    ...(url === undefined ? [] : [`[The run](${url}) says more.`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** Renders the comment. Never longer than `longestComment`; the table of stacks is always there. */
export const renderComment = (report: PreviewReport, context: CommentContext = {}): string =>
  render(report, context, longestComment);

/** Renders the report for people who read all of it: as the comment, but what that leaves out for its length is here. */
export const renderReport = (report: PreviewReport): string => render(report, {}, longestReport);

function render(report: PreviewReport, context: CommentContext, longest: number): string {
  const { stacks, costs } = report;
  const share = (ofComment: number) => Math.floor((ofComment * longest) / longestComment);
  const before = [
    marker(context.run ?? { id: 0, attempt: 0 }),
    heading(report),
    destructiveSection(stacks, share(10_000)),
    basis(stacks),
    origin(context),
    stackTable(stacks, costs, share(14_000)),
    errorSection(stacks, share(8_000)),
    policySection(stacks, share(9_000)),
    exceptionSection(report, share(3_000)),
    costSection(costs, !stacks.some(({ status }) => status === "failed" || status === "skipped"), share(6_000)),
  ];
  const after = [graphSection(stacks, 5_000), footer(report, context)];
  const used = [...before, ...after].reduce((sum, part) => sum + part.length + 2, 0);
  const diffs = diffSection(stacks, longest - used - 200, link(context.reportUrl ?? context.runUrl));
  return `${[...before, diffs, ...after].filter((part) => part !== "").join("\n\n")}\n`;
}

function heading({ stacks, exceptions, time }: PreviewReport): string {
  const withStatus = (status: ReportedStack["status"]) => stacks.filter((stack) => stack.status === status).length;
  const destroyed = stacks.flatMap(({ changes }) => changes.filter(isDestructive)).length;
  const stops = stacks.flatMap(({ policy }) => policy.filter(({ level }) => level === "mandatory")).length;
  // They fail the check, too.
  const ended = exceptions.filter(({ until }) => until < time.slice(0, 10)).length;
  const blocked = stacks.filter(({ upstream }) => upstream === "blocked").length;
  const words = [
    ...(destroyed > 0 ? [`${count(destroyed, "stateful resource")} destroyed`] : []),
    ...(withStatus("failed") > 0 ? [`${count(withStatus("failed"), "stack")} failed`] : []),
    ...(stops > 0 ? [`${count(stops, "break")} of guard rails`] : []),
    ...(ended > 0 ? [count(ended, "ended exception")] : []),
    ...(withStatus("changed") > 0 ? [`${count(withStatus("changed"), "stack")} changed`] : []),
    ...(blocked > 0 ? [`${count(blocked, "stack")} blocked`] : []),
  ];
  if (words.length > 0) return `## Preview: ${words.join(", ")}`;
  const skipped = withStatus("skipped");
  const [title, stack] =
    skipped > 0 ? [`, ${count(skipped, "stack")} skipped`, "Every other stack"] : ["", "Every stack"];
  return `## Preview: nothing changes${title}\n\n${stack} is as the code says. This takes the place of what an earlier run said here.`;
}

function basis(stacks: readonly ReportedStack[]): string {
  const kinds = new Set(stacks.map((stack) => stack.basis));
  const real = "the state of the real stacks";
  const rehearsed = "the base branch, brought up in a rehearsal without a cloud account";
  if (kinds.size === 0) return "No stack is affected.";
  if (kinds.size === 2) return `Compared with ${real}; where the table says so, with ${rehearsed}.`;
  return `Compared with ${kinds.has("real state") ? real : rehearsed}.`;
}

/**
 * Whose words the comment repeats, where the caller knows of whom: a pull request can write any report of itself, also by what an earlier
 * commit left in its caches.
 */
function origin({ run }: CommentContext): string {
  if (run?.preview === undefined) return "";
  const against = { base: "the base branch", state: "the real state" }[run.preview.against];
  return (
    "The pull request's own code, of this commit or an earlier one, wrote this report, and could hide something in it: read the changes " +
    "before you believe it. " +
    `From GitHub come only the commit ${code(run.preview.head, 40)}, the run, and that ${against} was compared with.`
  );
}

/** An address as it may stand in a link; undefined for any other. */
function link(url: string | undefined): string | undefined {
  return url !== undefined && /^https:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~%-]+)*\/?$/.test(url) ? url : undefined;
}

function footer({ commit, base, time, seconds, versions, digest }: PreviewReport, context: CommentContext): string {
  const url = link(context.runUrl);
  const known = Object.entries(versions).slice(0, 12);
  const lines = [
    `Commit ${code(commit, 40)}, compared with ${code(base, 40)}, ${code(time, 30)}, in ${Math.round(seconds)} s.`,
    ...(known.length > 0
      ? [`Versions: ${known.map(([name, version]) => `${code(name, 30)} ${code(version, 30)}`).join(", ")}.`]
      : []),
    ...(digest === undefined ? [] : [`Digest of the change: ${code(digest, 64)}.`]),
    ...(url === undefined ? [] : [`[The run](${url})`]),
  ];
  return ["---", lines.join("  \n")].join("\n\n");
}
