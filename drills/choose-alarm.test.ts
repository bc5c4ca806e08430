import assert from "node:assert/strict";
import { readRedriveTarget } from "../alerts-redrive/target.ts";
import { alarmIds } from "../components/alerting/catalogue/alarm-ids.ts";
import type { DrillAlarm } from "./alarms.ts";
import { alarmIdOf, alarmRegions, defaultAlarm, demandPermission, namesOf, type Permission } from "./choose-alarm.ts";

const names = ["acme-dev-database-cpu", "acme-dev-database-cpu-credits", "acme-dev-function-errors-web-refresh"];

describe("the alarm of a drill", () => {
  it("is known by its id, with a subject and without, and no id passes for a shorter one", () => {
    for (const id of alarmIds) {
      assert.equal(alarmIdOf(`acme-dev-${id}`, "acme-dev"), id);
      assert.equal(alarmIdOf(`acme-dev-${id}-web`, "acme-dev"), id);
      assert.equal(alarmIdOf(`acme-dev-${id}`, "acme-prod"), undefined);
    }
    assert.deepEqual(namesOf(names, "acme-dev", "database-cpu"), ["acme-dev-database-cpu"]);
    assert.deepEqual(namesOf(names, "acme-dev", "function-errors"), ["acme-dev-function-errors-web-refresh"]);
    assert.deepEqual(namesOf(names, "acme-dev", "acme-dev-database-cpu"), ["acme-dev-database-cpu"]);
  });

  it("is one that there is", () => {
    assert.throws(
      () => namesOf(names, "acme-dev", "database-memory"),
      /There is no alarm database-memory in acme-dev: there are database-cpu, database-cpu-credits, function-errors\./,
    );
    assert.throws(() => namesOf([], "acme-dev", "x"), /there are none/);
  });

  it("is looked for wherever the environment has alarms, mail's region included", () => {
    const url = (name: string) => `https://sqs.af-south-1.amazonaws.com/111122223333/${name}`;
    const path = readRedriveTarget({
      alertDeadLetterUrls: Object.fromEntries(
        ["outbox", "undelivered", "undelivered-us-east-1", "undelivered-eu-west-1"].map((name) => [name, url(name)]),
      ),
      alertsQueueUrl: url("alerts"),
      alertTopicArns: { critical: "arn:aws:sns:af-south-1:111122223333:acme-prod-alerts-critical" },
    });
    assert.deepEqual(alarmRegions(path), ["af-south-1", "eu-west-1", "us-east-1"]);
  });

  const permission: Permission = {
    environment: "prod",
    allowed: ["database-cpu"],
    wanted: "database-cpu",
    isConfirmed: true,
  };
  it("is set off in a real environment when the settings allow it and somebody says yes", () => {
    assert.equal(demandPermission(permission), "database-cpu");
  });

  const refused: readonly (readonly [change: Partial<Permission>, reason: RegExp])[] = [
    [{ wanted: undefined }, /Which alarm of prod\? Name it with --alarm\. The settings allow: database-cpu\./],
    [{ wanted: "database-memory" }, /database-memory may not be set off in prod: .* allows database-cpu\./],
    [{ allowed: [] }, /database-cpu may not be set off in prod: .*Pulumi\.prod\.yaml allows none\./],
    [{ wanted: "acme-prod-database-cpu" }, /acme-prod-database-cpu may not be set off/],
    [{ isConfirmed: false }, /reaches the people on call: tell them, and run it again with --yes/],
  ];
  for (const [change, reason] of refused) {
    it(`is refused for ${JSON.stringify(change)}`, () => {
      assert.throws(() => demandPermission({ ...permission, ...change }), reason);
    });
  }

  it("is one that pages when nobody names any", () => {
    const critical = "arn:aws:sns:af-south-1:111122223333:critical";
    const alarm = (name: string, topicArn: string): DrillAlarm => ({
      name,
      arn: `arn:${name}`,
      region: "af-south-1",
      state: "OK",
      topicArns: [topicArn],
    });
    const [quiet, loud, storage] = [alarm("a", "arn:w"), alarm("b", critical), alarm("c-database-storage", critical)];
    assert.equal(defaultAlarm([quiet, loud], critical), loud);
    assert.equal(defaultAlarm([quiet, loud, storage], critical), storage);
    assert.throws(() => defaultAlarm([quiet], critical), /No alarm of this environment tells the topic of critical/);
  });
});
