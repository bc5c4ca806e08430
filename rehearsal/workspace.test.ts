import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explain, regionsOf, Workspace } from "./workspace.ts";

describe("a workspace", () => {
  let root: string;
  let workspace: Workspace;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "workspace-"));
    workspace = new Workspace(root, "dev");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("belongs to one process at a time; a lock of one that has ended is taken over", () => {
    const unlock = workspace.lock();
    assert.throws(
      () => new Workspace(root, "dev").lock(),
      /another rehearsal works in .*dev \(process \d+\): wait for its end/,
    );
    new Workspace(root, "prod").lock()();
    unlock();
    // No process has this id: it is above every system's limit.
    writeFileSync(join(root, "dev.lock"), "4194305");
    workspace.lock()();
    assert.equal(existsSync(join(root, "dev.lock")), false);
  });

  it("cannot be led out of its root", () => {
    for (const name of ["..", "a/b", "", "-x", ".hidden"]) {
      assert.throws(() => new Workspace(root, name), /a workspace's name takes letters, digits, - and _, got/);
    }
  });

  it("says that the disk is full, where, and what to do", function () {
    if (!existsSync("/dev/full")) return this.skip();
    workspace.clear();
    symlinkSync("/dev/full", workspace.path("rehearsal.json"));
    const plan = { environment: "dev", accountId: "111122223333", region: "af-south-1", stacks: [] };
    assert.throws(
      () => workspace.write({ plan, baseline: [] }),
      /^Error: the rehearsal cannot write to .*dev: no space is left on its disk: free some \(.*\) \(ENOSPC/,
    );
  });

  it("says what stands in its way", () => {
    writeFileSync(join(root, "file"), "");
    assert.throws(
      () => new Workspace(join(root, "file"), "dev").lock(),
      /cannot write to .*: a file stands where a folder belongs: remove it/,
    );
    assert.throws(
      () => new Workspace(join(root, "file", "deeper"), "dev").lock(),
      /a file stands where a folder belongs/,
    );
  });

  it("knows each region that the settings name, and takes no zone for one", () => {
    const settingsFile = join(root, "Pulumi.dev.yaml");
    writeFileSync(settingsFile, "zone: af-south-1a\nmail: { region: eu-west-1 }\ncopy: [us-gov-west-1, eu-west-1]\n");
    const stacks = [{ project: "platform", stack: "dev", directory: root, settingsFile }];
    const plan = { environment: "dev", accountId: "111122223333", region: "af-south-1", stacks };
    assert.deepEqual(regionsOf(plan), ["af-south-1", "eu-west-1", "us-gov-west-1"]);
  });

  it("leaves errors alone that are none of its own", () => {
    const elsewhere = Object.assign(new Error("EACCES: /etc/x"), { code: "EACCES", path: "/etc/x" });
    assert.equal(explain(elsewhere, root), elsewhere);
    const other = new Error("other");
    assert.equal(explain(other, root), other);
  });
});
