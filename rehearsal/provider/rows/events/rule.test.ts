import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { patternProblem } from "./pattern.ts";
import { eventRule } from "./rule.ts";
import { scheduleProblem } from "./schedule-expression.ts";
import { ruleType } from "./shared.ts";

const pattern = (value: unknown) => ({ eventPattern: JSON.stringify(value) });

describeRules(eventRule, { name: "backup", ...pattern({ source: ["aws.backup"] }) }, [
  ["a pattern that is not known yet", { eventPattern: unknown }, undefined],
  ["a schedule alone", { eventPattern: undefined, scheduleExpression: "rate(1 day)" }, undefined],
  ["neither", { eventPattern: undefined }, /neither eventPattern nor scheduleExpression/],
  ["a value that is no list", pattern({ source: "aws.backup" }), /source is "aws.backup": write a list/],
  ["a moment", { scheduleExpression: "at(2026-01-01T00:00:00)" }, /write cron\(…\) or rate\(…\)/],
  ["a schedule on another bus", { scheduleExpression: "rate(1 day)", eventBusName: "own" }, /on the default bus only/],
  [
    "a schedule of management events",
    { scheduleExpression: "rate(1 day)", state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" },
    /takes it for patterns only/,
  ],
  ["a name with a space", { name: "two words" }, /letters, digits and \. - _/],
  ["a name that is too long", { name: "n".repeat(65) }, /1 to 64 letters/],
  ["a long description", { description: "d".repeat(513) }, /513 characters: AWS takes at most 512/],
  ["an unknown state", { state: "ON" }, /state is ON: give DISABLED, ENABLED/],
]);

describe("event patterns", () => {
  const good: readonly unknown[] = [
    { source: ["aws.rds"], "detail-type": ["RDS DB Instance Event"] },
    { source: [{ prefix: "aws." }], resources: [{ suffix: ":prod" }, { wildcard: "*:db:*" }] },
    { detail: { state: { value: ["ALARM"] }, retries: [{ numeric: [">", 0, "<=", 5] }], gone: [{ exists: false }] } },
    {
      detail: {
        name: [{ "anything-but": ["a", "b"] }, { "anything-but": { prefix: "x" } }],
        ip: [{ cidr: "10.0.0.0/8" }],
      },
    },
    { $or: [{ source: ["aws.ecs"] }, { detail: { severity: [{ numeric: [">=", 7] }] } }] },
    { detail: { flag: [true, null], text: [{ prefix: { "equals-ignore-case": "a" } }] } },
  ];
  for (const item of good) {
    it(`takes ${JSON.stringify(item)}`, () => assert.equal(patternProblem(JSON.stringify(item)), undefined));
  }

  const bad: readonly (readonly [unknown, RegExp])[] = [
    [[], /must be a JSON object/],
    [{}, /is empty/],
    [{ Source: ["aws.rds"] }, /no member Source: known are/],
    [{ source: [] }, /empty list: it would match nothing/],
    [{ source: [["aws.rds"]] }, /list inside a list/],
    [{ detail: { a: [{ contains: "x" }] } }, /detail\.a has the matcher .*allowed is one of prefix/],
    [{ detail: { a: [{ numeric: [">"] }] } }, /gives numeric/],
    [{ detail: { a: [{ exists: "no" }] } }, /gives exists "no"/],
    [{ $or: [{ source: ["a"] }] }, /two or more patterns/],
    [{ source: ["x".repeat(2048)] }, /AWS takes at most 2048/],
  ];
  for (const [item, problem] of bad) {
    it(`refuses ${JSON.stringify(item).slice(0, 60)}`, () =>
      assert.match(patternProblem(JSON.stringify(item)) ?? "accepted", problem));
  }
  it("refuses what is no JSON", () => assert.match(patternProblem("{") ?? "", /not valid JSON/));
});

describe("schedules", () => {
  const all = ["at", "cron", "rate"] as const;
  for (const good of [
    "rate(1 minute)",
    "rate(5 minutes)",
    "at(2026-02-28T23:59:00)",
    "cron(0/15 * * * ? *)",
    "cron(15 10 ? * 6L 2026-2030)",
    "cron(0 18 ? * MON-FRI *)",
    "cron(0 8 L * ? *)",
    "cron(0 8 ? JAN,JUL 2#1 *)",
  ]) {
    it(`takes ${good}`, () => assert.equal(scheduleProblem(good, all), undefined));
  }

  const bad: readonly (readonly [string, RegExp])[] = [
    ["rate(1 minutes)", /mixes one and many/],
    ["rate(2 minute)", /mixes one and many/],
    ["rate(0 minutes)", /write a number and minutes, hours or days/],
    ["rate(30 seconds)", /write a number and minutes/],
    ["at(2026-02-30)", /write at\(yyyy-mm-ddThh:mm:ss\)/],
    ["cron(0 6 * * ?)", /has 5 fields: give 6/],
    ["cron(0 6 * * * *)", /needs \? in exactly one/],
    ["cron(0 6 ? * ? *)", /needs \? in exactly one/],
    ["cron(60 6 * * ? *)", /has 60 for its minutes/],
    ["cron(0 24 * * ? *)", /has 24 for its hours/],
    ["cron(0 6 ? * MONDAY *)", /has MONDAY for its day of the week/],
    ["every day", /write at\(…\) or cron\(…\) or rate\(…\)/],
  ];
  for (const [item, problem] of bad) {
    it(`refuses ${item}`, () => assert.match(scheduleProblem(item, all) ?? "accepted", problem));
  }
});

describe("a rule", () => {
  it("sends what was dropped as empty, and its state always", () => {
    const calls = eventRule.update?.(
      "r",
      { name: "r", eventPattern: "{}" },
      { description: "old", tagsAll: {} },
      testFacts(),
    );
    assert.deepEqual(calls?.[0]?.parameters, { Name: "r", Description: "", EventPattern: "{}", State: "ENABLED" });
  });
  it("is refused when the bus is full, which it is sooner in Cape Town and Milan", () => {
    const rules = (count: number) =>
      testWorld(...Array.from({ length: count }, (_, index): Made => [ruleType, `r${index}`, { name: `r${index}` }]));
    const full = eventRule.rules?.find(({ source }) => source.includes("eb-quota"));
    const at = (region: string, count: number, inputs: object = {}) =>
      full?.check({ name: "r", ...inputs }, rules(count), testFacts({ region }));
    assert.equal(at("af-south-1", 99), undefined);
    assert.match(at("af-south-1", 100) ?? "", /the bus default in af-south-1 has 100 rules: AWS takes 100/);
    assert.equal(at("af-south-1", 100, { eventBusName: "own" }), undefined);
    assert.equal(at("eu-west-1", 299), undefined);
    assert.match(at("eu-west-1", 300) ?? "", /AWS takes 300/);
  });
  it("on another bus has that in its ARN and id", () => {
    const inputs = { name: "r", eventBusName: "own" };
    assert.equal(eventRule.identify(inputs, testFacts()), "own/r");
    assert.equal(
      eventRule.attributes?.(inputs, "own/r", testFacts()).arn,
      "arn:aws:events:eu-west-1:123456789012:rule/own/r",
    );
  });
});
