import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectDirectory } from "../toolchain/cache.ts";
import { runCommand } from "../toolchain/command.ts";
import { engineEnvironment, makeEngineFolders } from "../toolchain/environment.ts";
import { ensurePulumi, type PulumiInstallation } from "../toolchain/pulumi-cli.ts";

/** A Pulumi project without a provider in a folder of its own. The folder's name has a space and a quote on purpose. */
class Project {
  readonly root: string;
  readonly environment: Record<string, string>;
  readonly #pulumi: string;

  private constructor(root: string, installation: PulumiInstallation) {
    this.root = root;
    this.#pulumi = installation.pulumi;
    this.environment = engineEnvironment({
      base: { ...process.env, AWS_SECRET_ACCESS_KEY: "canary" },
      rehearsalRoot: path.dirname(this.workspace),
      workspace: this.workspace,
      ...installation,
    });
  }

  get workspace(): string {
    return path.join(this.root, ".rehearsal", "test");
  }

  static async make(installation: PulumiInstallation, program: string): Promise<Project> {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), "language host's ")));
    const project = new Project(root, installation);
    await makeEngineFolders(project.workspace);
    await mkdir(path.join(root, "program"));
    await symlink(path.join(projectDirectory(), "node_modules"), path.join(root, "node_modules"));
    const runtime = "runtime: {name: nodejs, options: {typescript: false}}";
    await writeFile(path.join(root, "Pulumi.yaml"), `name: minimal\n${runtime}\nmain: program/index.ts\n`);
    await writeFile(path.join(root, "package.json"), '{"type": "module"}');
    await writeFile(path.join(root, "program", "index.ts"), program);
    assert.equal((await project.pulumi("stack", "init", "dev")).code, 0);
    return project;
  }

  pulumi(...args: string[]) {
    return runCommand(this.#pulumi, [...args, "--non-interactive", "--color=never"], {
      environment: this.environment,
      directory: this.root,
    });
  }

  start(...args: string[]): ChildProcess {
    return spawn(this.#pulumi, [...args, "--non-interactive"], {
      env: this.environment,
      cwd: this.root,
      stdio: "ignore",
    });
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

const hello = `
import * as pulumi from "@pulumi/pulumi";
const config: pulumi.Config = new pulumi.Config();
console.log("a line of the program");
console.error("an error line of the program");
export const greeting: string = "hello " + config.require("name");
export const password = config.requireSecret("password");
export const place = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
export const dryRun = pulumi.runtime.isDryRun();
// The name of what source-map-support installs.
export const maps = Error.prepareStackTrace?.name === "prepareStackTrace";
export const canary = process.env.AWS_SECRET_ACCESS_KEY ?? "none";
`;

const hangs = `
import { writeFileSync } from "node:fs";
writeFileSync("pids.json", JSON.stringify({ program: process.pid, host: process.ppid }));
await new Promise((resolve) => setTimeout(resolve, 600_000));
`;

describe("language host, with the built CLI", function () {
  this.timeout(900_000);
  let installation: PulumiInstallation;
  let project: Project | undefined;

  before(async () => {
    installation = await ensurePulumi();
  });
  afterEach(async () => {
    await project?.remove();
    project = undefined;
  });

  it("previews, brings up, brings up again without a change", async () => {
    project = await Project.make(installation, hello);
    await project.pulumi("config", "set", "name", "world");
    await project.pulumi("config", "set", "--secret", "password", "s3cret");
    const preview = await project.pulumi("preview");
    assert.equal(preview.code, 0, preview.stdout + preview.stderr);
    assert.match(preview.stdout, /greeting: "hello world"/);

    const up = await project.pulumi("up", "--yes", "--skip-preview");
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.match(up.stdout, /a line of the program/);
    assert.match(up.stdout, /an error line of the program/);
    assert.doesNotMatch(up.stdout + up.stderr, /warning|s3cret/i);
    const outputs = await project.pulumi("stack", "output", "--json", "--show-secrets");
    assert.deepEqual(JSON.parse(outputs.stdout), {
      canary: "none",
      dryRun: false,
      greeting: "hello world",
      maps: false,
      password: "s3cret",
      place: "organization/minimal/dev",
    });

    const again = await project.pulumi("up", "--yes", "--expect-no-changes");
    assert.equal(again.code, 0, again.stdout + again.stderr);
  });

  it("reports what a program throws, once", async () => {
    project = await Project.make(installation, 'throw new Error("the reason");');
    const { code, stdout, stderr } = await project.pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.equal((stdout + stderr).match(/the reason/g)?.length, 1, stdout + stderr);
    assert.doesNotMatch(stdout + stderr, /non-zero exit code/);
  });

  it("reports an exit code that nothing explains", async () => {
    project = await Project.make(installation, "process.exit(3);");
    const { code, stdout, stderr } = await project.pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /Program exited with non-zero exit code: 3/);
  });

  it("adds nothing to an exit with 32: the program has told the user", async () => {
    project = await Project.make(installation, 'console.error("told by the program");\nprocess.exit(32);');
    const { code, stdout, stderr } = await project.pulumi("up", "--yes", "--skip-preview");
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /told by the program/);
    assert.doesNotMatch(stdout + stderr, /exit code|32/);
  });

  it("leaves no process when the engine is killed", async () => {
    project = await Project.make(installation, hangs);
    const engine = project.start("up", "--yes", "--skip-preview");
    const pids = await startedPids(project);
    engine.kill("SIGKILL");
    await assertGone(pids.program, pids.host);
  });

  it("leaves no program when the host itself is killed", async () => {
    project = await Project.make(installation, hangs);
    const engine = project.start("up", "--yes", "--skip-preview");
    const ended = once(engine, "exit");
    const pids = await startedPids(project);
    process.kill(pids.host, "SIGKILL");
    await assertGone(pids.program, pids.host);
    assert.notEqual((await ended)[0], 0);
  });

  it("ends program and host when the engine is interrupted", async () => {
    project = await Project.make(installation, hangs);
    const engine = project.start("up", "--yes", "--skip-preview");
    const ended = once(engine, "exit");
    const pids = await startedPids(project);
    engine.kill("SIGINT");
    await assertGone(pids.program, pids.host);
    assert.notEqual((await ended)[0], 0);
  });
});

async function startedPids(project: Project): Promise<{ program: number; host: number }> {
  const file = path.join(project.root, "program", "pids.json");
  const other = path.join(project.root, "pids.json");
  for (let tries = 0; tries < 600; tries++) {
    const written = [file, other].find(existsSync);
    if (written !== undefined) {
      const text = await readFile(written, "utf8");
      if (text !== "") return JSON.parse(text);
    }
    await sleep(50);
  }
  throw new Error("the program has not started within 30 seconds");
}

async function assertGone(...pids: number[]): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (pids.every((pid) => !isRunning(pid))) return;
    await sleep(50);
  }
  assert.fail(`still running after 20 seconds: ${pids.filter(isRunning).join(", ")}`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
