/** What must hold for the workflows of GitHub Actions, beside what actionlint sees: who gets which rights, and whose code runs with them. */
import { parse } from "yaml";

/** A step, as far as it is looked at. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

type Permissions = Readonly<Record<string, string>> | string;

interface Job {
  readonly name?: string;
  readonly uses?: string;
  readonly environment?: string | { readonly name: string };
  readonly permissions?: Permissions;
  readonly steps?: readonly Step[];
  readonly with?: Readonly<Record<string, unknown>>;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly "cache-mode"?: string;
  readonly "timeout-minutes"?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly "cache-mode"?: string;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A job in its file, with the rights that it has. */
interface Placed {
  readonly file: string;
  readonly name: string;
  readonly job: Job;
  readonly workflow: Workflow;
  readonly rights: Readonly<Record<string, string>>;
}

/** What may be written with a workflow's token, by file and job; the rest reads at most. */
const writes: Readonly<Record<string, readonly string[]>> = {
  "preview-comment.yml post": ["pull-requests"],
  "release.yml release": ["contents"],
};

/** A value as a workflow writes it. */
export const value = (expression: string): string => `\${{ ${expression} }}`;

/** What only reads. */
const readable = ["actions", "contents", "deployments"];

/** Variables that name the role of a GitHub environment; of another one it is the deploying role's. */
const roleVariables: Readonly<Record<string, string>> = {
  preview: "PREVIEW_ROLE_ARN",
  plan: "PREVIEW_ROLE_ARN",
  drift: "DRIFT_ROLE_ARN",
};

/** Values that a stranger chooses freely, in a script: GitHub puts them in before the shell reads it. */
const chosenByStrangers = /\$\{\{[^}]*(?:github\.event\b|github\.head_ref|\binputs\.|\bmatrix\.|\bneeds\.|\bsteps\.)/;

/** Ways to the code of a pull request. */
const headOfRun = /workflow_run\.head_|pull_request\.head|refs\/pull|head_ref/;

/**
 * The problems of some workflows.
 *
 * @param files texts by the files' names in .github/workflows
 * @param trusted GitHub environments that a role trusts
 */
export function problemsOf(files: Readonly<Record<string, string>>, trusted: ReadonlySet<string>): readonly string[] {
  const workflows = Object.entries(files).map(([file, text]) => ({ file, workflow: parse(text) as Workflow }));
  const jobs = workflows.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).map(([name, job]): Placed => {
      const rights = asRights(job.permissions ?? workflow.permissions);
      return { file, name, job, workflow, rights };
    }),
  );
  return [
    ...problemsOfNames(jobs),
    ...workflows.flatMap(({ file, workflow }) => problemsOfWorkflow(workflow).map((problem) => `${file}: ${problem}`)),
    ...jobs.flatMap((placed) =>
      [
        ...problemsOfRights(placed),
        ...problemsOfSteps(placed),
        ...problemsOfInstallation(placed),
        ...problemsOfEnvironment(placed, jobs, trusted),
      ].map((problem) => `${placed.file} ${placed.name}: ${problem}`),
    ),
  ];
}

/** A check of a pull request is demanded by its job's name: two of one name cannot be told apart. */
function problemsOfNames(jobs: readonly Placed[]): string[] {
  const checks = jobs.filter(({ workflow }) => "pull_request" in workflow.on);
  return [...Map.groupBy(checks, ({ name, job }) => job.name ?? name)]
    .filter(([, some]) => some.length > 1)
    .map(([name, some]) => `${some.map(({ file }) => file).join(" and ")} both call a check ${name}`);
}

const asRights = (permissions: Permissions | undefined): Readonly<Record<string, string>> =>
  typeof permissions === "object" ? permissions : { everything: String(permissions ?? "not said") };

function problemsOfWorkflow({ on, permissions }: Workflow): string[] {
  const problems: string[] = [];
  if ("pull_request_target" in on) problems.push("pull_request_target gives rights to runs that strangers start");
  const rights = asRights(permissions);
  const tooMuch = Object.values(rights).some((level) => level !== "read");
  if (tooMuch) problems.push(`permissions of the whole file are ${JSON.stringify(rights)}; they may only read`);
  return problems;
}

function problemsOfRights({ file, name, job, rights, workflow }: Placed): string[] {
  const allowed = writes[`${file} ${name}`] ?? [];
  const problems = Object.entries(rights)
    .filter(([right, level]) => !(readable.includes(right) && level === "read") && right !== "id-token")
    .filter(([right, level]) => !(allowed.includes(right) && level === "write"))
    .map(([right, level]) => `has ${right}: ${level}`);
  const isCall = job.uses !== undefined;
  if (!isCall && job["timeout-minutes"] === undefined) problems.push("has no timeout-minutes");
  const isStarted = "pull_request" in workflow.on;
  if (isStarted && allowed.length > 0) problems.push("may write in a run that a pull request starts");
  return problems;
}

const isPrivileged = ({ rights }: Placed): boolean => "id-token" in rights || Object.values(rights).includes("write");

function problemsOfSteps(placed: Placed): string[] {
  const { job, workflow } = placed;
  const problems: string[] = [];
  const mayMore = isPrivileged(placed);
  // A step without a cache may still write one: its code finds the runner's token. What a run of main writes, all of main's runs read.
  if (mayMore && (job["cache-mode"] ?? workflow["cache-mode"]) !== "none")
    problems.push("has rights and may use caches: cache-mode is not none");
  // Without the word GitHub's bash knows no pipefail.
  if (job.steps !== undefined && job.defaults?.run?.shell !== "bash")
    problems.push("loses a failure before a pipe: the default shell is not said to be bash");
  for (const { uses, run, with: inputs = {} } of [{ uses: job.uses }, ...(job.steps ?? [])] as readonly Step[]) {
    if (
      uses !== undefined &&
      !/^(?:[\w.-]+\/[\w./-]+@[0-9a-f]{40}|\.\/\.github\/workflows\/[\w.-]+\.yml)$/.test(uses)
    ) {
      problems.push(`${uses} is not pinned by a commit`);
    }
    if (run !== undefined && chosenByStrangers.test(run))
      problems.push(`puts a value into a script: ${run.split("\n")[0]}`);
    if (uses?.startsWith("actions/checkout@")) {
      if (inputs["persist-credentials"] !== false) problems.push("a checkout keeps the token");
      if ("workflow_run" in workflow.on && inputs.ref !== value("github.event.repository.default_branch")) {
        problems.push("a checkout after another workflow is not the default branch");
      }
    }
    if (uses?.startsWith("actions/upload-artifact@") && inputs.overwrite !== true)
      problems.push("an artifact may be there from an earlier attempt: overwrite is not true");
    if ("workflow_run" in workflow.on && run !== undefined && headOfRun.test(run))
      problems.push("fetches a pull request's code");
    if (mayMore && uses?.startsWith("actions/cache")) problems.push("has rights and takes files from a cache");
    if (mayMore && uses?.startsWith("actions/setup-node@") && inputs["package-manager-cache"] !== false) {
      problems.push("has rights, and its packages come from a cache as soon as package.json names a package manager");
    }
  }
  return problems;
}

/** Packages are installed once, by the command itself, and with the Pulumi CLI before there are credentials. */
function problemsOfInstallation({ job: { steps = [] } }: Placed): string[] {
  const problems: string[] = [];
  const runs = steps.map(({ run = "" }) => run);
  if (runs.some((run) => /\bnpm (?:ci|i|install)\b/.test(run)))
    problems.push("installs packages by npm itself: the command does not know of it, and installs them again");
  const role = steps.findIndex(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
  if (role === -1) return problems;
  const before = runs.slice(0, role).join("\n");
  if (!/^npm run [\w:]+ -- --help > /m.test(before)) problems.push("installs packages beside credentials");
  if (!/^node_modules\/\.bin\/pulumi version$/m.test(before))
    problems.push("installs the Pulumi CLI beside credentials");
  return problems;
}

/** A job with an identity token runs in an environment that a role trusts, with that role; one without has no environment. */
function problemsOfEnvironment(placed: Placed, jobs: readonly Placed[], trusted: ReadonlySet<string>): string[] {
  const { job, rights } = placed;
  const asks = "id-token" in rights;
  if (job.uses !== undefined)
    return asks && !trusted.has(String(job.with?.environment)) ? ["calls without a trusted environment"] : [];
  const uses = (job.steps ?? []).filter((step) => step.uses?.startsWith("aws-actions/configure-aws-credentials@"));
  if (!asks) return uses.length > 0 ? ["takes a role without id-token: write"] : [];
  const environments = environmentsOf(placed, jobs);
  const problems = environments
    .filter((environment) => !trusted.has(environment))
    .map((environment) => `no role trusts its environment ${JSON.stringify(environment)}`);
  if (environments.length === 0) problems.push("has id-token: write and no environment");
  for (const step of uses) {
    const role = String(step.with?.["role-to-assume"]);
    const wanted = roleVariables[environments[0] ?? ""] ?? "DEPLOY_ROLE_ARN";
    if (!role.includes(`vars.${wanted}`))
      problems.push(`takes ${role} in ${environments.join(", ")}, not vars.${wanted}`);
  }
  return problems;
}

/** The names of a job's environment; that of a called workflow is what its callers say. */
function environmentsOf({ file, job }: Placed, jobs: readonly Placed[]): readonly string[] {
  const { environment } = job;
  if (environment === undefined) return [];
  const name = typeof environment === "string" ? environment : environment.name;
  if (name !== value("inputs.environment")) return [name];
  return jobs
    .filter((other) => other.job.uses === `./.github/workflows/${file}`)
    .map((other) => String(other.job.with?.environment));
}
