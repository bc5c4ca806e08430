/** The changes of which the goldens show the comment: what the engine says of each, and how it ended. */
import type { CommentContext } from "../comment.ts";
import type { EnvironmentCosts } from "../costs.ts";
import { PreviewCollector, type PreviewEnd, type StackIdentity, skippedPreview } from "../events.ts";
import type { StackPreview } from "../model.ts";
import { makeReport, type PreviewReport, type ReportedException } from "../report.ts";
import type { RawEvent } from "./step-events.ts";

/** The run of all goldens. */
export const goldenContext: CommentContext = {
  run: { id: 17_000_000_001, attempt: 1 },
  runUrl: "https://github.com/example/platform/actions/runs/17000000001",
};

/** A stack of an environment, compared with the rehearsed base. */
export function stackOf(environment: string, project: string): StackIdentity {
  const reads = { account: [], foundation: ["account"], platform: ["account", "foundation"] }[project] ?? [];
  return { project, stack: environment, environment, basis: "rehearsed base", reads };
}

/** The preview of a stack with some events. */
export function preview(
  stack: StackIdentity,
  events: readonly RawEvent[] = [],
  end: Partial<PreviewEnd> = {},
): StackPreview {
  const collector = new PreviewCollector(stack);
  for (const event of events) collector.receive(event);
  return collector.finish({ succeeded: true, seconds: 14, ...end });
}

/** An account's stack, which no environment's change touches. */
export const quietAccount: StackPreview = skippedPreview(
  { ...stackOf("account", "account"), stack: "111122223333" },
  "No file that it is made of differs.",
);

/** What differs from run to run, as all goldens have it. */
export const goldenFacts = {
  commit: "8f14e45fceea167a5a36dedd4bea2543c1c1d2b0",
  base: "45c48cce2e2d7fbdea1afc51c7c6ad26b1c5c9a5",
  time: "2026-09-01T08:30:00.000Z",
  seconds: 48,
  versions: { pulumi: "3.250.0", "pulumi-aws": "7.48.0", rehearsal: "1" },
  projects: ["account", "foundation", "platform"],
} as const;

/** A report over previews, all else the same for all goldens. */
export function reportOf(
  previews: readonly StackPreview[],
  others: { readonly costs?: EnvironmentCosts[]; readonly exceptions?: readonly ReportedException[] } = {},
): PreviewReport {
  return makeReport({
    ...goldenFacts,
    previews,
    costs: others.costs ?? [],
    exceptions: others.exceptions ?? [],
  });
}
