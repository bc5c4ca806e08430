import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDailyWindow, parseWeeklyWindow, type Window, weekDays, windowsOverlap } from "./window.ts";

const minutesPerDay = 1440;
const minutesPerWeek = 7 * minutesPerDay;

function clock(minute: number): string {
  const part = (number: number) => String(number).padStart(2, "0");
  return `${part(Math.floor(minute / 60) % 24)}:${part(minute % 60)}`;
}

function dailyText({ startMinute, lengthMinutes }: Window): string {
  return `${clock(startMinute)}-${clock((startMinute + lengthMinutes) % minutesPerDay)}`;
}

function weeklyText({ startMinute, lengthMinutes }: Window): string {
  const at = (minute: number) => `${weekDays[Math.floor(minute / minutesPerDay)]}:${clock(minute % minutesPerDay)}`;
  return `${at(startMinute)}-${at((startMinute + lengthMinutes) % minutesPerWeek)}`;
}

const window = (turn: number) =>
  fc.record(
    { startMinute: fc.nat(turn - 1), lengthMinutes: fc.integer({ min: 1, max: turn - 1 }) },
    { noNullPrototype: true },
  );
const daily = window(minutesPerDay);
const weekly = window(minutesPerWeek);

/** Every minute of the week that a window covers, one by one. */
function minutes({ startMinute, lengthMinutes }: Window, turn: number): Set<number> {
  const covered = new Set<number>();
  for (let start = startMinute; start < minutesPerWeek; start += turn) {
    for (let minute = 0; minute < lengthMinutes; minute++) covered.add((start + minute) % minutesPerWeek);
  }
  return covered;
}

describe("windows", () => {
  it("are read as they are written", () => {
    fc.assert(fc.property(daily, (each) => assert.deepEqual(parseDailyWindow(dailyText(each)), each)));
    fc.assert(fc.property(weekly, (each) => assert.deepEqual(parseWeeklyWindow(weeklyText(each)), each)));
  });

  it("of another form are not read", () => {
    for (const text of ["1:00-2:00", "24:00-25:00", "01:00", "sun:01:00-sun:02:00", ""]) {
      assert.equal(parseDailyWindow(text), undefined, text);
    }
    for (const text of ["01:00-02:00", "Sun:01:00-Sun:02:00", "sun:01:00-02:00", "day:01:00-sun:02:00"]) {
      assert.equal(parseWeeklyWindow(text), undefined, text);
    }
  });

  it("overlap exactly when they share a minute of the week", () => {
    fc.assert(
      fc.property(daily, weekly, (one, other) => {
        const covered = minutes(other, minutesPerWeek);
        const shared = [...minutes(one, minutesPerDay)].some((minute) => covered.has(minute));
        assert.equal(windowsOverlap(one, other), shared);
      }),
      { numRuns: 60 },
    );
  });

  const cases: readonly [daily: string, weekly: string, overlap: boolean][] = [
    ["01:00-02:00", "sun:02:00-sun:03:00", false],
    ["01:00-02:01", "sun:02:00-sun:03:00", true],
    ["23:30-00:30", "mon:00:00-mon:00:30", true],
    ["00:00-01:00", "sun:23:30-mon:00:30", true],
    ["02:00-03:00", "sun:23:30-mon:00:30", false],
    ["12:00-12:30", "sun:23:30-sat:23:30", true],
  ];
  for (const [one, other, overlap] of cases) {
    it(`${one} and ${other} ${overlap ? "overlap" : "do not overlap"}`, () => {
      assert.equal(windowsOverlap(parseDailyWindow(one) as Window, parseWeeklyWindow(other) as Window), overlap);
    });
  }
});
