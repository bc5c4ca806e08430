import assert from "node:assert/strict";
import { join } from "node:path";
import { tasks } from "./bundles.ts";
import { measureFormatting } from "./formatting.ts";
import { choose, partNames, parts } from "./parts.ts";

const root = join(import.meta.dirname, "..");

describe("the benchmark's parts", () => {
  it("are all measured when none is named, and in the table's order when some are", () => {
    assert.deepEqual(choose([]), ["clean", "previews", "policy", "alerts", "formatting", "bundles", "unit"]);
    assert.deepEqual(choose(["bundles", "alerts", "bundles"]), ["alerts", "bundles"]);
    assert.throws(() => choose(["alerts", "speed", "size"]), {
      message: `there is no part speed, size; there are ${partNames.join(", ")}`,
    });
  });

  it("have a goal for the size and the load of every function", () => {
    const found = tasks(root);
    const all = [
      "backup-report",
      "database-rotation",
      "instance-refresh",
      "slack-alerts/intake",
      "slack-alerts/sender",
    ];
    assert.deepEqual(
      all.filter((task) => !found.includes(task)),
      [],
    );
    assert.deepEqual(
      parts.bundles.goals(root),
      found.flatMap((task) => [
        { series: `bundle of ${task}`, atMost: 1000 },
        { series: `load of ${task}`, atMost: 190 },
      ]),
    );
  });

  it("have goals for what they measure", () => {
    const names = measureFormatting(() => {}).map(({ name }) => name);
    for (const { series, compared } of parts.formatting.goals()) {
      assert.ok(names.includes(series), series);
      assert.equal(compared, "p95");
    }
  }).timeout(60_000);
});
