import assert from "node:assert/strict";
import type { Row } from "../../row.ts";
import { testFacts } from "../test-world.ts";
import { compositeAlarm } from "./composite-alarm.ts";
import { metricAlarm } from "./metric-alarm.ts";

describe("an update of an alarm", () => {
  const facts = testFacts({ tags: { owner: "web", stage: "dev" } });
  const ResourceARN = facts.arn("cloudwatch", "alarm:errors");
  const rows: readonly (readonly [kind: string, row: Row, name: string, put: string])[] = [
    ["on a metric", metricAlarm, "name", "PutMetricAlarm"],
    ["on alarms", compositeAlarm, "alarmName", "PutCompositeAlarm"],
  ];
  const calls = (row: Row, name: string, tagsAll: Readonly<Record<string, string>>) =>
    [...(row.update?.("errors", { [name]: "errors" }, { tagsAll }, facts) ?? [])].map(({ operation, parameters }) => [
      operation,
      parameters,
    ]);

  for (const [kind, row, name, put] of rows) {
    it(`${kind} takes away and sets the tags that differ`, () => {
      const [first, ...others] = calls(row, name, { owner: "nobody", stage: "dev", old: "1" });
      assert.deepEqual(first, [put, { AlarmName: "errors" }]);
      assert.deepEqual(others, [
        ["UntagResource", { ResourceARN, TagKeys: ["old"] }],
        ["TagResource", { ResourceARN, Tags: [{ Key: "owner", Value: "web" }] }],
      ]);
    });

    it(`${kind} leaves tags alone that are as wanted`, () => {
      const made = calls(row, name, { owner: "web", stage: "dev" });
      assert.deepEqual(made, [[put, { AlarmName: "errors" }]]);
    });
  }
});
