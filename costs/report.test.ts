import assert from "node:assert/strict";
import { usageSettings } from "../stacks/settings/usage.ts";
import { examplePrices } from "../test/cost-prices.ts";
import { estimate } from "./estimate.ts";
import type { Resource } from "./model.ts";
import { renderComparison, renderEstimate } from "./report.ts";
import { compareRows, rowsOf } from "./summary.ts";

const resource = (component: string, type: string, inputs = {}): Resource => ({
  ...{ stack: "foundation", component, type: `aws:${type}`, name: component, region: "af-south-1", inputs },
});

const key = resource("keys", "kms/key:Key");
const alarm = resource("alerting", "cloudwatch/metricAlarm:MetricAlarm");
const table = resource("alerting", "dynamodb/table:Table", { billingMode: "PROVISIONED" });
const unknown = resource("database", "rds/proxy:Proxy");
const strange = resource("queue", "mq/broker:Broker");

const of = (environment: string, resources: readonly Resource[], scale = 1) =>
  estimate({
    ...{ environment, region: "af-south-1", resources, scale, prices: examplePrices },
    usage: usageSettings.parse({}),
  });

describe("the report of an estimate", () => {
  const one = of("dev", [key, alarm, table, strange]);
  const text = renderEstimate(one);

  it("says environment, region, scale and the prices' days", () => {
    assert.match(text, /^dev in af-south-1, US dollars a month, usage of the settings; prices of 2026-01-01$/m);
    assert.match(renderEstimate(of("dev", [key], 10)), /10 × the usage of the settings/);
    assert.match(renderEstimate(of("dev", [])), /no price known/);
  });

  it("has a row for each component, fixed and usage apart, and marks sums that miss something", () => {
    const rows = text.split("\n").filter((line) => /^│ foundation|together/.test(line));
    const cells = rows.map((line) =>
      line
        .split("│")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
    assert.deepEqual(cells, [
      ["foundation", "keys", "1.00", "0.60", "1.60", ""],
      ["foundation", "alerting", "≥ 0.10", "0.00", "≥ 0.10", "1"],
      ["foundation", "queue", "unpriced", "unpriced", "unpriced", "1"],
      ["", "together", "≥ 1.10", "≥ 0.60", "≥ 1.70", "2"],
    ]);
  });

  it("says unpriced, not 0, where nothing is known", () => {
    const dark = { ...of("dev", [resource("tables", "dynamodb/table:Table", { billingMode: "PROVISIONED" })]) };
    const row = renderEstimate(dark)
      .split("\n")
      .find((line) => line.startsWith("│ foundation"));
    assert.deepEqual(
      row
        ?.split("│")
        .map((cell) => cell.trim())
        .slice(1, -1),
      ["foundation", "tables", "unpriced", "0.00", "unpriced", "1"],
    );
  });

  it("draws a bar for each component, the longest for the dearest", () => {
    const bars = text.split("\n").filter((line) => /[█░]/.test(line) && line.includes("foundation"));
    assert.deepEqual(
      bars.map((bar) => [bar.match(/█/g)?.length ?? 0, bar.match(/░/g)?.length ?? 0]),
      [
        [25, 15],
        [3, 0],
      ],
    );
  });

  it("lists what has no price, with the reason", () => {
    assert.match(
      text,
      /Unpriced, and in none of the sums:\n {2}1 × no price of dynamodb\/provisioned in af-south-1 is in the table \(730 × one hour\)/,
    );
    assert.match(text, /1 × aws:mq\/broker:Broker: costs\/services has no rule for this type yet/);
  });

  it("lists a type without a price once, and counts its resources where they are", () => {
    const brokers = ["queue", "queue", "mail"].map((component) => ({ ...strange, component }));
    const two = of("dev", [...brokers, { ...strange, stack: "platform" }]);
    assert.match(renderEstimate(two), /^ {2}4 × aws:mq\/broker:Broker: /m);
    assert.equal(renderEstimate(two).match(/× aws:mq\/broker:Broker/g)?.length, 1);
    assert.deepEqual(
      rowsOf(two).map(({ stack, component, unpriced }) => [stack, component, unpriced.either]),
      [
        ["foundation", "mail", 1],
        ["foundation", "queue", 2],
        ["platform", "queue", 1],
      ],
    );
  });

  it("has each sum with its source, when details are asked for", () => {
    assert.match(
      renderEstimate(one, true),
      /│ Key keys +│ key +│ +1 × month │ +1 │ 1\.00 │ https:\/\/example\.com\/prices 2026-01-01/,
    );
    assert.doesNotMatch(text, /example\.com/);
  });

  describe("of two", () => {
    const [before, after] = [of("dev", [key]), of("prod", [key, { ...key, name: "second" }, alarm])];

    it("has both sides and the difference", () => {
      const rows = renderComparison(before, after)
        .split("\n")
        .filter((line) => /^│ foundation|together/.test(line));
      const cells = rows.map((line) =>
        line
          .split("│")
          .map((cell) => cell.trim())
          .slice(2, -1),
      );
      assert.deepEqual(cells, [
        ["alerting", "0.00", "0.10", "+0.10"],
        ["keys", "1.60", "2.60", "+1.00"],
        ["together", "1.60", "2.70", "+1.10"],
      ]);
    });

    it("does not tell a difference to what is not known", () => {
      const dark = of("prod", [table]);
      const row = renderComparison(before, dark)
        .split("\n")
        .find((line) => line.includes("alerting"));
      assert.match(row ?? "", /0\.00 │ unpriced │ +unknown/);
      const queue = renderComparison(before, of("prod", [key, strange]))
        .split("\n")
        .find((line) => line.includes(" queue "));
      assert.match(queue ?? "", /0\.00 │ unpriced │ +unknown/);
    });
  });

  it("gives sums by component to other programs", () => {
    assert.deepEqual(rowsOf(of("dev", [key])), [
      { stack: "foundation", component: "keys", fixed: 1, usage: 0.6, unpriced: { fixed: 0, usage: 0, either: 0 } },
    ]);
    assert.equal(compareRows(of("dev", []), of("dev", [unknown])).length, 1);
  });
});
