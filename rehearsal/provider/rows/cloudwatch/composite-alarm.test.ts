import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { alarmsIn } from "./alarm-rule.ts";
import { compositeAlarm } from "./composite-alarm.ts";

const metric = (name: string, region = "eu-west-1"): Made => [
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  name,
  { name, region },
];
const composite: Made = ["aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", { alarmName: "all" }];
const suppressor = (changes: object) => ({
  actionsSuppressor: { alarm: "errors", extensionPeriod: 60, waitPeriod: 60, ...changes },
});

describeRules(
  compositeAlarm,
  { alarmName: "site-down", alarmRule: "ALARM(errors)" },
  [
    [
      "another composite alarm, and an ARN",
      { alarmRule: 'ALARM(all) OR OK("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors")' },
      undefined,
    ],
    ["a rule that is not known yet", { alarmRule: unknown }, undefined],
    ["an alarm that is not there", { alarmRule: "ALARM(other)" }, /names other, which no alarm in eu-west-1 is called/],
    ["an alarm of another region", { alarmRule: "ALARM(global)" }, /names global/],
    [
      "the ARN of another region",
      { alarmRule: "ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors)" },
      /names arn:aws:cloudwatch:us-east-1/,
    ],
    ["an unfinished rule", { alarmRule: "ALARM(errors) AND" }, /it has its end where ALARM\(…\)/],
    ["a suppressor", suppressor({}), undefined],
    ["a suppressor that is not there", suppressor({ alarm: "other" }), /names other/],
    ["a suppressor without its time", suppressor({ waitPeriod: undefined }), /actionsSuppressor has no waitPeriod/],
    ["a time before now", suppressor({ extensionPeriod: -1 }), /extensionPeriod is -1: give seconds/],
    ["a topic of another region", { alarmActions: ["arn:aws:sns:us-east-1:x:y"] }, /is in us-east-1/],
    ["a topic that is not there", { okActions: ["arn:aws:sns:eu-west-1:123456789012:t"] }, /topic .* does not exist/],
    ["a long name", { alarmName: "n".repeat(256) }, /256 characters: allowed are 1 to 255/],
  ],
  testWorld(metric("errors"), metric("global", "us-east-1"), composite),
);

describe("rules of composite alarms", () => {
  it("name each alarm once, in their order", () => {
    assert.deepEqual(alarmsIn('(ALARM(b) OR ALARM("with \\"quotes\\" (and more)")) AND NOT INSUFFICIENT_DATA(b)'), [
      "b",
      'with "quotes" (and more)',
    ]);
    assert.deepEqual(alarmsIn("TRUE AND NOT FALSE"), []);
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ["", /it has its end where/],
    ["errors", /it has errors where ALARM/],
    ["ALARM(errors", /it has its end where \) should be/],
    ["ALARM()", /it has \) where the name of an alarm/],
    ["ALARM(a) ALARM(b)", /it has ALARM where AND, OR or its end/],
    ["ALARM(a) and ALARM(b)", /it has and where AND, OR or its end/],
    ["(ALARM(a)", /where \) should be/],
    ["alarm(a)", /it has alarm where/],
    ['ALARM("a)', /where the name of an alarm should be/],
    [
      Array.from({ length: 101 }, (_, index) => `ALARM(a${index})`).join(" OR "),
      /names 101 alarms: AWS takes at most 100/,
    ],
    [Array.from({ length: 200 }, () => "ALARM(a)").join(" OR "), /has 600 elements: AWS takes at most 500/],
    [`ALARM(${"a".repeat(10_240)})`, /AWS takes at most 10240/],
  ];
  for (const [rule, problem] of bad) {
    it(`refuse ${rule.slice(0, 40) || "nothing"}`, () => assert.throws(() => alarmsIn(rule), problem));
  }
});

describe("a composite alarm", () => {
  it("sends its suppressor flat", () => {
    const inputs = { alarmName: "a", alarmRule: "TRUE", okActions: ["arn:x"], ...suppressor({}) };
    assert.deepEqual(compositeAlarm.create.call(inputs, testFacts()).parameters, {
      AlarmName: "a",
      AlarmRule: "TRUE",
      OKActions: ["arn:x"],
      ActionsSuppressor: "errors",
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
      Tags: [],
    });
  });
});
