import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { checkOut, ensurePackages, removeOldCheckouts } from "./base-tree.ts";
import { describeHead, findCommit, git, mergeBase } from "./git.ts";

const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];

describe("the base's files", function () {
  this.timeout(30_000);
  let folder: string;
  let repository: string;
  let root: string;

  async function commit(file: string, text: string): Promise<string> {
    writeFileSync(join(repository, file), text);
    await git(repository, ["add", "--all"]);
    await git(repository, [...identity, "commit", "--quiet", "-m", file]);
    return git(repository, ["rev-parse", "HEAD"]);
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "base tree "));
    [repository, root] = [join(folder, "repository"), join(folder, "previews")];
    mkdirSync(repository);
    await git(repository, ["init", "--quiet", "--initial-branch=main"]);
    await commit("a.txt", "one\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are those of the commit, and the repository's own stay as they are", async () => {
    const { tree } = await findCommit(repository, "HEAD");
    writeFileSync(join(repository, "a.txt"), "changed\n");
    const directory = await checkOut(repository, root, tree);
    assert.equal(readFileSync(join(directory, "a.txt"), "utf8"), "one\n");
    assert.equal(readFileSync(join(repository, "a.txt"), "utf8"), "changed\n");
    assert.equal((await git(repository, ["status", "--porcelain"])).trim(), "M a.txt");
    assert.deepEqual(readdirSync(root).sort(), [`base-${tree.slice(0, 16)}`, "in-use"]);
    assert.equal(await checkOut(repository, root, tree), directory);
  });

  it("are found by the commit where the change left main, and a missing one is told", async () => {
    const start = await git(repository, ["rev-parse", "HEAD"]);
    await git(repository, ["checkout", "--quiet", "-b", "change"]);
    await commit("b.txt", "two\n");
    assert.equal(await mergeBase(repository), start);
    assert.equal((await describeHead(repository)).isChanged, false);
    await assert.rejects(findCommit(repository, "no-such"), /There is no commit "no-such" here.*git fetch origin main/);
    await assert.rejects(findCommit(repository, "--all"), /There is no commit "--all" here/);
    await git(repository, ["branch", "-m", "main", "other"]);
    await assert.rejects(mergeBase(repository), /None of origin\/main, main, origin\/HEAD.*--base/);
  });

  it("get these packages by links when the lock files are the same, without caches", async () => {
    mkdirSync(join(repository, "node_modules", "p", "lib"), { recursive: true });
    mkdirSync(join(repository, "node_modules", ".cache"));
    const file = join("node_modules", "p", "lib", "x.js");
    writeFileSync(join(repository, file), "x");
    symlinkSync("lib/x.js", join(repository, "node_modules", "p", "link.js"));
    const directory = await checkOut(repository, root, (await findCommit(repository, "HEAD")).tree);
    await ensurePackages(directory, repository, () => assert.fail("nothing is to be told"));
    assert.equal(statSync(join(directory, file)).ino, statSync(join(repository, file)).ino);
    assert.equal(readFileSync(join(directory, "node_modules", "p", "link.js"), "utf8"), "x");
    assert.equal(existsSync(join(directory, "node_modules", ".cache")), false);
  });

  it("are installed anew when npm was interrupted in the middle", async () => {
    const lock = { name: "a", version: "1.0.0", lockfileVersion: 3, packages: { "": { name: "a", version: "1.0.0" } } };
    await commit("package.json", JSON.stringify({ name: "a", version: "1.0.0" }));
    await commit("package-lock.json", JSON.stringify(lock));
    const directory = await checkOut(repository, root, (await findCommit(repository, "HEAD")).tree);
    writeFileSync(join(repository, "package-lock.json"), "another");
    const half = join(directory, "node_modules", "half");
    mkdirSync(half, { recursive: true });
    const told: string[] = [];
    await ensurePackages(directory, repository, (line) => told.push(line));
    assert.deepEqual([told, existsSync(half)], [[], true]);
    writeFileSync(join(directory, "node_modules.unfinished"), "");
    await ensurePackages(directory, repository, (line) => told.push(line));
    assert.deepEqual([told.length, existsSync(half)], [1, false]);
    assert.equal(existsSync(join(directory, "node_modules.unfinished")), false);
  });

  it("stay while a preview uses them, and else for the two commits used last", async () => {
    const directories: string[] = [];
    for (const [index, text] of ["1", "2", "3", "4"].entries()) {
      await commit("a.txt", text);
      directories.push(await checkOut(repository, root, (await findCommit(repository, "HEAD")).tree));
      utimesSync(directories[index] as string, index, index);
    }
    const left = () => directories.map((each) => existsSync(each));
    removeOldCheckouts(root);
    assert.deepEqual(left(), [true, true, true, true]);
    const ended = spawnSync(process.execPath, ["--version"]).pid;
    for (const directory of directories.slice(1)) {
      const note = join(root, "in-use", `${basename(directory)}.${process.pid}`);
      renameSync(note, note.replace(/\d+$/, String(ended)));
    }
    removeOldCheckouts(root);
    assert.deepEqual(left(), [true, false, true, true]);
    assert.deepEqual(readdirSync(join(root, "in-use")), [`${basename(directories[0] as string)}.${process.pid}`]);
  });
});
