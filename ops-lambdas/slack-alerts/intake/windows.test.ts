import assert from "node:assert/strict";
import fc from "fast-check";
import type { Notice } from "../notice.ts";
import { mentionOf, routeOf } from "./routes.ts";
import { openSince, parseSchedule } from "./schedule.ts";
import { holdOf, quietHoursEnd } from "./windows.ts";
import { localTime, momentOf } from "./zone.ts";

const minute = 60_000;
const notice = (change: Partial<Notice> = {}): Notice => ({
  source: "metric-alarm",
  severity: "warning",
  state: "alarm",
  incident: "alarm:arn:aws:cloudwatch:af-south-1:111122223333:alarm:acme-dev-cpu",
  transition: "t",
  time: "2026-03-04T12:00:00.000Z",
  title: "acme-dev-cpu",
  summary: "",
  facts: [],
  links: [],
  ...change,
});

describe("routeOf", () => {
  const routes = [
    { name: "backups", severities: ["critical", "warning"], sources: ["backup"] },
    { name: "pages", severities: ["critical"], mention: "here" },
    { name: "rest", severities: ["critical", "warning", "info"] },
  ] as const;

  it("is the first route that takes severity and source", () => {
    const name = (severity: Notice["severity"], source = "metric-alarm") =>
      routeOf(notice({ severity, source }), routes).name;
    assert.deepEqual([name("critical"), name("warning"), name("info")], ["pages", "rest", "rest"]);
    assert.deepEqual([name("critical", "backup"), name("info", "backup")], ["backups", "rest"]);
  });

  it("is the last route for what none takes, so that nothing is lost", () => {
    assert.equal(routeOf(notice({ severity: "info" }), routes.slice(0, 2)).name, "pages");
  });

  it("mentions somebody for a critical alarm only", () => {
    const mention = (change: Partial<Notice>) => mentionOf(notice(change), routes[1]);
    assert.equal(mention({ severity: "critical" }), "here");
    assert.equal(mention({ severity: "critical", state: "recovered" }), undefined);
    assert.equal(mention({ severity: "warning" }), undefined);
  });
});

describe("time zones", () => {
  it("take a moment to the zone's clocks and back, in every zone and across changes of the clocks", () => {
    const zones = fc.constantFrom(
      "UTC",
      "Africa/Johannesburg",
      "Europe/Berlin",
      "America/New_York",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
    );
    const moments = fc.integer({ min: Date.parse("2020-01-01") / 1000, max: Date.parse("2035-01-01") / 1000 });
    fc.assert(
      fc.property(zones, moments, (zone, seconds) => {
        const local = localTime(seconds * 1000, zone);
        // Within the hour that clocks show twice either moment is right.
        assert.equal(localTime(momentOf(local, zone), zone), local);
      }),
    );
  });
});

describe("openSince", () => {
  const since = (schedule: string, zone: string, minutes: number, now: string) => {
    const parsed = parseSchedule(schedule);
    assert.ok(parsed !== undefined, schedule);
    const start = openSince(parsed, zone, minutes, Date.parse(now));
    return start === undefined ? undefined : new Date(start).toISOString();
  };

  it("finds the window that is open, and none before and behind it", () => {
    const sunday = ["cron(0 2 ? * SUN *)", "Africa/Johannesburg", 120] as const;
    assert.equal(since(...sunday, "2026-03-07T23:59:59Z"), undefined);
    assert.equal(since(...sunday, "2026-03-08T00:00:00Z"), "2026-03-08T00:00:00.000Z");
    assert.equal(since(...sunday, "2026-03-08T01:59:59Z"), "2026-03-08T00:00:00.000Z");
    assert.equal(since(...sunday, "2026-03-08T02:00:00Z"), undefined);
  });

  it("counts weekdays as AWS does with six fields, and as cron does with five", () => {
    assert.equal(since("cron(0 2 ? * 1 *)", "UTC", 60, "2026-03-08T02:30:00Z"), "2026-03-08T02:00:00.000Z");
    assert.equal(since("cron(0 2 * * 0)", "UTC", 60, "2026-03-08T02:30:00Z"), "2026-03-08T02:00:00.000Z");
    assert.equal(since("cron(0 2 * * 1)", "UTC", 60, "2026-03-08T02:30:00Z"), undefined);
  });

  it("follows the clocks of the zone, and windows that are longer than a day", () => {
    const nightly = ["cron(30 23 * * ? *)", "Europe/Berlin", 60] as const;
    assert.equal(since(...nightly, "2026-01-10T22:45:00Z"), "2026-01-10T22:30:00.000Z");
    assert.equal(since(...nightly, "2026-07-10T21:45:00Z"), "2026-07-10T21:30:00.000Z");
    assert.equal(since("cron(0 0 1 3 ? 2026)", "UTC", 3 * 1440, "2026-03-03T23:00:00Z"), "2026-03-01T00:00:00.000Z");
    assert.equal(
      since("at(2026-03-01T10:00)", "Asia/Kathmandu", 60, "2026-03-01T04:30:00Z"),
      "2026-03-01T04:15:00.000Z",
    );
  });

  it("refuses what is no schedule", () => {
    for (const text of [
      "",
      "rate(5 minutes)",
      "cron(60 2 * * ? *)",
      "cron(0 2 * *)",
      "cron(0 2 * * FOO *)",
      "at(2026-13-01T10:00)",
      "cron(0 5-2 * * ? *)",
    ]) {
      assert.equal(parseSchedule(text), undefined, text);
    }
  });
});

describe("holdOf", () => {
  const now = Date.parse("2026-03-04T12:00:00Z");
  const mute = {
    name: "release",
    schedule: "at(2026-03-04T11:30)",
    timeZone: "UTC",
    durationMinutes: 60,
    alarms: ["acme-dev-cpu"],
  };
  const quietHours = { from: "22:00", to: "07:00", timeZone: "UTC" };

  it("holds a muted alarm back until the window's end, and no other", () => {
    const hold = { reason: "mute", mute: "release", until: now + 30 * minute };
    assert.deepEqual(holdOf(notice(), { mutes: [mute] }, now), hold);
    assert.equal(
      holdOf(notice({ incident: "alarm:x:acme-dev-cpu-2", title: "acme-dev-cpu-2" }), { mutes: [mute] }, now),
      undefined,
    );
    assert.equal(holdOf(notice(), { mutes: [mute] }, now + 30 * minute), undefined);
  });

  it("lets what is critical pass, always", () => {
    const { alarms: _, ...all } = mute;
    const settings = { mutes: [all], quietHours: { from: "00:00", to: "23:59", timeZone: "UTC" } };
    assert.equal(holdOf(notice({ severity: "critical" }), settings, now), undefined);
    assert.equal(holdOf(notice({ severity: "info" }), settings, now)?.reason, "quiet-hours");
  });

  it("knows quiet hours over midnight", () => {
    const end = (text: string) => {
      const until = quietHoursEnd(quietHours, Date.parse(text));
      return until === undefined ? undefined : new Date(until).toISOString();
    };
    assert.equal(end("2026-03-04T21:59:59Z"), undefined);
    assert.equal(end("2026-03-04T22:00:00Z"), "2026-03-05T07:00:00.000Z");
    assert.equal(end("2026-03-05T06:59:59Z"), "2026-03-05T07:00:00.000Z");
    assert.equal(end("2026-03-05T07:00:00Z"), undefined);
  });
});
