import assert from "node:assert/strict";
import { type AlarmState, figureOf, type Period, stateAfter } from "../../../test/metric-math.ts";
import type { AlarmDefinition } from "./alarm-definition.ts";
import type { AlarmId } from "./alarm-ids.ts";
import { exampleAlarms } from "./test-alarms.ts";

/** Figures of a period in which something is wrong, and of one in which all is well. */
interface Case {
  readonly bad: Period;
  readonly good: Period;
}

/** Of alarms on expressions. */
const cases: Readonly<Partial<Record<AlarmId, Case>>> = {
  "load-balancer-error-ratio": {
    bad: { requests: 100, elb: 0, target: 6 },
    good: { requests: 100, elb: 0, target: 5 },
  },
  "cdn-errors": { bad: { requests: 50, rate: 1.01 }, good: { requests: 50, rate: 1 } },
  "files-throughput": {
    bad: { metered: 60 * 81e6, permitted: 100e6 },
    good: { metered: 60 * 80e6, permitted: 100e6 },
  },
  "broker-memory": { bad: { used: 81, limit: 100 }, good: { used: 80, limit: 100 } },
  "table-read-throttles": { bad: { events: 1 }, good: { events: undefined } },
  "table-write-throttles": { bad: { events: 1 }, good: { events: undefined } },
  "table-system-errors": {
    bad: { getItem: undefined, putItem: 1, query: undefined },
    good: { getItem: undefined, putItem: 0, query: undefined },
  },
};

/** Figures a little beyond the threshold, and on the other side of it. */
function caseOf({ id, comparison, threshold, watched }: AlarmDefinition): Case {
  const { value, unit } = threshold;
  const step = unit === "bytes" ? 1 : unit === "ratio" ? 0.0001 : unit === "seconds" ? 0.001 : 1;
  const figures = {
    ">": { bad: value + step, good: value },
    ">=": { bad: value, good: value - step },
    "<": { bad: value - step, good: value },
    "<=": { bad: value, good: value + step },
  }[comparison];
  if ("metric" in watched) return { bad: { metric: figures.bad }, good: { metric: figures.good } };
  const found = cases[id];
  assert.ok(found, `${id}: give the tests its figures`);
  return found;
}

const times = (count: number, period: Period) => Array.from({ length: count }, () => period);

/** A period in which no metric has data. */
const silent = ({ watched }: AlarmDefinition): Period =>
  Object.fromEntries(("metric" in watched ? ["metric"] : Object.keys(watched.metrics)).map((key) => [key, undefined]));

function of(id: AlarmId): AlarmDefinition {
  const found = exampleAlarms.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

describe("each alarm", () => {
  for (const definition of exampleAlarms) {
    const { id, subject = "", datapointsToAlarm: needed, evaluationPeriods: looked } = definition;
    it(`fires and recovers: ${id} ${subject}`, () => {
      const { bad, good } = caseOf(definition);
      assert.equal(stateAfter(definition, times(looked, good)), "OK");
      assert.equal(stateAfter(definition, [...times(looked, good), ...times(needed - 1, bad)]), "OK");
      const fired = [...times(looked, good), ...times(needed, bad)];
      assert.equal(stateAfter(definition, fired), "ALARM");
      assert.equal(stateAfter(definition, [...fired, ...times(looked, good)]), "OK");
    });

    it(`says something about silence: ${id} ${subject}`, () => {
      const states: Record<string, AlarmState> = {
        missing: "INSUFFICIENT_DATA",
        notBreaching: "OK",
        breaching: "ALARM",
      };
      const state = stateAfter(definition, times(looked, silent(definition)));
      // Expressions that fill in zeros have an answer always.
      const filled = figureOf(definition, silent(definition)) !== undefined;
      assert.equal(state, filled ? "OK" : states[definition.missingData]);
    });
  }
});

describe("the share of errors", () => {
  const ratio = of("load-balancer-error-ratio");

  it("sees a total outage, in which no request reaches a target and RequestCount is missing", () => {
    const outage = { requests: undefined, elb: 10, target: undefined };
    assert.equal(figureOf(ratio, outage), 1);
    assert.equal(stateAfter(ratio, [outage]), "ALARM");
  });

  it("is the whole of it when every target fails", () => {
    assert.equal(figureOf(ratio, { requests: 100, elb: undefined, target: 100 }), 1);
    assert.equal(figureOf(ratio, { requests: 100, elb: 100, target: undefined }), 0.5);
  });

  it("says nothing of few requests, and is quiet without any", () => {
    assert.equal(figureOf(ratio, { requests: 9, elb: undefined, target: 9 }), 0);
    assert.equal(figureOf(ratio, { requests: 10, elb: undefined, target: 10 }), 1);
    assert.equal(figureOf(ratio, { requests: undefined, elb: undefined, target: undefined }), 0);
  });

  it("of the content delivery network says nothing of few requests either", () => {
    assert.equal(figureOf(of("cdn-errors"), { requests: 49, rate: 100 }), 0);
    assert.equal(figureOf(of("cdn-errors"), { requests: 50, rate: 100 }), 100);
    // CloudFront's last minutes are not there yet: they must not look well.
    assert.equal(figureOf(of("cdn-errors"), { requests: undefined, rate: undefined }), undefined);
  });
});

describe("other expressions", () => {
  it("make the throughput of files a percentage of what is permitted", () => {
    assert.equal(figureOf(of("files-throughput"), { metered: 60 * 1048576, permitted: 1048576 }), 100);
    assert.equal(figureOf(of("files-throughput"), { metered: undefined, permitted: 1048576 }), 0);
  });

  it("add up the errors of a table's operations", () => {
    assert.equal(figureOf(of("table-system-errors"), { getItem: 2, putItem: undefined, query: 3 }), 5);
  });

  it("miss the sign of life of a day, and not of an hour", () => {
    const heartbeat = of("alert-path-heartbeat");
    const beat = [{ metric: 1 }];
    assert.equal(stateAfter(heartbeat, [...beat, ...times(25, { metric: undefined })]), "OK");
    assert.equal(stateAfter(heartbeat, [...beat, ...times(26, { metric: undefined })]), "ALARM");
  });
});

describe("the tests' metric math", () => {
  const definition = (expression: string) => ({
    ...of("broker-memory"),
    watched: { expression, label: "", metrics: {} },
  });
  const figure = (expression: string, period: Period = {}) => figureOf(definition(expression), period);

  it("keeps the order of operators", () => {
    assert.equal(figure("1 + 2 * 3 - 4 / 2"), 5);
    assert.equal(figure("(1 + 2) * 3 >= 9"), 1);
    assert.equal(figure("IF(a > 1, SUM(a, b), 7)", { a: 2, b: undefined }), 2);
  });

  it("has no figure where there is none, as CloudWatch", () => {
    for (const expression of ["a + 1", "1 / 0", "IF(a, 1, 2)"])
      assert.equal(figure(expression, { a: undefined }), undefined);
  });

  it("refuses what it does not know", () => {
    assert.throws(() => figure("ANOMALY_DETECTION_BAND(1)"), /no such function/);
    assert.throws(() => figure("b", { a: 1 }), /no such metric among a/);
    assert.throws(() => figure("1 2"), /not understood/);
    assert.throws(() => figure("1 % 2"), /not understood/);
  });
});
