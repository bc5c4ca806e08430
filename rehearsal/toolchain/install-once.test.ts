import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { cacheDirectory, describeFileError, installOnce, makeDirectory, ToolchainError } from "./cache.ts";

describe("cacheDirectory", () => {
  it("follows XDG_CACHE_HOME, but not a relative one, and macOS's folder", () => {
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: "/x" }, "linux", "/home/a"), "/x/pulumi-aws-platform");
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: "x" }, "linux", "/home/a"), "/home/a/.cache/pulumi-aws-platform");
    assert.equal(cacheDirectory({}, "linux", "/home/a"), "/home/a/.cache/pulumi-aws-platform");
    assert.equal(
      cacheDirectory({ XDG_CACHE_HOME: "/x" }, "darwin", "/Users/a"),
      "/Users/a/Library/Caches/pulumi-aws-platform",
    );
  });
});

describe("installOnce", () => {
  let root: string;
  let directory: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "install-once-"));
    directory = path.join(root, "cache", "tool-1.0");
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const fill = (text: string) => (temporary: string) => writeFile(path.join(temporary, "file"), text);
  const left = () => readdir(path.dirname(directory));

  it("installs into a sibling first, and a second time not at all", async () => {
    const first = await installOnce({
      directory,
      install: async (temporary) => {
        assert.equal(path.dirname(temporary), path.dirname(directory));
        assert.equal(existsSync(directory), false);
        await fill("one")(temporary);
      },
    });
    const second = await installOnce({ directory, install: fill("two") });
    assert.deepEqual([first.installed, second.installed], [true, false]);
    assert.equal(await readFile(path.join(directory, "file"), "utf8"), "one");
    assert.deepEqual(await left(), ["tool-1.0"]);
  });

  it("leaves nothing of an installation that fails, and gives its error", async () => {
    const install = async (temporary: string) => {
      await fill("half")(temporary);
      throw new Error("no luck");
    };
    await assert.rejects(installOnce({ directory, install }), /^Error: no luck$/);
    assert.deepEqual(await left(), []);
    assert.equal((await installOnce({ directory, install: fill("whole") })).installed, true);
  });

  it("installs once for many at the same time, and tells those that wait", async () => {
    let installations = 0;
    let waiting = 0;
    const install = async (temporary: string) => {
      installations++;
      await new Promise((resolve) => setTimeout(resolve, 100));
      await fill("one")(temporary);
    };
    const onWait = () => {
      waiting++;
    };
    await Promise.all(Array.from({ length: 5 }, () => installOnce({ directory, install, onWait })));
    assert.deepEqual(
      { installations, waiting, left: await left() },
      { installations: 1, waiting: 4, left: ["tool-1.0"] },
    );
  });

  it("goes on after an installer that was killed, and removes what it left", async function () {
    this.timeout(10_000);
    const module = JSON.stringify(path.join(import.meta.dirname, "install-once.mjs"));
    const program = `const { installOnce } = await import(${module});
      await installOnce({ directory: ${JSON.stringify(directory)}, install: () => { console.log("at work"); setInterval(() => {}, 1000); return new Promise(() => {}); } });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal((await left()).length, 2, "a lock and a half-made folder");
    assert.equal((await installOnce({ directory, install: fill("one") })).installed, true);
    assert.deepEqual(await left(), ["tool-1.0"]);
  });

  it("takes over another machine's lock only when it has not been touched for a minute", async () => {
    await mkdir(path.dirname(directory), { recursive: true });
    const lock = `${directory}.lock`;
    await writeFile(lock, JSON.stringify({ processId: 1, host: `not-${hostname()}` }));
    let waited = false;
    const installing = installOnce({
      directory,
      install: fill("one"),
      onWait: () => {
        waited = true;
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual([waited, existsSync(directory)], [true, false]);
    const old = new Date(Date.now() - 61_000);
    await utimes(lock, old, old);
    assert.equal((await installing).installed, true);
  });

  it("names the folder that cannot be written", async () => {
    await writeFile(path.join(root, "cache"), "a file");
    await assert.rejects(installOnce({ directory, install: fill("one") }), (error: Error) => {
      assert.ok(error instanceof ToolchainError);
      assert.match(
        error.message,
        new RegExp(`Cannot write to ${path.dirname(directory)}\\.\\n {2}Why: .+\\n {2}Found: .+`),
      );
      return true;
    });
    await assert.rejects(makeDirectory(path.join(root, "cache", "x")), /Cannot write to/);
  });

  it("explains a full disk and a missing permission, and leaves other errors alone", () => {
    const fileError = (code: string) => Object.assign(new Error(`${code}: raw`), { code });
    assert.match(
      String(describeFileError(fileError("ENOSPC"), "/c")),
      /Cannot write to \/c\..*What to do: free some space/s,
    );
    assert.match(String(describeFileError(fileError("EACCES"), "/c")), /What to do: make it writable/);
    const other = fileError("EIO");
    assert.equal(describeFileError(other, "/c"), other);
  });
});
