/** The report of a change from the previews of its stacks: with costs, exceptions to the guard rails, and versions. */
import { estimate } from "../costs/estimate.ts";
import type { Resource } from "../costs/model.ts";
import { PriceTable } from "../costs/price-table.ts";
import { type Exception, exceptions } from "../policy/exceptions.ts";
import { today } from "../policy/judge.ts";
import { type UsageSettings, usageSettings } from "../stacks/settings/usage.ts";
import { compareCosts, type EnvironmentCosts } from "./costs.ts";
import { byText } from "./model.ts";
import type { PreviewedStack } from "./previewed.ts";
import { makeReport, type PreviewReport, type ReportParts } from "./report.ts";

/** What is needed of an environment to estimate its costs. */
export interface EnvironmentFacts {
  readonly environment: string;
  /** Its region, as the settings of both sides say: a change may move it. */
  readonly region: { readonly before: string; readonly after: string };
  /** How much it is used, as the settings of both sides say. */
  readonly usage: { readonly before: UsageSettings; readonly after: UsageSettings };
}

/** What a report is assembled from. */
export interface AssembleOptions
  extends Pick<ReportParts, "commit" | "base" | "time" | "seconds" | "versions" | "projects"> {
  readonly stacks: readonly PreviewedStack[];
  /** Environments whose costs are estimated; account stacks are shared, and in no environment's costs. */
  readonly environments: readonly EnvironmentFacts[];
  /** Default: the repository's table. */
  readonly prices?: PriceTable;
  /** Default: the repository's. */
  readonly exceptions?: readonly Exception[];
}

/** Assembles the report. */
export function assembleReport(options: AssembleOptions): PreviewReport {
  const { stacks, environments, prices = new PriceTable(), exceptions: all = exceptions, ...parts } = options;
  return makeReport({
    ...parts,
    previews: stacks.map(({ preview }) => preview),
    environments: orderOf(stacks),
    costs: environments.flatMap((facts) => costsOf(facts, stacks, prices) ?? []),
    exceptions: all.map((one) => ({ ...one, where: plain(one.where), reason: plain(one.reason) })),
  });
}

/** A text of `policy/exceptions.ts` without its Markdown: its links lead from the docs, and a comment shows no stranger's Markdown. */
const plain = (text: string): string => text.replace(/\[([^\]]+)\]\([^)]+\)/g, "$1").replaceAll("`", "");

/** Account stacks come first, as they are deployed. */
function orderOf(stacks: readonly PreviewedStack[]): string[] {
  const names = [...new Set(stacks.map(({ preview }) => preview.environment))];
  const accounts = names.filter((name) => /^account(-|$)/.test(name)).sort(byText);
  return [...accounts, "dev", "staging", "prod"];
}

/** The costs of an environment; undefined when nothing is known of its resources. */
function costsOf(
  { environment, region, usage }: EnvironmentFacts,
  stacks: readonly PreviewedStack[],
  prices: PriceTable,
): EnvironmentCosts | undefined {
  const known = stacks.flatMap(({ preview, resources }) =>
    preview.environment === environment && resources !== undefined ? resources : [],
  );
  if (known.length === 0) return undefined;
  const side = (of: "before" | "after") => {
    const resources = known.flatMap((both) => both[of]).map((resource) => inRegion(resource, region[of]));
    return estimate({ environment, region: region[of], resources, usage: usage[of], prices, scale: 1 });
  };
  return compareCosts(side("before"), side("after"));
}

/** The resource where its side has it: a preview takes those that name no region to be in the region after the change. */
const inRegion = (resource: Resource, home: string): Resource =>
  resource.inputs.region === undefined ? { ...resource, region: home } : resource;

/** The usage that settings say, as far as it can be read; the defaults for the rest. */
export function usageOf(config: Readonly<Record<string, unknown>>): UsageSettings {
  const read = usageSettings.safeParse(config["platform:usage"] ?? {});
  return read.success ? read.data : usageSettings.parse({});
}

/**
 * The exit code of a preview.
 *
 * @param expected the digest that is expected: the report's, or the review digest of its only environment. Default: none
 * @returns 0 when nothing is broken, 1 when a preview failed, 3 when a guard rail is broken that stops the deployment or an exception
 *   has ended, 4 when the digest is another
 */
export function exitCodeOf(report: PreviewReport, expected?: string, day = today()): number {
  if (report.stacks.some(({ status }) => status === "failed")) return 1;
  const isBroken = report.stacks.some(({ policy }) => policy.some(({ level }) => level === "mandatory"));
  const isEnded = report.exceptions.some(({ until }) => until < day);
  if (isBroken || isEnded) return 3;
  const reviewed = Object.values(report.reviewDigests);
  const digests = [report.digest, ...(reviewed.length === 1 ? reviewed : [])];
  return expected === undefined || digests.includes(expected) ? 0 : 4;
}
