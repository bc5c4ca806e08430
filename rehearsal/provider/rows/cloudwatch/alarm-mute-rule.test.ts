import assert from "node:assert/strict";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { alarmMuteRule } from "./alarm-mute-rule.ts";

const schedule = (changes: object) => ({
  rule: { schedule: { expression: "cron(0 2 * * SUN)", duration: "PT4H", ...changes } },
});
const once = schedule({ expression: "at(2026-12-23T00:00)" });

describeRules(
  alarmMuteRule,
  { name: "maintenance", ...schedule({}) },
  [
    ["one moment", once, undefined],
    ["ranges and lists", schedule({ expression: "cron(0,30 8-17 1 JAN-MAR *)" }), undefined],
    ["fifteen days", schedule({ duration: "P15D" }), undefined],
    ["days and hours", schedule({ duration: "P2DT12H" }), undefined],
    ["more than fifteen days", schedule({ duration: "P15DT1M" }), /allowed are PT1M to P15D/],
    ["no time at all", schedule({ duration: "PT0M" }), /allowed are PT1M to P15D/],
    ["seconds", schedule({ duration: "PT90S" }), /duration is PT90S/],
    ["six fields", schedule({ expression: "cron(0 2 ? * SUN *)" }), /has 6 fields: a mute rule takes 5/],
    ["steps", schedule({ expression: "cron(0/5 2 * * SUN)" }), /has 0\/5 for its minutes: allowed are \*/],
    ["a day that is none", schedule({ expression: "cron(0 2 * * SUNDAY)" }), /for its day of the week/],
    ["a moment with seconds", schedule({ expression: "at(2026-12-23T00:00:00)" }), /write at\(yyyy-MM-ddThh:mm\)/],
    ["a rate", schedule({ expression: "rate(1 day)" }), /write cron\(…\) or at\(…\)/],
    ["an unknown zone", schedule({ timezone: "Cape Town" }), /timezone is Cape Town/],
    ["dates", { startDate: "2026-01-01T00:00:00Z", expireDate: "2026-12-31T23:59:00+02:00" }, undefined],
    ["a date with seconds", { startDate: "2026-01-01T00:00:30Z" }, /with 00 seconds/],
    ["a date beside one moment", { ...once, startDate: "2026-01-01T00:00:00Z" }, /leave the date out/],
    [
      "an end before its start",
      { startDate: "2026-01-02T00:00:00Z", expireDate: "2026-01-01T00:00:00Z" },
      /is not after startDate/,
    ],
    ["an alarm", { muteTargets: { alarmNames: ["errors"] } }, undefined],
    ["an alarm that is not there", { muteTargets: { alarmNames: ["errors", "other"] } }, /names other, which no alarm/],
    [
      "too many alarms",
      { muteTargets: { alarmNames: Array.from({ length: 101 }, () => "errors") } },
      /names 101 alarms: AWS takes at most 100/,
    ],
    ["a long name", { name: "n".repeat(256) }, /256 characters: allowed are 1 to 255/],
  ],
  testWorld(["aws:cloudwatch/metricAlarm:MetricAlarm", "errors", { name: "errors", region: "eu-west-1" }]),
);

describe("a mute rule", () => {
  it("tells whether it mutes once or again and again, and sends moments as such", () => {
    const told = (inputs: object) => alarmMuteRule.attributes?.(inputs, "m", testFacts());
    assert.deepEqual([told(once)?.muteType, told(schedule({}))?.muteType], ["ONE_TIME", "RECURRING"]);
    assert.equal(told(once)?.arn, "arn:aws:cloudwatch:eu-west-1:123456789012:alarm-mute-rule:m");
    const { parameters } = alarmMuteRule.create.call({ name: "m", startDate: "2026-01-01T00:00:00Z" }, testFacts());
    assert.deepEqual(parameters.StartDate, new Date("2026-01-01T00:00:00Z"));
  });
});
