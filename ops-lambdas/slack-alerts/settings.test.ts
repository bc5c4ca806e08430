import assert from "node:assert/strict";
import { readIntakeSettings, readSenderSettings } from "./settings.ts";

const common = { project: "acme", environment: "dev", region: "af-south-1", tableName: "t", outboxUrl: "o" };
const intake = {
  ...common,
  alertsQueueUrl: "a",
  topics: { "arn:aws:sns:af-south-1:111122223333:acme-dev-alerts-info": "info" },
  routes: [{ name: "all", severities: ["critical", "warning", "info"], mention: "here" }],
  runbookBaseUrl: "https://example.com",
};
const sender = { ...common, secretArns: { all: "arn" }, fallbackTopicArn: "f", deadLetterUrl: "d" };

describe("readIntakeSettings", () => {
  const read = (change: object = {}) => readIntakeSettings(JSON.stringify({ ...intake, ...change }));

  it("fills in the defaults", () => {
    assert.deepEqual(read(), {
      ...intake,
      mutes: [],
      limits: { postsPerMinute: 5, digestSeconds: 30, flappingSeconds: 600, flappingQuietSeconds: 300 },
    });
    assert.equal(read({ limits: { postsPerMinute: 9 } }).limits.postsPerMinute, 9);
    assert.equal(read({ limits: { postsPerMinute: 9 } }).limits.digestSeconds, 30);
  });

  it("names everything that is missing", () => {
    assert.throws(
      () => readIntakeSettings("{}"),
      (error: Error) => {
        for (const name of [
          "project",
          "environment",
          "region",
          "tableName",
          "outboxUrl",
          "alertsQueueUrl",
          "topics",
          "routes",
          "runbookBaseUrl",
        ]) {
          assert.match(error.message, new RegExp(`\\b${name} is missing`));
        }
        return true;
      },
    );
  });

  for (const [name, change] of [
    ["topics", { topics: { arn: "urgent" } }],
    ["routes\\[0\\].name", { routes: [{ ...intake.routes[0], name: "All!" }] }],
    ["routes\\[0\\].mention", { routes: [{ ...intake.routes[0], mention: "<!here>" }] }],
    ["a route without sources that takes critical", { routes: [{ ...intake.routes[0], sources: ["backup"] }] }],
    ["quietHours.from", { quietHours: { from: "24:00", to: "07:00", timeZone: "UTC" } }],
    ["quietHours.timeZone", { quietHours: { from: "22:00", to: "07:00", timeZone: "Mars/Olympus" } }],
    ["mutes\\[0\\].schedule", { mutes: [{ name: "m", schedule: "rate(1 day)", timeZone: "UTC", durationMinutes: 5 }] }],
    [
      "mutes\\[0\\].durationMinutes",
      { mutes: [{ name: "m", schedule: "cron(0 1 * * ? *)", timeZone: "UTC", durationMinutes: 0 }] },
    ],
    ["limits.postsPerMinute", { limits: { postsPerMinute: 0 } }],
    ["limits", { limits: 5 }],
  ] as const) {
    it(`says what is wrong with ${name}`, () => {
      assert.throws(() => read(change), { message: new RegExp(name) });
    });
  }

  it("takes no text that is no JSON object", () => {
    for (const text of [undefined, "", "[]", "5", "null"])
      assert.throws(() => readIntakeSettings(text), /is no JSON object/);
  });
});

describe("readSenderSettings", () => {
  it("fills in the defaults", () => {
    const limits = { postMilliseconds: 1000, slackMilliseconds: 5000, graphMilliseconds: 3000 };
    assert.deepEqual(readSenderSettings(JSON.stringify(sender)), { ...sender, limits });
  });

  it("names everything that is missing or wrong", () => {
    const graphs = { bucketName: "" };
    assert.throws(
      () => readSenderSettings(JSON.stringify({ graphs, limits: { graphMilliseconds: 9000 } })),
      (error: Error) => {
        for (const name of [
          "tableName",
          "outboxUrl",
          "fallbackTopicArn",
          "deadLetterUrl",
          "secretArns",
          "graphs",
          "limits.graphMilliseconds",
        ]) {
          assert.ok(error.message.includes(name), name);
        }
        return true;
      },
    );
  });
});
