import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveFiles, assetHash, isArchive, makeZip, zipOf } from "./assets.ts";
import { difference } from "./diff.ts";
import type { Row } from "./row.ts";

const key = "4dabf18193072939515e22adb298388d";
const file = (more: object) => ({ [key]: "c44067f5952c0a294b673a41bacd8c17", ...more });
const archive = (assets: object, hash = "1") => ({ [key]: "0def7320c3a5731c473e5ecbe6d01bc7", hash, assets });

describe("assets", () => {
  it("are known by their marks", () => {
    assert.equal(isArchive(archive({})), true);
    assert.equal(isArchive({ assets: {} }), false);
    assert.equal(assetHash(file({ hash: "abc" })), "abc");
    assert.equal(assetHash({ hash: "abc" }), undefined);
  });

  it("are read from texts, paths and archives within", () => {
    const files = archiveFiles(
      archive({ "a.txt": file({ text: "A" }), b: archive({ "main.ts": file({ path: import.meta.filename }) }) }),
    );
    assert.deepEqual([...files.keys()], ["a.txt", "b/main.ts"]);
    assert.match(String(files.get("b/main.ts")), /are read from texts/);
    assert.throws(
      () => archiveFiles(archive({ a: file({ uri: "https://example.com" }) })),
      /the archive's a is neither/,
    );
  });

  it("are the same when their hash is, whatever their path", () => {
    const row = { type: "t", replaceOn: [] } as unknown as Row;
    const code = (path: string, hash: string) => ({ code: archive({ "index.js": file({ path, hash }) }, hash) });
    assert.deepEqual(difference(row, code("/home/a", "1"), code("/home/b", "1")).changes, []);
    assert.deepEqual(difference(row, code("/home/a", "1"), code("/home/a", "2")).changes, [
      { path: "code", kind: "update", replaces: false },
    ]);
  });
});

describe("makeZip", () => {
  const files = new Map([
    ["index.js", Buffer.from("exports.handler = 1;\n".repeat(1000))],
    ["a/empty.txt", Buffer.alloc(0)],
  ]);

  it("makes a file that other programs read", () => {
    const directory = mkdtempSync(join(tmpdir(), "zip-"));
    try {
      writeFileSync(join(directory, "a.zip"), makeZip(files));
      const code =
        "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), [(i.filename, i.file_size, oct(i.external_attr >> 16)) for i in z.infolist()])";
      const told = execFileSync("python3", ["-c", code, join(directory, "a.zip")], { encoding: "utf8" });
      assert.equal(told.trim(), "None [('a/empty.txt', 0, '0o100644'), ('index.js', 21000, '0o100644')]");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("makes the same bytes in any order", () => {
    assert.deepEqual(makeZip(files), makeZip(new Map([...files].reverse())));
    const code = archive({ "index.js": file({ text: "1" }) }, "same");
    assert.equal(zipOf(code), zipOf({ ...code }));
  });
});
