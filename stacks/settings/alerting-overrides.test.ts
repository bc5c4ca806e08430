import assert from "node:assert/strict";
import { problemsOf, valid } from "../../test/settings.ts";
import type { Problem } from "./problems.ts";

const emails = ["alerts@acme.example"];
const reason = "agreed with Ada on the 3rd of May";

/** The problems of changes of alarms. */
function of(alarms: object): readonly Problem[] {
  return problemsOf({ ...valid, "platform:alerting": { emails, alarms } });
}

/** The same as path and sentence. */
const told = (alarms: object) =>
  of(alarms).map(({ path, problem, allowed }) => [path.slice("platform:alerting.alarms.".length), problem ?? allowed]);

describe("the settings of alarms", () => {
  it("take another threshold, another severity, and alarms that are not made", () => {
    const alarms = {
      "database-cpu": { threshold: 95, severity: "info", reason },
      "load-balancer-latency": { threshold: 2, reason },
      "nat-packet-drops": { enabled: false, reason },
      "site-down": { severity: "warning", reason },
    };
    assert.deepEqual(of(alarms), []);
  });

  it("say which alarm was meant", () => {
    assert.deepEqual(of({ "databse-cpu": { threshold: 95, reason } }), [
      {
        path: "platform:alerting.alarms.databse-cpu",
        problem: "There is no alarm databse-cpu.",
        got: `{"threshold":95,"reason":"${reason}"} (a group of settings)`,
        allowed: "ids of components/alerting/catalogue/alarm-ids.ts",
        todo: "Did you mean database-cpu? Correct the id or remove it.",
      },
    ]);
  });

  for (const without of [{ threshold: 95 }, { threshold: 95, reason: "noise" }]) {
    it(`need a reason in ${JSON.stringify(without)}`, () => {
      assert.deepEqual(told({ "database-cpu": without }), [
        ["database-cpu.reason", "one line of 10 to 200 characters"],
      ]);
    });
  }

  it("refuse thresholds that are never reached, or never left", () => {
    for (const [id, threshold, unit] of [
      ["database-cpu", 101, "percent"],
      ["load-balancer-error-ratio", 5, "ratio"],
      ["health-check", 2, "state"],
    ] as const) {
      const [problem, ...others] = told({ [id]: { threshold, reason } });
      assert.deepEqual(others, []);
      assert.deepEqual(problem, [
        `${id}.threshold`,
        `The alarm's unit is ${unit}: it could never fire or never recover.`,
      ]);
    }
    assert.deepEqual(told({ "database-cpu": { threshold: -1, reason } })[0]?.[0], "database-cpu.threshold");
    assert.deepEqual(told({ "site-down": { threshold: 1, reason } }), [
      ["site-down.threshold", "site-down sums up other alarms and has no threshold."],
    ]);
  });

  it("refuse changes that change nothing, or contradict themselves", () => {
    assert.deepEqual(told({ "database-cpu": { reason } }), [["database-cpu", "Nothing of the alarm is changed."]]);
    assert.deepEqual(told({ "database-cpu": { enabled: false, threshold: 95, reason } }), [
      ["database-cpu", "An alarm that is not made has nothing else."],
    ]);
    assert.deepEqual(told({ "database-cpu": { enabled: true, reason } }), [
      ["database-cpu.enabled", "false; an alarm that is made needs no setting"],
    ]);
    assert.deepEqual(told({ "alert-path-dead-letters": { severity: "info", reason } }), [
      [
        "alert-path-dead-letters.severity",
        "Alarms of the alert path go by e-mail to all addresses, whatever their severity.",
      ],
    ]);
  });
});

describe("the alarms that drills may set off", () => {
  const drills = (ids: readonly string[]) =>
    problemsOf({ ...valid, "platform:alerting": { emails, drills: ids } }).map(({ path, problem }) => [path, problem]);

  it("are alarms of the catalogue, composite ones too, each once", () => {
    assert.deepEqual(drills(["database-cpu", "site-down"]), []);
    assert.deepEqual(drills(["databse-cpu"]), [["platform:alerting.drills[0]", "There is no alarm databse-cpu."]]);
    assert.deepEqual(drills(["database-cpu", "database-cpu"]), [
      ["platform:alerting.drills[1]", "database-cpu: listed twice."],
    ]);
  });

  it("are none of the alert path itself, which tells nothing in Slack", () => {
    assert.deepEqual(drills(["alert-path-heartbeat"]), [
      [
        "platform:alerting.drills[0]",
        "alert-path-heartbeat tells of the alert path by e-mail: no drill would see it in Slack.",
      ],
    ]);
  });
});
