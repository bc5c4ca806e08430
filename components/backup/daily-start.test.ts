import assert from "node:assert/strict";
import { parseDailyWindow, parseWeeklyWindow, type Window } from "../database/window.ts";
import { startMinutes, startsTooClose } from "./daily-start.ts";

const daily = (text: string) => parseDailyWindow(text) as Window;
const weekly = (text: string) => parseWeeklyWindow(text) as Window;

describe("when a backup may start", () => {
  it("is told in UTC, in winter and in summer", () => {
    assert.deepEqual(startMinutes("cron(0 5 * * ? *)", "Etc/UTC"), [300]);
    assert.deepEqual(startMinutes("cron(0 5 * * ? *)", "Africa/Johannesburg"), [180]);
    assert.deepEqual(startMinutes("cron(0 0 * * ? *)", "Africa/Johannesburg"), [1320]);
    assert.deepEqual(startMinutes("cron(30 2 * * ? *)", "Europe/Berlin"), [90, 30]);
    assert.deepEqual(startMinutes("cron(0 20 * * ? *)", "America/New_York"), [60, 0]);
  });

  it("is read from lists, ranges, steps and wildcards", () => {
    assert.deepEqual(startMinutes("cron(0 1,13 * * ? *)", "Etc/UTC"), [60, 780]);
    assert.deepEqual(startMinutes("cron(0 1-3 * * ? *)", "Etc/UTC"), [60, 120, 180]);
    assert.deepEqual(startMinutes("cron(15 6/8 * * ? *)", "Etc/UTC"), [375, 855, 1335]);
    assert.deepEqual(startMinutes("cron(0/30 */12 * * ? *)", "Etc/UTC"), [0, 30, 720, 750]);
    assert.equal(startMinutes("cron(0 * * * ? *)", "Etc/UTC").length, 24);
  });

  it("is apart from RDS's own windows and the hour before them, for as long as a job may wait", () => {
    const at = (hour: number) => `cron(0 ${hour} * * ? *)`;
    const own = daily("22:00-23:00");
    const clashes = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
      startsTooClose(at(hour), "Etc/UTC", own),
    );
    assert.deepEqual(clashes, [20, 21, 22]);
    const maintenance = weekly("sun:00:00-sun:01:00");
    const onSunday = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
      startsTooClose(at(hour), "Etc/UTC", maintenance),
    );
    assert.deepEqual(onSunday, [0, 22, 23]);
  });
});
