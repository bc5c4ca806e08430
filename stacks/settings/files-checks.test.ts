import assert from "node:assert/strict";
import { type FilesSettings, filesSettings } from "./files.ts";
import { filesProblems } from "./files-checks.ts";

const complete = filesSettings.parse({});
const check = (files: Partial<FilesSettings>) => filesProblems({ files: { ...complete, ...files } }, "prod");
const web = { name: "web", path: "/web", uid: 1000, gid: 1000, permissions: "0750" };
const restored = { generation: 2, fileSystemId: "fs-0123456789abcdef0" };

describe("the settings of files", () => {
  it("are complete and well when nothing is written", () => {
    assert.deepEqual(complete, {
      accessPoints: [web],
      infrequentAccessAfterDays: 30,
      archiveAfterDays: 90,
      backOnAccess: true,
      restorations: [],
      oldestGeneration: 1,
    });
    assert.deepEqual(check({}), []);
    assert.deepEqual(filesProblems({}, "dev"), []);
  });

  const malformed: readonly (readonly [string, unknown])[] = [
    ["the root as an access point", { accessPoints: [{ ...web, path: "/" }] }],
    ["four levels, which leave none to a restore", { accessPoints: [{ ...web, path: "/a/b/c/d" }] }],
    ["the user root", { accessPoints: [{ ...web, uid: 0 }] }],
    ["permissions that are not octal", { accessPoints: [{ ...web, permissions: "0790" }] }],
    ["no access point", { accessPoints: [] }],
    ["days that EFS has not", { infrequentAccessAfterDays: 45 }],
    ["an ARN as a restored file system", { restorations: [{ ...restored, fileSystemId: "arn:aws:efs" }] }],
    ["a restore of generation 1", { restorations: [{ ...restored, generation: 1 }] }],
    ["an unknown word", { throughput: "bursting" }],
  ];
  for (const [title, settings] of malformed) {
    it(`refuse ${title}`, () => assert.equal(filesSettings.safeParse(settings).success, false));
  }

  it("refuse Archive before Infrequent Access", () => {
    for (const change of [{ archiveAfterDays: 30 }, { infrequentAccessAfterDays: "never" }] as const) {
      const [problem, ...others] = check(change);
      assert.equal(problem?.path, "platform:files.archiveAfterDays");
      assert.equal(others.length, 0);
    }
    assert.deepEqual(check({ infrequentAccessAfterDays: "never", archiveAfterDays: "never" }), []);
  });

  it("refuse two access points of one name or directory", () => {
    assert.deepEqual(
      check({ accessPoints: [web, web] }).map(({ problem, allowed }) => [problem, allowed]),
      [
        ["Two access points are named web.", "each name once"],
        ["Two access points open /web.", "each directory once"],
      ],
    );
  });

  it("refuse files that the web servers could not mount", () => {
    const [problem, ...others] = check({ accessPoints: [{ ...web, name: "uploads", path: "/uploads" }] });
    assert.equal(problem?.problem, "The web servers mount the access point called web, and there is none.");
    assert.equal(others.length, 0);
    assert.deepEqual(check({ accessPoints: [web, { ...web, name: "uploads", path: "/uploads" }] }), []);
  });

  it("take restores that count up, and refuse gaps and the same file system twice", () => {
    const next = { generation: 3, fileSystemId: "fs-0123456789abcdef1", directory: "/aws-backup-restore_1" };
    assert.deepEqual(check({ restorations: [restored, next], oldestGeneration: 3 }), []);
    const paths = check({ restorations: [restored, { ...restored, generation: 4 }], oldestGeneration: 4 }).map(
      ({ path }) => path,
    );
    assert.deepEqual(paths, [
      "platform:files.restorations[1].generation",
      "platform:files.restorations[1].fileSystemId",
      "platform:files.oldestGeneration",
    ]);
  });
});
