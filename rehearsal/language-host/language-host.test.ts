import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { credentials } from "@grpc/grpc-js";
import type { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type { RunPluginResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { projectDirectory } from "../toolchain/cache.ts";
import { pulumiVersion } from "../toolchain/versions.ts";
import { pluginCommand, programCommand, programEnd } from "./program.ts";
import { Empty, language, languageService, Struct } from "./protos.ts";

const info = (directory: string, options = {}) =>
  new language.ProgramInfo()
    .setRootDirectory(directory)
    .setProgramDirectory(directory)
    .setEntryPoint("index.ts")
    .setOptions(Struct.fromJavaScript(options));

const runnerOf = (name: string) => path.join(projectDirectory(), "node_modules/@pulumi/pulumi/cmd", name, "index.js");

describe("language host: processes", () => {
  const request = (options = {}) =>
    new language.RunRequest()
      .setInfo(info(projectDirectory(), options))
      .setMonitorAddress("127.0.0.1:1")
      .setOrganization("organization")
      .setProject("minimal")
      .setStack("dev")
      .setPwd("/work")
      .setParallel(4);

  it("runs a program with the engine's wishes", () => {
    const given = request({ typescript: false, nodeargs: "--stack-size=2000  --trace-warnings" }).setDryrun(true);
    given.getConfigMap().set("minimal:name", "world");
    given.setConfigsecretkeysList(["minimal:password"]);
    assert.deepEqual(programCommand(given, "127.0.0.1:2", { HOME: "/h" }), {
      args: [
        ...[
          "--stack-size=2000",
          "--trace-warnings",
          `--import=${pathToFileURL(path.join(import.meta.dirname, "plain-traces.mjs")).href}`,
          runnerOf("run"),
          "--monitor",
          "127.0.0.1:1",
          "--engine",
          "127.0.0.1:2",
        ],
        ...["--organization", "organization", "--project", "minimal", "--root-directory", projectDirectory()],
        ...["--stack", "dev", "--pwd", "/work", "--parallel", "4", "--dry-run", "index.ts"],
      ],
      environment: {
        HOME: "/h",
        PULUMI_CONFIG: '{"minimal:name":"world"}',
        PULUMI_CONFIG_SECRET_KEYS: '["minimal:password"]',
        PULUMI_NODEJS_TYPESCRIPT: "false",
      },
      directory: "/work",
    });
  });

  it("leaves TypeScript and its source maps to the SDK unless the project says otherwise", () => {
    const { environment, args } = programCommand(request(), "127.0.0.1:2", {});
    assert.equal(environment.PULUMI_NODEJS_TYPESCRIPT, "true");
    assert.ok(!args.includes("--dry-run"));
    assert.equal(args[0], runnerOf("run"));
  });

  it("gives a policy pack and a provider their arguments in the order of their runners", () => {
    const plugin = (kind: string, options = {}) =>
      pluginCommand(
        new language.RunPluginRequest()
          .setInfo(info(projectDirectory(), options))
          .setKind(kind)
          .setArgsList(["127.0.0.1:2"])
          .setEnvList(["A=b=c"])
          .setPwd("/work"),
      );
    assert.deepEqual(plugin("analyzer").args, [runnerOf("run-policy-pack"), "127.0.0.1:2", projectDirectory()]);
    const asItIs = path.join(import.meta.dirname, "policy-pack.cjs");
    assert.deepEqual(plugin("analyzer", { typescript: false }).args, [
      asItIs,
      runnerOf("run-policy-pack"),
      "127.0.0.1:2",
      projectDirectory(),
    ]);
    assert.deepEqual(plugin("resource").args, [runnerOf("run-plugin"), projectDirectory(), "127.0.0.1:2"]);
    assert.deepEqual(plugin("resource").environment, { A: "b=c" });
  });

  it("says what to do when the SDK is not installed", () => {
    const given = new language.RunRequest().setInfo(info("/nowhere"));
    assert.throws(() => programCommand(given, "", {}), /@pulumi\/pulumi is not installed .*\/nowhere: run npm ci/);
  });

  it("tells done, bail and error apart", () => {
    assert.deepEqual(programEnd(0, null), { kind: "done" });
    assert.deepEqual(programEnd(32, null), { kind: "bail" });
    assert.deepEqual(programEnd(1, null), { kind: "error", message: "Program exited with non-zero exit code: 1" });
    assert.deepEqual(programEnd(null, "SIGKILL"), {
      kind: "error",
      message: "Program was ended by the signal SIGKILL",
    });
  });
});

describe("language host: service", function () {
  this.timeout(20_000);
  let host: ChildProcess;
  let client: LanguageRuntimeClient;
  let folder: string;

  const put = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "language-host-")));
    // A runner of our own in the SDK's place: what is tested is what the host does with the process.
    await put("node_modules/@pulumi/pulumi/cmd/run-plugin/index.js", "require(process.argv[2]);");
    await put("node_modules/zod/package.json", '{"name": "zod", "version": "4.0.0"}');
    await writeFile(path.join(folder, "package.json"), '{"dependencies": {"zod": "*", "not-installed": "*"}}');
    host = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts"), "127.0.0.1:1"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    assert.ok(host.stdout);
    const [line] = await once(host.stdout, "data");
    client = new languageService.LanguageRuntimeClient(`127.0.0.1:${Number(line)}`, credentials.createInsecure());
  });
  afterEach(async () => {
    client.close();
    host.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  /** All that a plugin says, until its end. */
  const runPlugin = async (program: string) => {
    await writeFile(path.join(folder, "index.js"), program);
    const request = new language.RunPluginRequest()
      .setInfo(info(folder))
      .setKind("resource")
      .setPwd(folder)
      .setEnvList([`PATH=${process.env.PATH}`, "GIVEN=yes"]);
    const said = { stdout: "", stderr: "", exitCode: -1 };
    for await (const message of client.runPlugin(request) as AsyncIterable<RunPluginResponse>) {
      said.stdout += Buffer.from(message.getStdout_asU8()).toString();
      said.stderr += Buffer.from(message.getStderr_asU8()).toString();
      if (message.hasExitcode()) said.exitCode = message.getExitcode();
    }
    return said;
  };

  it("says what it is", async () => {
    const version = await new Promise((resolve, reject) =>
      client.getPluginInfo(new Empty(), (error, answer) => (error ? reject(error) : resolve(answer.getVersion()))),
    );
    assert.equal(version, pulumiVersion);
    const about = await new Promise((resolve, reject) =>
      client.about(new language.AboutRequest(), (error, answer) =>
        error ? reject(error) : resolve(answer.toObject()),
      ),
    );
    assert.deepEqual(about, { executable: process.execPath, version: process.version, metadataMap: [] });
  });

  it("lists the direct dependencies that are installed", async () => {
    const request = new language.GetProgramDependenciesRequest().setInfo(info(folder));
    const found = await new Promise((resolve, reject) =>
      client.getProgramDependencies(request, (error, answer) =>
        error ? reject(error) : resolve(answer.getDependenciesList().map((dependency) => dependency.toObject())),
      ),
    );
    assert.deepEqual(found, [{ name: "zod", version: "4.0.0" }]);
  });

  it("runs a plugin, passes on all that it says and its exit code", async () => {
    const said = await runPlugin(
      'console.log("to out", process.env.GIVEN); console.error("to err"); process.exitCode = 5;',
    );
    assert.deepEqual(said, { stdout: "to out yes\n", stderr: "to err\n", exitCode: 5 });
  });

  /** Starts a plugin that never ends by itself; gives its process id. */
  const startPlugin = async (): Promise<number> => {
    await put("index.js", "console.log(process.pid); setInterval(() => {}, 1000);");
    const request = new language.RunPluginRequest().setInfo(info(folder)).setKind("resource").setPwd(folder);
    const call = client.runPlugin(request).on("error", () => {});
    const [message] = (await once(call, "data")) as [RunPluginResponse];
    const plugin = Number(Buffer.from(message.getStdout_asU8()).toString());
    assert.ok(isRunning(plugin));
    return plugin;
  };

  it("ends when its standard input closes, and its plugin with it", async () => {
    const plugin = await startPlugin();
    const ended = once(host, "exit");
    host.stdin?.end();
    assert.deepEqual(await ended, [0, null]);
    assert.ok(!isRunning(plugin));
  });

  it("takes its plugin along even when it is killed", async () => {
    const plugin = await startPlugin();
    host.kill("SIGKILL");
    for (let tries = 0; isRunning(plugin) && tries < 100; tries++) await sleep(50);
    const isLeft = isRunning(plugin);
    if (isLeft) process.kill(plugin, "SIGKILL");
    assert.ok(!isLeft);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
