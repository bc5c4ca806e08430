import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectDirectory } from "../rehearsal/toolchain/cache.ts";
import { type CommandResult, runCommand } from "../rehearsal/toolchain/command.ts";

/** What stands in for npm: notes its arguments, and makes node_modules, or a Node in the package's place. */
const fakeNpm = `#!/bin/sh
echo "$*" >> "$FAKE_LOG"
[ -n "$FAKE_FAIL" ] && { printf 'npm error the registry said no\\nnpm error Usage:\\nnpm error npm ci\\n' >&2; exit 1; }
if [ "$1" = ci ]; then rm -rf node_modules; mkdir node_modules; else
  sleep 0.3
  bin="node_modules/node-${process.platform}-${process.arch}/bin"
  mkdir -p "$bin"
  printf '#!/bin/sh\\n[ "$1" = --version ] && { echo v24.21.0; exit; }\\necho "new node: $*"\\n' > "$bin/node"
fi
`;

describe("cli/entry.mjs", function () {
  this.timeout(30_000);
  let root: string;
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), "entry test ")));
    for (const folder of ["cli", "rehearsal/toolchain", "bin"])
      await mkdir(path.join(root, folder), { recursive: true });
    for (const file of ["cli/entry.mjs", "rehearsal/toolchain/install-once.mjs", "rehearsal/toolchain/node.mjs"]) {
      await cp(path.join(projectDirectory(), file), path.join(root, file));
    }
    await writeFile(path.join(root, "package.json"), '{"type": "module"}');
    await writeFile(path.join(root, "package-lock.json"), "{}");
    await writeFile(path.join(root, "bin", "npm"), fakeNpm);
    await chmod(path.join(root, "bin", "npm"), 0o755);
    const echo =
      'const args: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify({ args, path: process.env.PATH }));\nif (args[0] === "wait") { console.log("ready"); setTimeout(() => {}, 60_000); }\nif (args[0] === "exit") process.exit(7);\n';
    for (const file of ["test.ts", "up.ts"]) await writeFile(path.join(root, "cli", file), echo);
    environment = {
      ...process.env,
      PATH: `${path.join(root, "bin")}:/usr/bin:/bin`,
      FAKE_LOG: path.join(root, "npm.log"),
      XDG_CACHE_HOME: path.join(root, "cache"),
      HOME: root,
    };
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const entry = (args: string[], nodeArguments: string[] = []): Promise<CommandResult> =>
    runCommand(process.execPath, [...nodeArguments, path.join(root, "cli", "entry.mjs"), ...args], { environment });
  /** As on a Node that does not strip types. */
  const oldNode = ["--no-experimental-strip-types"];
  const npmCalls = async (): Promise<string[]> =>
    (await readFile(path.join(root, "npm.log"), "utf8").catch(() => "")).split("\n").filter(Boolean);

  it("lists the commands on --help, without installing anything", async () => {
    const { code, stdout } = await entry(["--help"]);
    assert.equal(code, 0);
    for (const name of [
      "rehearse",
      "test",
      "up",
      "preview",
      "preview:post",
      "destroy",
      "smtp-credentials",
      "slack:connect",
      "alerts:redrive",
      "cost",
      "drift",
      "drill",
      "diagram",
      "bench",
    ]) {
      assert.match(stdout, new RegExp(`^  ${name} +\\S`, "m"));
    }
    assert.deepEqual(await npmCalls(), []);
  });

  for (const args of [["rehaerse"], [], ["toString"]]) {
    it(`ends with 2 and the list of commands for [${args}]`, async () => {
      const { code, stderr } = await entry(args);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /Commands: rehearse, test, up, preview, preview:post, destroy, smtp-credentials, slack:connect, alerts:redrive, cost, drift, drill, diagram, bench, goldens\./,
      );
      assert.deepEqual(await npmCalls(), []);
    });
  }

  it("installs the packages once, again when the lock file has changed, and says so on standard error only", async () => {
    const first = await entry(["test", "--flag"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /^Installing the project's packages \(npm ci\)$/m);
    assert.deepEqual(JSON.parse(first.stdout).args, ["--flag"]);
    assert.equal((await entry(["test"])).stderr, "");
    assert.equal((await npmCalls()).length, 1);
    await writeFile(path.join(root, "package-lock.json"), '{"changed": true}');
    await entry(["test"]);
    assert.deepEqual(
      (await npmCalls()).map((call) => call.split(" ").slice(0, 3).join(" ")),
      ["ci --include=dev --ignore-scripts", "ci --include=dev --ignore-scripts"],
    );
  });

  it("puts Node first on PATH, gives up.ts its operation, and keeps the exit code", async () => {
    const { stdout } = await entry(["destroy", "prod"]);
    const { args, path: searchPath } = JSON.parse(stdout);
    assert.deepEqual(args, ["destroy", "prod"]);
    assert.equal(searchPath.split(":")[0], path.dirname(process.execPath));
    assert.deepEqual(JSON.parse((await entry(["up", "dev"])).stdout).args, ["up", "dev"]);
    assert.equal((await entry(["test", "exit"])).code, 7);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`passes ${signal} on and ends by it`, async () => {
      await entry(["test"]);
      const child = spawn(process.execPath, [path.join(root, "cli", "entry.mjs"), "test", "wait"], {
        env: environment,
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      for await (const chunk of child.stdout) {
        output += chunk;
        if (output.includes("ready")) break;
      }
      const ended = once(child, "exit");
      child.kill(signal);
      assert.deepEqual(await ended, [null, signal]);
    });
  }

  it("says what npm said when it fails, and tries again at the next run", async () => {
    environment.FAKE_FAIL = "yes";
    const { code, stderr } = await entry(["test"]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /npm failed \(npm ci\)\.\n {2}Why: .*packages\n {2}Found: npm error the registry said no\n {2}What to do: /,
    );
    delete environment.FAKE_FAIL;
    assert.equal((await entry(["test"])).code, 0);
  });

  it("says so when there is no npm", async () => {
    environment.PATH = path.join(root, "cli");
    const { code, stderr } = await entry(["test"]);
    assert.equal(code, 1);
    assert.match(stderr, /npm was not found on PATH\.\n {2}Why: .*\n {2}Found: .*\n {2}What to do: install npm/);
  });

  describe("on a Node that does not run TypeScript", () => {
    before(function () {
      if (process.platform !== "linux") this.skip();
    });

    it("installs a newer one, once for two runs at the same time, and goes on with it", async () => {
      await entry(["test"]);
      const runs = await Promise.all([entry(["test", "a"], oldNode), entry(["test", "b"], oldNode)]);
      const script = path.join(root, "cli", "test.ts");
      assert.deepEqual(
        runs.map(({ code, stdout }) => ({ code, stdout })),
        ["a", "b"].map((argument) => ({ code: 0, stdout: `new node: ${script} ${argument}\n` })),
      );
      assert.equal((await npmCalls()).filter((call) => call.startsWith("install ")).length, 1);
      assert.deepEqual(await readdir(path.join(root, "cache", "pulumi-aws-platform")), ["node-24.21.0"]);
    });

    it("names the cache when it cannot be written", async () => {
      await entry(["test"]);
      environment.XDG_CACHE_HOME = path.join(root, "package.json");
      const { code, stderr } = await entry(["test"], oldNode);
      assert.equal(code, 1);
      assert.match(stderr, /^Cannot write to .*package\.json\/pulumi-aws-platform\.\n {2}Why: /);
      assert.match(stderr, /What to do: .*XDG_CACHE_HOME/);
    });

    it("leaves nothing of an installation that failed", async () => {
      await entry(["test"]);
      environment.FAKE_FAIL = "yes";
      const { code, stderr } = await entry(["test"], oldNode);
      assert.equal(code, 1);
      assert.match(stderr, /npm failed \(npm install\)/);
      assert.deepEqual(await readdir(path.join(root, "cache", "pulumi-aws-platform")), []);
    });
  });
});
