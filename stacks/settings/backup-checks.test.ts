import assert from "node:assert/strict";
import { type BackupSettings, backupSettings } from "./backup.ts";
import { backupProblems } from "./backup-checks.ts";
import { type DatabaseSettings, databaseSettings } from "./database.ts";

const complete = backupSettings.parse({});

/** Paths of the problems of these changes to the defaults. */
const paths = (backup: Partial<BackupSettings>, environment = "prod") =>
  backupProblems({ region: "af-south-1", backup: { ...complete, ...backup } }, environment).map(({ path }) => path);

const range = { minRetentionDays: 7, maxRetentionDays: 400 };

describe("the settings of backups", () => {
  it("are complete and well for prod when nothing is written", () => {
    assert.deepEqual(complete, {
      retentionDays: 35,
      schedule: "cron(0 5 * * ? *)",
      timezone: "Etc/UTC",
      restoreTestSchedule: "cron(0 4 ? * SUN *)",
      restoreTestHours: 4,
      emails: [],
    });
    assert.deepEqual(paths({}), []);
    assert.deepEqual(backupProblems({}, "prod"), []);
  });

  const malformed: readonly (readonly [string, unknown])[] = [
    ["no days", { retentionDays: 0 }],
    ["a rate as schedule", { schedule: "rate(1 day)" }],
    ["a schedule without ?", { schedule: "cron(0 0 * * * *)" }],
    ["a schedule with two ?", { schedule: "cron(0 0 ? * ? *)" }],
    ["a schedule of five fields", { schedule: "cron(0 0 * * ?)" }],
    ["a zone as region", { copyToRegion: "eu-west-1a" }],
    ["a lock without a range", { lock: { mode: "governance" } }],
    ["a compliance lock without time to think", { lock: { mode: "compliance", ...range, changeableForDays: 2 } }],
    ["an address that is none", { emails: ["operations"] }],
    ["an unknown word", { windows: 1 }],
  ];
  for (const [title, settings] of malformed) {
    it(`refuse ${title}`, () => assert.equal(backupSettings.safeParse(settings).success, false));
  }

  it("keep recovery points 35 days in prod and 7 in staging, and as dev likes", () => {
    assert.deepEqual(paths({ retentionDays: 34 }), ["platform:backup.retentionDays"]);
    assert.deepEqual(paths({ retentionDays: 7 }, "staging"), []);
    assert.deepEqual(paths({ retentionDays: 6 }, "staging"), ["platform:backup.retentionDays"]);
    for (const environment of ["dev", "pr-12"]) assert.deepEqual(paths({ retentionDays: 1 }, environment), []);
  });

  it("go without restore tests only in dev and pr-N", () => {
    const never = { restoreTestSchedule: "never" };
    assert.deepEqual(paths(never), ["platform:backup.restoreTestSchedule"]);
    assert.deepEqual(paths(never, "dev"), []);
  });

  it("start the daily backup apart from the windows of the database, by default and as shipped", () => {
    const database = databaseSettings.parse({});
    const clashes = (backup: Partial<BackupSettings>, windows: Partial<DatabaseSettings> = {}) =>
      backupProblems({ backup: { ...complete, ...backup }, database: { ...database, ...windows } }, "prod").map(
        ({ path, problem }) => [path, /backupWindow|maintenanceWindow/.exec(problem ?? "")?.[0]],
      );
    assert.deepEqual(clashes({}), []);
    assert.deepEqual(clashes({ timezone: "Africa/Johannesburg" }), []);
    assert.deepEqual(clashes({ schedule: "cron(0 0 * * ? *)" }), [
      ["platform:backup.schedule", "backupWindow"],
      ["platform:backup.schedule", "maintenanceWindow"],
    ]);
    const midnight = { schedule: "cron(0 0 * * ? *)", timezone: "Africa/Johannesburg" } as const;
    const windows = { backupWindow: "22:00-23:00", maintenanceWindow: "sun:04:00-sun:05:00" };
    assert.deepEqual(clashes(midnight, windows), [["platform:backup.schedule", "backupWindow"]]);
    assert.deepEqual(clashes({ timezone: "Mars/Phobos" }), [["platform:backup.timezone", undefined]]);
  });

  it("leave cold storage its 90 days", () => {
    assert.deepEqual(paths({ coldStorageAfterDays: 1 }), ["platform:backup.coldStorageAfterDays"]);
    assert.deepEqual(paths({ coldStorageAfterDays: 30, retentionDays: 119 }), ["platform:backup.coldStorageAfterDays"]);
    assert.deepEqual(paths({ coldStorageAfterDays: 30, retentionDays: 120 }), []);
  });

  it("lock only to a range that holds the retention", () => {
    assert.deepEqual(paths({ lock: { mode: "governance", ...range } }), []);
    for (const change of [{ minRetentionDays: 36 }, { maxRetentionDays: 34 }]) {
      assert.deepEqual(paths({ lock: { mode: "governance", ...range, ...change } }), ["platform:backup.lock"]);
    }
    const lock = { mode: "governance", ...range, changeableForDays: 3 } as const;
    assert.deepEqual(paths({ lock }), ["platform:backup.lock.changeableForDays"]);
    assert.deepEqual(paths({ lock: { ...lock, mode: "compliance" } }), []);
  });

  it("copy to another region, and know their time zone", () => {
    assert.deepEqual(paths({ copyToRegion: "af-south-1", timezone: "Johannesburg" }), [
      "platform:backup.copyToRegion",
      "platform:backup.timezone",
    ]);
    assert.deepEqual(paths({ copyToRegion: "eu-west-1", timezone: "Africa/Johannesburg" }), []);
  });
});
