import assert from "node:assert/strict";
import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Workspace } from "../../rehearsal/workspace.ts";
import { rehearsalRoot, repository, testToolchain } from "../../test/rehearsals.ts";
import { assembleReport, exitCodeOf } from "../assemble.ts";
import { renderComment } from "../comment.ts";
import type { StackPreview } from "../model.ts";
import type { PreviewedStack } from "../previewed.ts";
import { formatReport } from "../report.ts";
import { checkOut, ensurePackages } from "./base-tree.ts";
import { findCommit, git } from "./git.ts";
import { previewRehearsedBase } from "./rehearsed.ts";
import { readSide } from "./side.ts";

const folder = join(rehearsalRoot, "previews");
const head = join(folder, "repository");
const root = join(folder, "states");
const fixture = join(repository, "test", "fixtures", "previews");

/** What a run gave: its stacks, and what it said on the way. */
interface Run {
  readonly stacks: readonly PreviewedStack[];
  readonly progress: readonly string[];
  /** The preview of `environment/project`. */
  readonly of: (name: string) => StackPreview;
}

describe("previews against the rehearsed base", function () {
  this.timeout(300_000);
  let unlock: () => void;
  let baseRoot: string;

  /** Puts the fixture back, as the base has it. */
  function restore(): void {
    for (const name of readdirSync(head).filter((one) => ![".git", "node_modules"].includes(one))) {
      rmSync(join(head, name), { recursive: true });
    }
    cpSync(fixture, head, { recursive: true });
  }

  before(async () => {
    unlock = new Workspace(rehearsalRoot, "previews").lock();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(head, "node_modules"), { recursive: true });
    symlinkSync(join(repository, "node_modules", "@pulumi"), join(head, "node_modules", "@pulumi"));
    restore();
    writeFileSync(join(head, ".gitignore"), "node_modules/\n");
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    await git(head, ["init", "--quiet"]);
    await git(head, ["add", "."]);
    await git(head, [...identity, "commit", "--quiet", "--no-gpg-sign", "-m", "base"]);
    baseRoot = await checkOut(head, root, (await findCommit(head, "HEAD")).tree);
  });
  afterEach(restore);
  after(() => {
    rmSync(folder, { recursive: true, force: true });
    unlock?.();
  });

  async function run(environments?: readonly string[]): Promise<Run> {
    const progress: string[] = [];
    const stacks = await previewRehearsedBase({
      repository,
      root,
      base: await readSide(baseRoot),
      head: await readSide(head),
      toolchain: await testToolchain(),
      ...(environments === undefined ? {} : { environments }),
      prepareBase: () => ensurePackages(baseRoot, head, (line) => progress.push(line)),
      onProgress: (line) => progress.push(line),
    });
    const of = (name: string) => {
      const found = stacks.find(({ preview: { environment, project } }) => `${environment}/${project}` === name);
      if (found === undefined) throw new Error(`there is no preview of ${name}`);
      return found.preview;
    };
    return { stacks, progress, of };
  }

  const statuses = ({ stacks }: Run) =>
    Object.fromEntries(
      stacks.map(({ preview }) => [`${preview.environment}/${preview.project}`, preview.status]).sort(),
    );
  const paths = ({ changes }: StackPreview) =>
    changes.map(({ name, operation, properties }) => [name, operation, ...properties.map(({ path }) => path)]);
  const brought = ({ progress }: Run) => progress.filter((line) => line.includes("bringing the base"));
  const reportOf = ({ stacks }: Run) =>
    assembleReport({
      stacks,
      environments: [],
      projects: ["account", "foundation", "platform"],
      commit: "head",
      base: "base",
      time: "2026-01-01T00:00:00.000Z",
      seconds: 1,
      versions: {},
      exceptions: [],
    });

  /** Appends settings. */
  const set = (environment: string, line: string) =>
    appendFileSync(join(head, `Pulumi.${environment}.yaml`), `  ${line}\n`);
  /** Changes a place of a file. */
  function edit(file: string, from: string, to: string): void {
    const text = readFileSync(join(head, file), "utf8");
    assert.ok(text.includes(from), `${file} has no ${from}`);
    writeFileSync(join(head, file), text.replace(from, to));
  }

  const allOk = {
    "account/account": "ok",
    "dev/foundation": "ok",
    "dev/platform": "ok",
    "prod/foundation": "ok",
    "prod/platform": "ok",
  };

  it("run nothing when no stack can be touched", async () => {
    const nothing = await run();
    assert.deepEqual([statuses(nothing), nothing.progress], [allOk, []]);
  });

  it("find no difference between programs that make the same at two places", async () => {
    appendFileSync(join(head, "components", "place.ts"), "// A comment.\n");
    const same = await run();
    assert.deepEqual(statuses(same), allOk, JSON.stringify(same.stacks));
    assert.equal(brought(same).length, 5);
    assert.deepEqual(
      same.stacks.map(({ resources }) => resources?.before.length === resources?.after.length),
      [true, true, true, true, true],
    );
  });

  it("show a dial, a broken guard rail and a new environment, each where it is; the base comes from the cache", async () => {
    set("dev", "platform:dial: 45");
    set("prod", "platform:plain: true");
    cpSync(join(head, "Pulumi.account.yaml"), join(head, "Pulumi.staging.yaml"));
    const changed = await run();
    assert.deepEqual(brought(changed), []);
    assert.deepEqual(paths(changed.of("dev/foundation")), [["queue", "update", "visibilityTimeoutSeconds"]]);
    assert.deepEqual(paths(changed.of("dev/platform")), []);
    const { policy, status } = changed.of("prod/foundation");
    assert.deepEqual(
      [status, policy.map(({ control, level }) => [control, level])],
      ["changed", [["SQS.1", "mandatory"]]],
    );
    // The providers count, also Pulumi's own, which reads other stacks.
    assert.deepEqual(
      [changed.of("staging/foundation"), changed.of("staging/platform")].map(({ changes }) => [
        changes.length,
        ...new Set(changes.map(({ operation }) => operation)),
      ]),
      [
        [7, "create"],
        [3, "create"],
      ],
    );
    assert.equal(changed.of("account/account").status, "ok");
    const report = reportOf(changed);
    assert.equal(exitCodeOf(report), 3);
    const texts = [renderComment(report), formatReport(report), ...changed.progress];
    assert.ok(texts.every((text) => !text.includes("canary-value")));
  });

  it("go on past a protected replacement, say that it is protected, and show what readers see of it", async () => {
    set("dev", "platform:hashKey: id");
    const { of } = await run(["dev"]);
    const { status, errors, changes } = of("dev/foundation");
    assert.deepEqual([status, errors], ["changed", []]);
    const [table] = changes;
    assert.deepEqual(
      [table?.name, table?.operation, table?.isStateful, table?.isProtected, table?.deletionProtection],
      ["table", "replace", true, true, true],
    );
    assert.deepEqual(
      table?.properties.filter(({ replaces }) => replaces).map(({ path }) => path),
      ["hashKey"],
    );
    const [topic] = of("dev/platform").changes;
    const [displayName] = topic?.properties ?? [];
    assert.deepEqual([topic?.operation, displayName?.path, topic?.properties.length], ["update", "displayName", 1]);
    assert.equal(of("dev/platform").upstream, "exact");
  });

  it("apply a changed account stack once, and show its output in every environment", async () => {
    edit("stacks/account/index.ts", '"hello"', '"welcome"');
    const changed = await run();
    assert.deepEqual(statuses(changed), { ...allOk, "dev/platform": "changed", "prod/platform": "changed" });
    assert.equal(changed.progress.filter((line) => line.includes("previewing account")).length, 1);
    for (const name of ["dev/platform", "prod/platform"]) {
      assert.deepEqual(paths(changed.of(name)), [["topic", "update", "displayName"]]);
    }
  });

  it("tell a program that fails with its error, skip what reads it, and say when an environment is gone", async () => {
    appendFileSync(join(head, "stacks", "foundation", "index.ts"), 'throw new Error("this program fails");\n');
    rmSync(join(head, "Pulumi.prod.yaml"));
    const failed = await run();
    assert.deepEqual(statuses(failed), {
      "account/account": "ok",
      "dev/foundation": "failed",
      "dev/platform": "skipped",
      "prod/foundation": "skipped",
      "prod/platform": "skipped",
    });
    assert.match(failed.of("dev/foundation").errors.join("\n"), /this program fails/);
    assert.match(failed.of("dev/platform").reason ?? "", /it reads foundation, which failed/);
    assert.match(failed.of("prod/platform").reason ?? "", /Pulumi\.prod\.yaml is gone/);
    assert.equal(exitCodeOf(reportOf(failed)), 1);
  });

  it("skip every environment that reads an account stack of which the program fails", async () => {
    appendFileSync(join(head, "stacks", "account", "index.ts"), 'throw new Error("this program fails");\n');
    const failed = await run();
    assert.deepEqual(statuses(failed), {
      "account/account": "failed",
      "dev/foundation": "skipped",
      "dev/platform": "skipped",
      "prod/foundation": "skipped",
      "prod/platform": "skipped",
    });
    assert.match(failed.of("dev/foundation").reason ?? "", /it reads account, which failed/);
  });

  it("leave nothing but the base's states, without logs and events", () => {
    const left = readdirSync(root)
      .filter((name) => name !== "in-use")
      .sort();
    assert.ok(
      left.every((name) => /^(?:base|state)-[0-9a-f]+$/.test(name)),
      left.join(", "),
    );
    assert.equal(left.filter((name) => name.startsWith("state-")).length, 3);
    assert.deepEqual(globSync("state-*/**/{*.events,*.log,*.events.new}", { cwd: root }), []);
    assert.equal(existsSync(join(root, left[1] as string, "logs")), false);
  });
});
