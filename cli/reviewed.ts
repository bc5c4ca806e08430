/** Deploying only what was reviewed: what a preview says at the deployment is compared with the digest of the reviewed one. */
import type { StackPreview } from "../previews/model.ts";
import { reviewDigest, unseen } from "../previews/report.ts";
import { UsageError } from "../stacks/target.ts";

/** Exit code of a deployment that found something else than what was reviewed. */
export const differs = 4;
/** Exit code of a deployment that a guard rail stops. */
const guarded = 3;

/** What a comparison says. */
export interface Comparison {
  /** The exit code with which the deployment ends before anything is changed; undefined when it may go on. */
  readonly code: number | undefined;
  /** Lines for the user. */
  readonly lines: readonly string[];
  /** Projects whose changes were reviewed, in the order of deployment: the ones up to the first that nobody could see. */
  readonly projects: readonly string[];
}

/** Options of `pulumi up` that change how it says what it does, and nothing of what it does; whether a value follows. */
const harmless: Readonly<Record<string, boolean>> = {
  "--yes": false,
  "-y": false,
  "--skip-preview": false,
  "-f": false,
  "--diff": false,
  "--non-interactive": false,
  "--suppress-outputs": false,
  "--suppress-progress": false,
  "--suppress-permalink": false,
  "--parallel": true,
  "-p": true,
  "--message": true,
  "-m": true,
  "--color": true,
};

/**
 * Makes sure that a digest can be one, and that no argument for Pulumi, and no variable that stands for one, makes the deployment another
 * than the previewed one.
 *
 * @throws UsageError with what to do
 */
export function demandReviewable(
  digest: string,
  pulumiArgs: readonly string[],
  env: Readonly<NodeJS.ProcessEnv> = {},
): void {
  if (!/^(?:[0-9a-f]{32}|unseen)(?:-(?:[0-9a-f]{32}|unseen))*$/.test(digest)) {
    throw new UsageError(
      `--reviewed takes the digest that npm run preview -- <environment> --against state tells, got ${JSON.stringify(digest.slice(0, 200))}.`,
    );
  }
  for (let position = 0; position < pulumiArgs.length; position++) {
    const [name = "", value] = (pulumiArgs[position] ?? "").split(/=(.*)/s);
    const takesValue = Object.hasOwn(harmless, name) ? harmless[name] : undefined;
    if (takesValue === undefined) throw otherDeployment(name);
    if (takesValue && value === undefined) position++;
  }
  // The CLI takes each of its options as a variable, too.
  const optionOf = (variable: string) =>
    variable
      .replace(/^PULUMI_OPTION_/, "--")
      .replaceAll("_", "-")
      .toLowerCase();
  const variables = Object.keys(env).filter((variable) => variable.startsWith("PULUMI_OPTION_"));
  const other = variables.find((variable) => !Object.hasOwn(harmless, optionOf(variable)));
  if (other !== undefined) throw otherDeployment(other);
}

const otherDeployment = (name: string): UsageError =>
  new UsageError(
    `${name} cannot be used with --reviewed: the deployment would do something else than what was reviewed. Allowed are ` +
      `${Object.keys(harmless).join(", ")}. Nothing was read or made.`,
  );

/** Compares the previews of an environment's stacks, in the order of deployment, with a digest. Pure. */
export function compareReviewed(reviewed: string, previews: readonly StackPreview[]): Comparison {
  const failed = previews.filter(({ status }) => status === "failed");
  if (failed.length > 0) {
    const errors = failed.flatMap((one) => [`${nameOf(one)}: ${one.reason ?? "its preview failed"}`, ...one.errors]);
    return refusal(1, ["Nothing was changed: a preview failed.", ...errors]);
  }
  const parts = reviewed.split("-");
  const present = previews.map((one) => reviewDigest([one]) ?? unseen);
  const different = previews.filter((_, position) => present[position] !== parts[position]);
  if (parts.length !== present.length) {
    const names = previews.map(nameOf).join(", ");
    const count = `the digest is of ${parts.length} stacks, the environment has ${present.length} (${names})`;
    return refusal(differs, [`Nothing was changed: ${count}.`, newReview]);
  }
  if (different.length > 0) {
    const lines = different.map((one) => `  ${nameOf(one)}: ${toldOf(one)}`);
    return refusal(differs, [
      "Nothing was changed: what would be done now is not what was reviewed.",
      ...lines,
      newReview,
    ]);
  }
  const broken = previews.flatMap(({ policy }) => policy.filter(({ level }) => level === "mandatory"));
  if (broken.length > 0) {
    const lines = broken.map(
      ({ control, urn, title }) => `  ${control}: ${title}${urn === undefined ? "" : ` (${urn})`}`,
    );
    return refusal(guarded, ["Nothing was changed: mandatory guard rails are broken.", ...lines]);
  }
  const first = parts.indexOf(unseen);
  const seen = first === -1 ? previews : previews.slice(0, first);
  if (seen.length > 0) return { code: undefined, lines: [], projects: seen.map(({ project }) => project) };
  const [stack] = previews;
  const why =
    stack === undefined
      ? "there is no stack."
      : `nobody could see what becomes of ${nameOf(stack)}: ${stack.reason ?? ""}`;
  return refusal(differs, [`Nothing was changed: ${why}`, "Deploy it once without --reviewed."]);
}

const newReview = "Make a new preview, review it, and deploy with its digest.";
const refusal = (code: number, lines: readonly string[]): Comparison => ({ code, lines, projects: [] });
const nameOf = ({ project, stack }: StackPreview): string => `${project}/${stack}`;

/** What a preview says now, in short: the reader compares it with the reviewed report. */
function toldOf({ status, changes, reason }: StackPreview): string {
  if (status === "skipped") return reason ?? "skipped";
  const counts = Map.groupBy(changes, ({ operation }) => operation);
  const words = [...counts].map(([operation, some]) => `${some.length} to ${operation}`);
  return words.length === 0 ? "no changes now" : `${words.join(", ")} now`;
}
