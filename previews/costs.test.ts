import assert from "node:assert/strict";
import { estimate } from "../costs/estimate.ts";
import type { Resource } from "../costs/model.ts";
import { usageSettings } from "../stacks/settings/usage.ts";
import { examplePrices } from "../test/cost-prices.ts";
import { costSection } from "./comment/costs.ts";
import { renderComment } from "./comment.ts";
import { compareCosts } from "./costs.ts";
import { preview, reportOf, stackOf } from "./goldens/shapes.ts";
import { formatReport, parseReport } from "./report.ts";

const resource = (type: string, inputs = {}, name = type): Resource => ({
  ...{ stack: "platform", component: "cdn", region: "af-south-1" },
  ...{ type: `aws:${type}`, name, inputs },
});

const key = resource("kms/key:Key");
const logs = resource("cloudwatch/logDelivery:LogDelivery");
const images = resource("ecr/repository:Repository");
const broker = resource("mq/broker:Broker");
const usage = usageSettings.parse({});

const costsOf = (before: readonly Resource[], after: readonly Resource[]) => {
  const [left, right] = [before, after].map((resources) =>
    estimate({ environment: "dev", region: "af-south-1", resources, usage, prices: examplePrices }),
  );
  return compareCosts(left as NonNullable<typeof left>, right as NonNullable<typeof right>);
};

/** Cells of the stack's row in the comment's table of costs; undefined when it has none. */
function cellsOf(before: readonly Resource[], after: readonly Resource[]): string[] | undefined {
  const text = costSection([costsOf(before, after)], true, 10_000);
  const line = text.split("\n").find((one) => one.startsWith("| `dev`"));
  return line
    ?.split("|")
    .slice(3, -1)
    .map((cell) => cell.trim());
}

describe("costs of a change that nobody can say", () => {
  it("are counted at their stack, and are no difference of 0", () => {
    const costs = costsOf([key], [key, logs, images]);
    assert.deepEqual(
      costs.stacks.map(({ stack, unpriced, unknownDifferences }) => [stack, unpriced, unknownDifferences]),
      [["platform", { before: 0, after: 2 }, ["fixed", "usage"]]],
    );
    assert.deepEqual(cellsOf([key], [key, logs, images]), ["≥ 1.00", "unpriced", "≥ 0.60", "unpriced", "0 → 2"]);
    const comment = renderComment(reportOf([preview(stackOf("dev", "platform"))], { costs: [costs] }));
    assert.match(comment, /^\| `dev\/platform` \|.*\| unpriced \|$/m);
  });

  it("are told of a type for which there is no rule, in a stack that has nothing else", () => {
    assert.deepEqual(cellsOf([], [broker]), ["unpriced", "unpriced", "unpriced", "unpriced", "0 → 1"]);
  });

  it("are told when they go, and when others come for as many", () => {
    assert.deepEqual(cellsOf([key, logs], [key]), ["1.00", "unpriced", "0.60", "unpriced", "1 → 0"]);
    assert.deepEqual(cellsOf([key, logs], [key, images]), ["≥ 1.00", "unpriced", "≥ 0.60", "unpriced", "1 → 1 others"]);
  });

  it("make no difference where they stay, also in another component", () => {
    const moved = { ...logs, component: "logs" };
    assert.equal(cellsOf([key, logs], [key, moved]), undefined);
    const two = { ...key, name: "second" };
    assert.deepEqual(cellsOf([key, logs], [key, two, logs]), ["≥ 2.00", "+1.00", "≥ 0.60", "±0", "1"]);
  });

  it("are told in the sum that they belong to, where that is known", () => {
    const server = resource("rds/instance:Instance", { engine: "oracle", instanceClass: "db.t4g.micro" });
    assert.deepEqual(cellsOf([key], [key, server]), ["≥ 1.00", "unpriced", "0.60", "±0", "0 → 1"]);
  });

  it("are read from a report, and refused when they name another sum", () => {
    const text = formatReport(reportOf([], { costs: [costsOf([key], [key, logs])] }));
    assert.deepEqual(parseReport(text).costs, JSON.parse(text).costs);
    const hostile = text.replaceAll('"usage"\n', '"<script>"\n');
    assert.throws(() => parseReport(hostile), /costs\.0\.stacks\.0\.incomplete\.1 \(invalid_value\)/);
  });
});
