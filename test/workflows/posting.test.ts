import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { readMarker } from "../../previews/comment.ts";
import { reportOf } from "../../previews/goldens/shapes.ts";
import { formatReport } from "../../previews/report.ts";
import { runCommand } from "../../rehearsal/toolchain/command.ts";
import { FakeGithub } from "../fake-github.ts";

const root = join(import.meta.dirname, "..", "..");
const sha = "a".repeat(40);

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The step of preview-comment.yml that posts. */
function postingStep(): Step {
  const text = readFileSync(join(root, ".github", "workflows", "preview-comment.yml"), "utf8");
  const steps = (parse(text) as { jobs: { post: { steps: Step[] } } }).jobs.post.steps;
  return steps.find(({ name }) => name === "Post") ?? assert.fail("no step Post");
}

describe("the step that posts", function () {
  this.timeout(60_000);
  let directory: string;
  let github: FakeGithub;
  let address: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "posting-"));
    mkdirSync(join(directory, "preview"));
    writeFileSync(join(directory, "preview", "report.json"), formatReport(reportOf([])));
    const npm = `#!/bin/sh\n[ "$1 $2 $3" = "run preview:post --" ] || exit 9\nshift 3\nexec node "${root}/cli/preview-post.ts" "$@"\n`;
    writeFileSync(join(directory, "npm"), npm);
    chmodSync(join(directory, "npm"), 0o755);
    github = new FakeGithub();
    github.pull(12, sha, { head: { sha, repo: { full_name: "ann/platform" } } });
    address = await github.start();
  });
  afterEach(async () => {
    await github.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs the step's script as GitHub does, with the values of an event. */
  const run = (event: Readonly<Record<string, string>>) => {
    const { run: script = "", env = {} } = postingStep();
    const values: Record<string, string> = {
      GITHUB_TOKEN: "secret-token",
      EVENT: "pull_request",
      TITLE: "feat: `touch /tmp/owned` $(id)",
      AGAINST: "base",
      HEAD_SHA: sha,
      HEAD_REPOSITORY: "ann/platform",
      BASE_BRANCH: "main",
      RUN_ID: "5",
      RUN_ATTEMPT: "2",
      RUN_URL: "https://github.com/acme/platform/actions/runs/5",
      ...event,
    };
    assert.deepEqual(Object.keys(env).sort(), Object.keys(values).sort());
    return runCommand("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      environment: {
        ...values,
        PATH: `${directory}:${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: directory,
        RUNNER_TEMP: directory,
        GITHUB_API_URL: address,
        GITHUB_REPOSITORY: "acme/platform",
        GITHUB_STEP_SUMMARY: join(directory, "summary.md"),
      },
    });
  };
  const preview = (against: "base" | "state") => ({ id: 5, attempt: 2, preview: { head: sha, against } });

  it("finds a fork's pull request by the run's head", async () => {
    const { code, stderr } = await run({});
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(readMarker(github.comments[0]?.body ?? ""), preview("base"));
    assert.match(readFileSync(join(directory, "summary.md"), "utf8"), /^The comment at #12 is made/);
  });

  it("finds that of a dispatched run in its title", async () => {
    const title = `Preview of #12 at ${sha} against the real state`;
    const dispatched = {
      EVENT: "workflow_dispatch",
      AGAINST: "state",
      HEAD_SHA: "b".repeat(40),
      HEAD_REPOSITORY: "acme/platform",
    };
    const { code, stderr } = await run({ ...dispatched, TITLE: title });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(readMarker(github.comments[0]?.body ?? ""), preview("state"));
    const other = await run({ ...dispatched, TITLE: `x ${title}` });
    assert.deepEqual([other.code, github.comments.length], [1, 1]);
  });

  it("is red when GitHub refuses", async () => {
    github.before = () => ({ status: 403, message: "Resource not accessible by integration" });
    assert.equal((await run({})).code, 1);
  });
});
