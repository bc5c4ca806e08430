import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "./command.ts";
import { linkLanguageHost, writeLanguageHostShim } from "./language-host-shim.ts";
import { elapsed, ensurePulumi } from "./pulumi-cli.ts";
import { assertPulumiPackages, pulumiVersion } from "./versions.ts";

describe("pulumi-cli", function () {
  this.timeout(20_000);
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "pulumi cli's "));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const script = async (file: string, text: string) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${text}\n`);
    await chmod(file, 0o755);
  };
  const cached = (kind: string, version: string) =>
    script(
      kind === "built"
        ? path.join(root, `pulumi-${pulumiVersion}-built`, "bin", "pulumi")
        : path.join(root, `pulumi-${pulumiVersion}-downloaded`, "versions", pulumiVersion, "bin", "pulumi"),
      `echo ${version}`,
    );

  it("takes a downloaded one from the cache, which has its own language host", async () => {
    await cached("downloaded", `v${pulumiVersion}`);
    await cached("built", `v${pulumiVersion}`);
    assert.deepEqual(await ensurePulumi({ cache: root }), {
      pulumi: path.join(root, `pulumi-${pulumiVersion}-downloaded`, "versions", pulumiVersion, "bin", "pulumi"),
      languageHostDirectory: undefined,
      origin: "downloaded",
    });
  });

  it("takes a built one from the cache, with our language host beside it", async () => {
    await cached("built", `v${pulumiVersion}`);
    const { pulumi, languageHostDirectory, origin } = await ensurePulumi({ cache: root });
    assert.equal(origin, "built");
    assert.equal(languageHostDirectory, path.dirname(pulumi));
    assert.ok((await stat(path.join(path.dirname(pulumi), "pulumi-language-nodejs"))).mode & 0o100);
    assert.equal((await runCommand(pulumi, [])).stdout, `v${pulumiVersion}\n`);
  });

  it("refuses another version, and says which folder to remove", async () => {
    await cached("built", "v3.1.0");
    await assert.rejects(
      ensurePulumi({ cache: root }),
      /is not version v3\.250\.0\..*Found: v3\.1\.0\n {2}What to do: remove the folder \(rm -r .*-built\)/s,
    );
  });

  it("needs Go where the download cannot be reached: says so in one line, then what is needed and why", async () => {
    const lines: string[] = [];
    // A proxy that nobody serves stands for a network that does not let the download through.
    const environment = { PATH: path.join(root, "empty"), NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: "http://127.0.0.1:9" };
    await assert.rejects(
      ensurePulumi({ cache: root, environment, onProgress: (line) => lines.push(line) }),
      /^ToolchainError: Go 1\.21 or later is needed\.\n {2}Why: .*built\n {2}Found: there is no go on PATH\n {2}What to do: install Go/,
    );
    assert.deepEqual(lines, [
      `Downloading the Pulumi CLI ${pulumiVersion}`,
      "The Pulumi CLI's download site cannot be reached; building the CLI instead",
    ]);
  });

  it("stops when a signal ends the download, and builds nothing", async () => {
    // Somebody who cleans up after a signal: the process goes on.
    const listener = () => {};
    process.on("SIGHUP", listener);
    const proxy = createServer((socket) => {
      socket.on("error", () => {});
      process.emit("SIGHUP");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    try {
      const lines: string[] = [];
      const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const environment = { PATH: path.join(root, "empty"), NODE_USE_ENV_PROXY: "1", HTTPS_PROXY };
      await assert.rejects(ensurePulumi({ cache: root, environment, onProgress: (line) => lines.push(line) }), {
        name: "StoppedError",
        message: /was ended, because SIGHUP came/,
      });
      assert.deepEqual(lines, [`Downloading the Pulumi CLI ${pulumiVersion}`]);
      assert.deepEqual(await readdir(root), []);
    } finally {
      process.removeListener("SIGHUP", listener);
      proxy.close();
    }
  });

  it("gives Go's last lines when the build fails", async () => {
    await script(
      path.join(root, "bin", "go"),
      'case "$1" in version) echo go version go1.26.0;; *) echo "no such host" >&2; exit 1;; esac',
    );
    const environment = { PATH: path.join(root, "bin"), NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: "http://127.0.0.1:9" };
    await assert.rejects(
      ensurePulumi({ cache: root, environment }),
      /could not be built with Go\..*Found: no such host/s,
    );
  });

  it("pins the CLI's Go module to the SDK's version", async () => {
    const text = await readFile(path.join(import.meta.dirname, "pulumi-cli", "go.mod"), "utf8");
    assert.match(text, new RegExp(`github\\.com/pulumi/pulumi/pkg/v3 v${pulumiVersion}\\b`));
    assert.match(text, /^tool github\.com\/pulumi\/pulumi\/pkg\/v3\/cmd\/pulumi$/m);
  });

  it("notices packages of another version", () => {
    assertPulumiPackages();
    assert.throws(
      () => assertPulumiPackages((name) => (name === "pulumi" ? "3.249.0" : pulumiVersion)),
      /not at 3\.250\.0.*Found: pulumi 3\.249\.0\n/s,
    );
  });

  it("writes a shim that passes arguments on, whatever the paths contain", async () => {
    const main = path.join(root, "main.mjs");
    await writeFile(main, "console.log(JSON.stringify(process.argv.slice(2)))");
    const file = await writeLanguageHostShim(path.join(root, "it's"), process.execPath, main);
    assert.equal((await runCommand(file, ["a b", "'"])).stdout, '["a b","\'"]\n');
  });

  it("links a CLI that has changed anew", async () => {
    const pulumi = path.join(root, "built");
    await script(pulumi, "echo one");
    const first = await linkLanguageHost({ cache: root, pulumi, node: process.execPath });
    await rm(pulumi);
    await script(pulumi, "echo second");
    const again = await linkLanguageHost({ cache: root, pulumi, node: process.execPath });
    assert.deepEqual(again, first);
    assert.equal((await runCommand(again.pulumi, [])).stdout, "second\n");
  });

  it("writes times for people", () => {
    assert.deepEqual([1_400, 59_400, 60_000, 130_000].map(elapsed), ["1 s", "59 s", "1 min 0 s", "2 min 10 s"]);
  });
});
