import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { longestComment, readMarker } from "../previews/comment.ts";

import { checkRendering, reportWith, weapons } from "../previews/goldens/hostile-texts.ts";
import { largeChanges } from "../previews/goldens/large-changes.ts";
import { resourceChanges } from "../previews/goldens/resource-changes.ts";
import { reportOf } from "../previews/goldens/shapes.ts";
import { formatReport } from "../previews/report.ts";
import { type CommandResult, runCommand } from "../rehearsal/toolchain/command.ts";
import { FakeGithub } from "../test/fake-github.ts";

const sha = "a".repeat(40);
const runUrl = "https://github.com/example/platform/actions/runs/17000000001";

describe("cli/preview-post.ts", function () {
  this.timeout(60_000);
  let directory: string;
  let github: FakeGithub;
  let address: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "preview-post-"));
    github = new FakeGithub();
    github.pull(12, sha, { head: { sha, repo: { full_name: "ann/platform" } } });
    address = await github.start();
  });
  afterEach(async () => {
    await github.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const file = (text: string): string => {
    const name = join(directory, "report.json");
    writeFileSync(name, text);
    return name;
  };
  const byHead = ["--head-sha", sha, "--head-repository", "ann/platform", "--base-branch", "main"];
  const call = (args: readonly string[], environment: Record<string, string> = {}): Promise<CommandResult> =>
    runCommand(process.execPath, [join(import.meta.dirname, "preview-post.ts"), ...args], {
      environment: {
        PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: directory,
        GITHUB_TOKEN: "secret-token",
        GITHUB_API_URL: address,
        ...environment,
      },
    });
  const post = (report: string, run = 5, ...others: string[]): Promise<CommandResult> => {
    const wanted = others.includes("--pull-request") ? [] : byHead;
    const of = ["--run-id", String(run), "--run-attempt", "1", "--run-url", runUrl];
    return call(["--report", report, "--repository", "acme/platform", ...of, ...wanted, ...others]);
  };
  const body = () => github.comments[0]?.body ?? "";

  it("shows its help, and ends with 2 for wrong usage", async () => {
    const help = await call(["--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /--head-sha[\s\S]*GITHUB_TOKEN[\s\S]*Exit codes: 0/);
    assert.equal((await call([])).code, 2);
    const all = [
      "--report",
      "x",
      "--repository",
      "acme/platform",
      "--run-id",
      "1",
      "--run-attempt",
      "1",
      "--run-url",
      runUrl,
    ];
    const neither = await call(all);
    assert.deepEqual([neither.code, /^Which pull request\?/.test(neither.stderr)], [2, true]);
    for (const [flag, value] of [
      ["--repository", "acme/platform/../x"],
      ["--pull-request", "0x7"],
      ["--head-sha", "main"],
      ["--base-branch", "-x"],
      ["--against", "prod"],
      ["--run-url", "http://github.com"],
    ] as const) {
      const wrong = await call([...all, flag, value]);
      assert.deepEqual([flag, wrong.code, github.log.length], [flag, 2, 0]);
    }
  });

  it("takes the token from the environment only", async () => {
    const report = file(formatReport(reportOf([])));
    assert.equal((await post(report, 5, "--token", "secret-token")).code, 2);
    const args = ["--report", report, "--repository", "acme/platform", "--pull-request", "12"];
    const without = await call([...args, "--run-id", "1", "--run-attempt", "1", "--run-url", runUrl], {
      GITHUB_TOKEN: "",
    });
    assert.deepEqual([without.code, /GITHUB_TOKEN is not set/.test(without.stderr)], [1, true]);
  });

  it("posts the report at the fork's pull request, and a clean run takes the place of its warning", async () => {
    const warning = formatReport((resourceChanges["removed-bucket"] ?? assert.fail)());
    const { code, stdout, stderr } = await post(file(warning));
    assert.deepEqual([code, stdout, stderr], [0, "The comment at #12 is made; it says the report\n", ""]);
    assert.match(body(), /\[!CAUTION\]/);
    assert.deepEqual(readMarker(body()), { id: 5, attempt: 1, preview: { head: sha, against: "base" } });
    assert.equal(
      (await post(file(formatReport(reportOf([]))), 6)).stdout,
      "The comment at #12 is edited; it says the report\n",
    );
    assert.ok(!body().includes("[!CAUTION]"));
    assert.match(body(), /## Preview: nothing changes/);
    assert.match((await post(file(warning), 5)).stdout, /^Nothing is posted at #12: a newer run/);
    assert.match(body(), /## Preview: nothing changes/);
  });

  it("posts at a number, and nothing at a closed or another one", async () => {
    const report = file(formatReport(reportOf([])));
    assert.equal((await post(report, 5, "--pull-request", "12")).code, 0);
    github.pull(13, sha, { state: "closed" });
    assert.equal(
      (await post(report, 5, "--pull-request", "13")).stdout,
      "Nothing is posted: Pull request #13 is closed.\n",
    );
    const unknown = await post(report, 5, "--pull-request", "99");
    assert.deepEqual([unknown.code, /404: Not Found/.test(unknown.stderr)], [1, true]);
  });

  it("says why, and ends with 1, when the token may only read", async () => {
    github.before = (request) =>
      request.startsWith("POST") ? { status: 403, message: "Resource not accessible by integration" } : undefined;
    const { code, stderr } = await post(file(formatReport(reportOf([]))));
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^GitHub answered with 403: Resource not accessible by integration\. The token may not do this\./,
    );
    assert.ok(!stderr.includes("secret-token"));
  });

  it("says that a preview failed before it wrote a report", async () => {
    const missing = join(directory, "none", "report.json");
    const kept = await post(missing, 5, "--against", "state");
    assert.match(kept.stdout, /^Nothing is posted: The run left no report\./);
    assert.equal(github.comments.length, 0);
    assert.match(
      (await post(missing)).stdout,
      /^The comment at #12 is made; it says that there is none \(The run left no report\.\)/,
    );
    assert.match(
      body(),
      /## Preview: failed before it wrote a report\n\n.*The run left no report\.\n[\s\S]*\[The run\]\(https:\/\/github\.com\/example/,
    );
  });

  it("shows no report that says to be of another preview than the run was", async () => {
    const rehearsed = (resourceChanges["removed-bucket"] ?? assert.fail)();
    const claimed = { ...rehearsed, stacks: rehearsed.stacks.map((one) => ({ ...one, basis: "real state" as const })) };
    assert.equal((await post(file(formatReport(claimed)), 5)).code, 0);
    assert.match(
      body(),
      /failed before it wrote a report[\s\S]*says to be against the real state; the run was against the/,
    );
    const kept = await post(file(formatReport(rehearsed)), 6, "--against", "state");
    assert.match(kept.stdout, /^Nothing is posted: The report says to be against the rehearsed base; the run was/);
    await post(file(formatReport(claimed)), 7, "--against", "state");
    assert.match(
      body(),
      /Compared with the state of the real stacks[\s\S]*\[!CAUTION\]|\[!CAUTION\][\s\S]*Compared with the state/,
    );
  });

  it("treats the report as hostile: its place, its size, its shape", async () => {
    const large = file("");
    truncateSync(large, 50_000_001);
    const link = join(directory, "link.json");
    symlinkSync("/etc/hostname", link);
    const folder = join(directory, "folder.json");
    mkdirSync(folder);
    const wrong = join(directory, "wrong.json");
    writeFileSync(wrong, JSON.stringify({ ...reportOf([]), stacks: { "@octocat": "<b>" } }));
    const text = join(directory, "text.json");
    writeFileSync(text, "@octocat <b>");
    for (const [index, [name, reason]] of [
      [large, "has 50000001 bytes"],
      [link, "is a link to another file"],
      [folder, "is not a file"],
      [wrong, "is not of version 1: stacks (invalid\\_type)"],
      [text, "is no JSON"],
    ].entries()) {
      const { code } = await post(name as string, 10 + index);
      assert.equal(code, 0);
      assert.ok(body().includes(`The report ${reason}`), body());
      assert.ok(!/octocat|<b>/.test(body()), body());
    }
  });

  it("disarms hostile texts, and names the pull request by none of them", async () => {
    const report = { ...reportWith(weapons), commit: "b".repeat(40), pullRequest: 1, number: 1 };
    github.pull(1, "b".repeat(40));
    assert.match((await post(file(formatReport(report)), 5, "--against", "state")).stdout, /#12 is made/);
    assert.deepEqual(
      github.log.filter((line) => line.startsWith("POST")),
      ["POST /repos/acme/platform/issues/12/comments"],
    );
    checkRendering(body().replace(/ head=[0-9a-f]{40} against=state/, ""));
  });

  it("never posts more than GitHub takes", async () => {
    await post(file(formatReport((largeChanges["two-thousand-resources"] ?? assert.fail)())));
    assert.ok(body().length > 20_000 && body().length <= longestComment, String(body().length));
  });
});
