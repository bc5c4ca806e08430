import assert from "node:assert/strict";
import { missedGoals, type Series, summarizeValues } from "./statistics.ts";

describe("the benchmarks' figures", () => {
  it("are minimum, median, 95th percentile and maximum, whatever the order", () => {
    assert.deepEqual(summarizeValues([3, 1, 2]), { minimum: 1, median: 2, p95: 3, maximum: 3 });
    assert.deepEqual(summarizeValues([4, 1, 2, 3]), { minimum: 1, median: 2.5, p95: 4, maximum: 4 });
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(summarizeValues(hundred), { minimum: 1, median: 50.5, p95: 95, maximum: 100 });
    assert.equal(summarizeValues([...hundred, 101]).p95, 96);
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
  it("meet a goal by their 95th percentile or maximum where it says so", () => {
    const slow: Series[] = [{ name: "posts", unit: "ms", values: [...Array<number>(19).fill(1), 9] }];
    assert.deepEqual(missedGoals(slow, [{ series: "posts", atMost: 1, compared: "p95" }]), []);
    assert.deepEqual(missedGoals(slow, [{ series: "posts", atMost: 8, compared: "maximum" }]), [
      "posts: 9.00 ms, at most 8 is allowed",
    ]);
    const slower: Series[] = [{ name: "posts", unit: "ms", values: [...Array<number>(18).fill(1), 8, 9] }];
    assert.deepEqual(missedGoals(slower, [{ series: "posts", atMost: 7, compared: "p95" }]), [
      "posts: 8.00 ms, at most 7 is allowed",
    ]);
  });
  it("miss a goal that was not measured", () => {
    assert.deepEqual(missedGoals(series, [{ series: "up", atMost: 1 }]), ["up: not measured"]);
  });
});
