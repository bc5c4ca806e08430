import assert from "node:assert/strict";
import { missedGoals, type Series, summarizeValues } from "./statistics.ts";

describe("the benchmarks' figures", () => {
  it("are minimum, median and maximum, whatever the order", () => {
    assert.deepEqual(summarizeValues([3, 1, 2]), { minimum: 1, median: 2, maximum: 3 });
    assert.deepEqual(summarizeValues([4, 1, 2, 3]), { minimum: 1, median: 2.5, maximum: 4 });
    assert.throws(() => summarizeValues([]), /at least one measurement/);
  });

  const series: Series[] = [
    { name: "preview", unit: "s", values: [1, 2, 9] },
    { name: "memory", unit: "MB", values: [100, 300] },
  ];
  it("meet a goal by their median, memory by its maximum", () => {
    assert.deepEqual(
      missedGoals(series, [
        { series: "preview", atMost: 2 },
        { series: "memory", atMost: 300 },
      ]),
      [],
    );
    assert.deepEqual(
      missedGoals(series, [
        { series: "preview", atMost: 1.9 },
        { series: "memory", atMost: 200 },
      ]),
      ["preview: 2.00 s, at most 1.9 is allowed", "memory: 300.00 MB, at most 200 is allowed"],
    );
  });
  it("miss a goal that was not measured", () => {
    assert.deepEqual(missedGoals(series, [{ series: "up", atMost: 1 }]), ["up: not measured"]);
  });
});
