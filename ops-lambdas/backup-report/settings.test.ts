import assert from "node:assert/strict";
import { rulesAt } from "./schedule.ts";
import { type ReportSettings, readSettings } from "./settings.ts";
import { settings } from "./test-settings.ts";

describe("readSettings", () => {
  it("reads what a deployment writes", () => {
    assert.deepEqual(readSettings(JSON.stringify(settings)), settings);
  });

  for (const text of [undefined, "", "no JSON", "null", "[]", "1"]) {
    it(`refuses ${text}`, () => assert.throws(() => readSettings(text), /BACKUP_REPORT is no JSON object/));
  }

  it("names all that is missing, at once", () => {
    assert.throws(() => readSettings("{}"), {
      message:
        "The environment variable BACKUP_REPORT cannot be used: project is missing: give a text; environment is missing: give a text; " +
        "region is missing: give a text; accountId is missing: give a text; vaultName is missing: give a text; " +
        "schedule is missing: give a text; timeZone is missing: give the IANA name of a zone; " +
        "windowMinutes is missing: give a whole number from 1 to 20160; " +
        "topicArns is missing: give a topic's ARN for each of critical, warning, info.",
    });
  });

  const wrong: readonly (readonly [name: string, value: unknown])[] = [
    ["schedule", "cron(0 5 ? * MON#1 *)"],
    ["schedule", "at(2026-03-03T05:00:00)"],
    ["timeZone", "Johannesburg"],
    ["windowMinutes", 0.5],
    ["topicArns", { critical: "arn", warning: "arn" }],
    ["restoreTest", { schedule: "cron(0 4 ? * SUN *)", types: [] }],
    ["copyToRegion", ""],
    ["emailTopicArn", 1],
  ];
  for (const [name, value] of wrong) {
    it(`names ${name} with ${JSON.stringify(value)}`, () => {
      const text = JSON.stringify({ ...settings, [name]: value });
      assert.throws(
        () => readSettings(text),
        ({ message }: Error) =>
          message.includes(`: ${name} is ${JSON.stringify(value)}: give `) && !message.includes(";"),
      );
    });
  }
});

describe("rulesAt", () => {
  const at = (moment: string, change: Partial<ReportSettings> = {}) => {
    const { runAt, longestAge, restoreTest } = rulesAt({ ...settings, ...change }, Date.parse(moment));
    const iso = (value: number) => new Date(value).toISOString().slice(0, 16);
    return { run: iso(runAt), hours: longestAge / 3_600_000, since: restoreTest && iso(restoreTest.since) };
  };

  it("judges the last run whose window is over, and the last restore test that had its time", () => {
    assert.deepEqual(at("2026-03-03T20:30:00Z"), { run: "2026-03-03T05:00", hours: 50, since: "2026-03-01T04:00" });
    assert.equal(at("2026-03-03T18:59:00Z").run, "2026-03-02T05:00");
    // A Sunday's test has until Monday noon.
    assert.equal(at("2026-03-01T20:30:00Z").since, "2026-02-22T04:00");
    assert.equal(at("2026-03-02T20:30:00Z").since, "2026-03-01T04:00");
  });

  it("follows the clocks of the zone", () => {
    const zone = { timeZone: "Europe/Berlin" };
    assert.equal(at("2026-03-28T19:30:00Z", zone).run, "2026-03-28T04:00");
    assert.equal(at("2026-03-29T18:30:00Z", zone).run, "2026-03-29T03:00");
  });

  it("gives a run that is not daily its time", () => {
    const weekly = { schedule: "cron(0 5 ? * SUN *)" };
    const { run, hours } = at("2026-03-03T20:30:00Z", weekly);
    assert.deepEqual([run, hours], ["2026-03-01T05:00", 9 * 24 + 15.5]);
  });

  it("expects a restore test in 35 days where its schedule cannot be followed, and none where there is none", () => {
    const monthly = { restoreTest: { schedule: "cron(0 4 ? * SUN#1 *)", types: ["EFS"] } };
    assert.equal(at("2026-03-03T20:30:00Z", monthly).since, "2026-01-27T20:30");
    assert.equal(at("2026-03-03T20:30:00Z", { restoreTest: undefined }).since, undefined);
  });
});
