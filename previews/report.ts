/** The report of a change: the previews of all stacks, what they cost, and one digest by which two previews are compared. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { costsSchema } from "./costs.ts";
import { byText, type StackPreview, stackPreviewSchema } from "./model.ts";

/** An exception to a guard rail, as `policy/exceptions.ts` has it. */
export const exceptionSchema = z.object({
  control: z.string(),
  /** Where it holds. */
  where: z.string(),
  reason: z.string(),
  owner: z.string(),
  /** The last day on which it holds, as YYYY-MM-DD; or `permanent`. */
  until: z.string(),
});

/**
 * The JSON report. Every list has a fixed order, so that the same change gives the same text but for times. Its texts come from the
 * code of a pull request: whoever shows them treats them as hostile.
 */
export const reportSchema = z.object({
  /** Grows when a reader of the former shape would go wrong. */
  version: z.literal(1),
  /** Commit of the change. */
  commit: z.string(),
  /** Commit that it is compared with. */
  base: z.string(),
  /** When the report was made, as ISO 8601 in UTC. */
  time: z.string(),
  /** How long all previews took together, by the clock. */
  seconds: z.number(),
  /** Versions of what made it, by name: Pulumi, AWS provider, rehearsal. */
  versions: z.record(z.string(), z.string()),
  /** By environment in the order of promotion, then in the order of deployment. */
  stacks: z.array(
    stackPreviewSchema.extend({
      /** SHA-256 over (stack, URN, operation, property paths); missing when the preview failed or was skipped. */
      digest: z.string().optional(),
    }),
  ),
  /** Monthly costs before and after, by environment; none when no estimate was made. */
  costs: z.array(costsSchema),
  /** All exceptions to guard rails: first those that have an end, the next first. */
  exceptions: z.array(exceptionSchema),
  /** SHA-256 over the digests of all stacks; missing when a preview failed or is not exact. */
  digest: z.string().optional(),
  /** By environment that was previewed against the real state: what `npm run up -- <environment> --reviewed` takes. */
  reviewDigests: z.record(z.string(), z.string()),
});

/** The JSON report. */
export type PreviewReport = z.infer<typeof reportSchema>;
/** A stack in the report. */
export type ReportedStack = PreviewReport["stacks"][number];
/** An exception to a guard rail in the report. */
export type ReportedException = z.infer<typeof exceptionSchema>;

/** What a report is made of. */
export interface ReportParts
  extends Pick<PreviewReport, "commit" | "base" | "time" | "seconds" | "versions" | "costs"> {
  /** The previews, in any order. */
  readonly previews: readonly StackPreview[];
  /** Environments in the order of promotion; those that are not named come last. Default: account, dev, staging, prod. */
  readonly environments?: readonly string[];
  /** Projects in the order of deployment; those that are not named come last. */
  readonly projects: readonly string[];
  /** All exceptions to the guard rails. Default: none. */
  readonly exceptions?: readonly ReportedException[];
}

/** Makes the report: sorted, with digests. */
export function makeReport(parts: ReportParts): PreviewReport {
  const { previews, environments = ["account", "dev", "staging", "prod"], projects, exceptions = [], ...rest } = parts;
  const rank = (names: readonly string[], name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  const stacks = previews
    .map((preview) => ({ ...preview, ...digestMember(preview) }))
    .sort(
      (a, b) =>
        rank(environments, a.environment) - rank(environments, b.environment) ||
        byText(a.environment, b.environment) ||
        rank(projects, a.project) - rank(projects, b.project) ||
        byText(`${a.project}/${a.stack}`, `${b.project}/${b.stack}`),
    );
  const isWhole = stacks.every(({ status, upstream }) => status !== "failed" && upstream === "exact");
  return {
    version: 1,
    ...rest,
    versions: Object.fromEntries(Object.entries(rest.versions).sort(([a], [b]) => byText(a, b))),
    costs: [...rest.costs].sort(
      (a, b) =>
        rank(environments, a.environment) - rank(environments, b.environment) || byText(a.environment, b.environment),
    ),
    stacks,
    exceptions: exceptions
      .map(({ control, where, reason, owner, until }) => ({ control, where, reason, owner, until }))
      .sort((a, b) => byText(a.until, b.until) || byText(`${a.control} ${a.where}`, `${b.control} ${b.where}`)),
    reviewDigests: reviewDigestsOf(stacks),
    ...(isWhole ? { digest: hash(stacks.map(({ project, stack, digest }) => `${project}/${stack} ${digest}`)) } : {}),
  };
}

const hash = (lines: readonly string[]): string => createHash("sha256").update(JSON.stringify(lines)).digest("hex");

function digestMember(preview: StackPreview): { digest?: string } {
  return preview.status === "ok" || preview.status === "changed" ? { digest: digestOf(preview) } : {};
}

/**
 * The digest of a preview: stack, and of each change URN, operation and property paths. Two previews with the same digest do the
 * same to the same resources; values are left out, because some are known only at the deployment.
 */
export function digestOf({ project, stack, changes }: StackPreview): string {
  const lines = changes.map(({ urn, operation, properties }) =>
    JSON.stringify([urn, operation, properties.map(({ path }) => path).sort(byText)]),
  );
  return hash([`${project}/${stack}`, ...lines.sort(byText)]);
}

/** Stands in a review digest for a stack whose changes nobody could see: a new one, or one that reads an output that is yet to come. */
export const unseen = "unseen";
/** Half a SHA-256 for each stack: nobody finds another preview with the same 128 bits. */
const reviewedLength = 32;

/**
 * What a deployment compares with what was reviewed: for each stack of an environment a part of its digest, or `unseen`, joined by
 * hyphens, so that a deployment can say which stack differs. It exists also when stacks were previewed with the present outputs of others
 * that change: a review and a deployment see them in the same way.
 *
 * @param previews of one environment, in the order of deployment
 * @returns undefined when a preview failed, or none was made
 */
export function reviewDigest(previews: readonly StackPreview[]): string | undefined {
  if (previews.some(({ status }) => status === "failed")) return undefined;
  const parts = previews.map((preview) =>
    preview.status === "skipped" ? unseen : digestOf(preview).slice(0, reviewedLength),
  );
  return parts.every((part) => part === unseen) ? undefined : parts.join("-");
}

function reviewDigestsOf(stacks: readonly StackPreview[]): Record<string, string> {
  const real = stacks.filter(({ basis }) => basis === "real state");
  const environments = [...new Set(real.map(({ environment }) => environment))];
  return Object.fromEntries(
    environments.flatMap((name) => {
      const digest = reviewDigest(real.filter(({ environment }) => environment === name));
      return digest === undefined ? [] : [[name, digest]];
    }),
  );
}

/** The report as the text of its file. */
export const formatReport = (report: PreviewReport): string => `${JSON.stringify(report, undefined, 2)}\n`;

/** Largest report that is read, in characters: ten times what 2,000 changed resources take. */
const largestReport = 50_000_000;

/**
 * Reads a report that anybody may have written.
 *
 * @throws Error when it is too large, no JSON, or of another shape; the message names the places and repeats none of its texts
 */
export function parseReport(text: string): PreviewReport {
  if (text.length > largestReport) {
    throw new Error(`The report has ${text.length} characters; at most ${largestReport} are read.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("The report is no JSON: make it with `npm run preview -- --out`.");
  }
  const result = reportSchema.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 10).map(({ path, code }) => `${path.map(placeName).join(".")} (${code})`);
  throw new Error(`The report is not of version 1: ${places.join(", ")}.`);
}

/** A place in the report; names that only a stranger can have given are left out. */
const placeName = (step: PropertyKey): string => (/^[A-Za-z0-9]{1,30}$/.test(String(step)) ? String(step) : "?");
