import assert from "node:assert/strict";
import { type Properties, unknown } from "../../row.ts";
import { assertCase, type RuleCase, testFacts, testWorld } from "../test-world.ts";
import { budget } from "./index.ts";

const arn = "arn:aws:sns:eu-west-1:123456789012:costs";
const notification = {
  comparisonOperator: "GREATER_THAN",
  notificationType: "ACTUAL",
  threshold: 80,
  thresholdType: "PERCENTAGE",
};
const emails = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@example.org`);
const publishing = testWorld(
  ["aws:sns/topic:Topic", arn],
  [
    "aws:sns/topicPolicy:TopicPolicy",
    arn,
    {
      policy: {
        Statement: {
          Effect: "Allow",
          Principal: { Service: "budgets.amazonaws.com" },
          Action: "sns:Publish",
          Resource: arn,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:budgets::123456789012:*" } },
        },
      },
    },
  ],
);

function inputs(changes: Properties = {}, ...notifications: Properties[]): Properties {
  const list = notifications.map((item) => ({ ...notification, ...item }));
  return {
    name: "monthly",
    budgetType: "COST",
    limitAmount: "100.00",
    limitUnit: "USD",
    timeUnit: "MONTHLY",
    notifications: list,
    ...changes,
  };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ threshold: index + 1, subscriberEmailAddresses: emails(1) }));

describe("budget", () => {
  const cases: readonly RuleCase[] = [
    { title: "ten e-mail addresses", inputs: inputs({}, { subscriberEmailAddresses: emails(10) }) },
    { title: "a topic that lets it publish", inputs: inputs({}, { subscriberSnsTopicArns: [arn] }), world: publishing },
    { title: "a topic that is not known yet", inputs: inputs({}, { subscriberSnsTopicArns: unknown }) },
    { title: "ten notifications", inputs: inputs({}, ...many(10)) },
    { title: "no limit", inputs: inputs({ limitAmount: undefined }), refused: /needs a limit: give limitAmount/ },
    {
      title: "a limit of nothing",
      inputs: inputs({ limitAmount: "0" }),
      refused: /limitAmount is 0: it must be a number greater than 0/,
    },
    { title: "a limit in words", inputs: inputs({ limitAmount: "much" }), refused: /limitAmount is much/ },
    { title: "a limit without a unit", inputs: inputs({ limitUnit: undefined }), refused: /limitUnit is not given/ },
    {
      title: "costs in rand",
      inputs: inputs({ limitUnit: "ZAR" }),
      refused: /limitUnit is ZAR: a COST budget is in USD/,
    },
    { title: "a long name", inputs: inputs({ name: "a".repeat(101) }), refused: /101 characters, allowed are 100/ },
    { title: "a name with a colon", inputs: inputs({ name: "a:b" }), refused: /must have no ":"/ },
    { title: "eleven notifications", inputs: inputs({}, ...many(11)), refused: /at most 10 notifications, got 11/ },
    {
      title: "the same notification twice",
      inputs: inputs({}, { subscriberEmailAddresses: emails(1) }, { subscriberEmailAddresses: emails(2) }),
      refused: /the same \(ACTUAL GREATER_THAN 80 PERCENTAGE\)/,
    },
    {
      title: "a forecast for a day",
      inputs: inputs({ timeUnit: "DAILY" }, { notificationType: "FORECASTED", subscriberEmailAddresses: emails(1) }),
      refused: /DAILY budget has no forecast/,
    },
    { title: "nobody to tell", inputs: inputs({}, {}), refused: /has no subscriber/ },
    {
      title: "eleven e-mail addresses",
      inputs: inputs({}, { subscriberEmailAddresses: emails(11) }),
      refused: /11 e-mail addresses, allowed are 10/,
    },
    {
      title: "two topics",
      inputs: inputs({}, { subscriberSnsTopicArns: [arn, arn] }),
      world: publishing,
      refused: /2 topics, allowed is 1/,
    },
    {
      title: "an address that is none",
      inputs: inputs({}, { subscriberEmailAddresses: ["me"] }),
      refused: /that are none: me/,
    },
    {
      title: "a topic without a policy",
      inputs: inputs({}, { subscriberSnsTopicArns: [arn] }),
      world: testWorld(["aws:sns/topic:Topic", arn]),
      refused: /does not let budgets.amazonaws.com publish/,
    },
  ];
  for (const item of cases) it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(budget, item));

  it("is asked for in us-east-1, with a period as timestamps", () => {
    const call = budget.create.call(
      inputs({ timePeriodStart: "2026-01-01_00:00", timePeriodEnd: "2087-06-15_00:00" }),
      testFacts(),
    );
    assert.equal(call.region, "us-east-1");
    assert.deepEqual(call.parameters.Budget.TimePeriod, {
      Start: new Date("2026-01-01T00:00Z"),
      End: new Date("2087-06-15T00:00Z"),
    });
  });

  it("changes only the notifications that differ", () => {
    const [one = {}, two = {}, three = {}]: Properties[] = many(3);
    const calls =
      budget.update?.("id", inputs({}, one, three), { ...inputs({}, one, two), tagsAll: {} }, testFacts()) ?? [];
    const told = calls.map((call) => [call.operation, call.parameters.Notification?.Threshold]);
    assert.deepEqual(told, [
      ["UpdateBudget", undefined],
      ["DeleteNotification", 2],
      ["CreateNotification", 3],
    ]);
  });
});
