import assert from "node:assert/strict";
import { type Group, problemsOf, valid } from "../../test/settings.ts";

/** The problems of a database; what else an environment demands is left out. */
const problems = (database: Group, file?: string) =>
  problemsOf({ ...valid, "platform:database": database }, file).filter(({ path }) =>
    path.startsWith("platform:database"),
  );

/** The only problem of a database whose settings are bent. */
function problem(database: Group, file?: string) {
  const found = problems(database, file);
  assert.equal(found.length, 1, JSON.stringify(found));
  const [first] = found;
  assert.ok(first);
  return first;
}

describe("the database's settings", () => {
  it("RDS.5, RDS.8: are safe when nothing is written", () => {
    assert.deepEqual(problems({}, "Pulumi.prod.yaml"), []);
  });

  it("raise a major version at once or through blue/green, and never in the maintenance window", () => {
    const allowMajorVersionUpgrade = true;
    assert.equal(problem({ allowMajorVersionUpgrade }).path, "platform:database.allowMajorVersionUpgrade");
    assert.deepEqual(problems({ allowMajorVersionUpgrade, applyImmediately: true }), []);
    assert.deepEqual(problems({ allowMajorVersionUpgrade, blueGreenUpdates: true }), []);
  });

  it("tell everything that is wrong in one error", () => {
    const bad = {
      engineVersion: "5.7",
      instanceClass: "db.x9.huge",
      backupRetentionDays: 36,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:02:30-sun:03:30",
      storageGiB: 100,
      maxStorageGiB: 50,
      adminUserName: "admin",
      multiAz: false,
      deletionProtection: false,
      finalSnapshot: false,
      blueGreenUpdates: true,
      replicas: 1,
      proxy: "password",
    };
    assert.deepEqual(
      problems(bad, "Pulumi.prod.yaml")
        .map(({ path }) => path.replace("platform:database.", ""))
        .sort(),
      [
        "adminUserName",
        "backupRetentionDays",
        "blueGreenUpdates",
        "deletionProtection",
        "engineVersion",
        "finalSnapshot",
        "instanceClass",
        "maintenanceWindow",
        "maxStorageGiB",
        "multiAz",
      ],
    );
  });

  const cases: readonly [title: string, database: Group, problem: RegExp, allowed: RegExp][] = [
    ["a minor version", { engineVersion: "8.4.5" }, /^$/, /major version in quotes/],
    ["a version of the other engine", { engineVersion: "17" }, /does not offer/, /8\.4/],
    [
      "a class that does not exist",
      { instanceClass: "db.m6g.medium" },
      /no such DB instance class/,
      /db\.t4g\.\{micro/,
    ],
    ["a short window", { backupWindow: "01:00-01:20" }, /cannot be used/, /at least 30 minutes/],
    ["a window without a day", { maintenanceWindow: "01:00-02:00" }, /cannot be used/, /ddd:hh24:mi/],
    [
      "windows that overlap over midnight",
      { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:00:30" },
      /overlaps/,
      /no minute/,
    ],
    ["storage that cannot grow", { storageGiB: 100, maxStorageGiB: 105 }, /could not grow/, /110/],
    ["a long admin", { adminUserName: "a".repeat(17) }, /refuses/, /16 letters/],
    ["insights of a small MySQL", { instanceClass: "db.t4g.small" }, /cannot watch MySQL/, /off/],
    ["blue/green with replicas", { blueGreenUpdates: true, replicas: 1 }, /replicas/, /replicas 0/],
    ["blue/green with a proxy", { blueGreenUpdates: true, proxy: "iam" }, /proxy/, /proxy off/],
    [
      "blue/green of several",
      { blueGreenUpdates: true, generations: [{ number: 1 }, { number: 2 }] },
      /generations/,
      /one generation/,
    ],
    ["generations that fall", { generations: [{ number: 2 }, { number: 1 }] }, /numbers must rise/, /greater/],
  ];
  for (const [title, database, text, allowed] of cases) {
    it(`refuse ${title}`, () => {
      const found = problem(database);
      assert.match(found.problem ?? "", text);
      assert.match(found.allowed, allowed);
    });
  }

  for (const days of [6, 36]) {
    it(`RDS.11: refuse automatic backups that are kept for ${days} days`, () => {
      assert.equal(problem({ backupRetentionDays: days }).path, "platform:database.backupRetentionDays");
    });
  }

  for (const adminUserName of ["admin", "Root", "rdsadmin"]) {
    it(`RDS.25: refuse ${adminUserName} as the admin user`, () => {
      assert.match(problem({ adminUserName }).problem ?? "", /reserved, or the first that an attacker tries/);
    });
  }

  for (const name of ["multiAz", "deletionProtection", "finalSnapshot"]) {
    it(`RDS.5, RDS.8: let only dev and pr-N turn off ${name}`, () => {
      for (const file of ["Pulumi.dev.yaml", "Pulumi.pr-7.yaml"])
        assert.deepEqual(problems({ [name]: false }, file), []);
      for (const file of ["Pulumi.staging.yaml", "Pulumi.prod.yaml"]) {
        assert.equal(problem({ [name]: false }, file).path, `platform:database.${name}`);
      }
    });
  }

  it("take PostgreSQL, replicas, a proxy and a restored generation", () => {
    const database = {
      engine: "postgres",
      engineVersion: "17",
      replicas: 2,
      proxy: "iam",
      generations: [
        { number: 1 },
        { number: 2, restoredFrom: { snapshotIdentifier: "rds:acme-dev-database-1-2026-01-31-01-02" } },
        { number: 4, restoredFrom: { instanceIdentifier: "acme-dev-database-2", time: "2026-02-01T09:30:00Z" } },
      ],
    };
    assert.deepEqual(problems(database), []);
  });
});
