import assert from "node:assert/strict";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { dashboard } from "./dashboard.ts";

const line = ["AWS/EC2", "CPUUtilization", "InstanceId", "i-1"];
const metric = (properties: object, place: object = {}) => ({
  type: "metric",
  ...place,
  properties: { region: "af-south-1", metrics: [line], ...properties },
});
const text = { type: "text", properties: { markdown: "# Hello" } };
const body = (...widgets: unknown[]) => ({ dashboardBody: JSON.stringify({ widgets }) });
const alarm = "arn:aws:cloudwatch:af-south-1:123456789012:alarm:errors";

describeRules(dashboard, { dashboardName: "acme-dev", ...body(metric({}), text) }, [
  ["no widget", body(), undefined],
  ["a whole row", body(metric({}, { x: 0, y: 6, width: 24, height: 1 })), undefined],
  [
    "expressions, options and another region",
    body(
      metric({
        metrics: [[{ expression: "m1*2", id: "e1" }], [...line, { id: "m1", region: "us-east-1", stat: "p99" }]],
      }),
    ),
    undefined,
  ],
  ["an alarm's graph", body(metric({ metrics: undefined, annotations: { alarms: [alarm] } })), undefined],
  ["alarms", body({ type: "alarm", properties: { alarms: [alarm] } }), undefined],
  ["a query of logs", body({ type: "log", properties: { query: "fields @message", region: "af-south-1" } }), undefined],
  ["a name with a dot", { dashboardName: "acme.dev" }, /dashboardName is acme\.dev/],
  ["no JSON", { dashboardBody: "{" }, /not valid JSON/],
  ["no widgets", { dashboardBody: "{}" }, /no list "widgets"/],
  ["501 widgets", body(...Array.from({ length: 501 }, () => text)), /501 widgets: AWS takes at most 500/],
  [
    "an unknown type",
    body({ type: "graph", properties: {} }),
    /widget 1 \(graph\): its type is graph: give alarm, custom/,
  ],
  ["no properties", body({ type: "text" }), /widget 1 \(text\): it has no properties/],
  ["a text without words", body({ type: "text", properties: {} }), /it has no markdown/],
  [
    "a place off the grid",
    body(metric({ title: "CPU" }, { x: 18, y: 0, width: 12 })),
    /widget 1 \(CPU\): it reaches to column 30/,
  ],
  ["too wide a widget", body(metric({}, { width: 25 })), /width is 25: allowed are whole numbers, 1 to 24/],
  ["too high a widget", body(metric({}, { height: 1001 })), /height is 1001/],
  ["x alone", body(metric({}, { x: 0 })), /one of x and y/],
  ["no region", body(metric({ region: undefined })), /its region is not given/],
  ["a region that is none", body(metric({ metrics: [[...line, { region: "here" }]] })), /has the region here/],
  [
    "a dimension without its value",
    body(metric({ metrics: [line.slice(0, 3)] })),
    /needs namespace and name, then names and values/,
  ],
  ["an empty expression", body(metric({ metrics: [[{ id: "e1" }]] })), /neither a name nor an expression/],
  ["an alarm by name", body({ type: "alarm", properties: { alarms: ["errors"] } }), /errors is no ARN of an alarm/],
  [
    "too many metrics",
    body(metric({ metrics: Array.from({ length: 501 }, () => line) })),
    /has 501 metrics: AWS takes at most 500/,
  ],
]);

describe("a dashboard", () => {
  const read = (live: string, wanted: string) =>
    dashboard.read?.properties({ DashboardBody: live }, "d", { dashboardBody: wanted }, testFacts())?.dashboardBody;
  it("does not differ by its form, and differs by its content", () => {
    assert.equal(read('{"b":1,"a":2}', '{ "a": 2, "b": 1 }'), '{ "a": 2, "b": 1 }');
    assert.equal(read('{"a":1}', '{"a":2}'), '{"a":1}');
  });
  it("has an ARN without a region", () => {
    const { dashboardArn } = dashboard.attributes?.({}, "d", testFacts()) ?? {};
    assert.equal(dashboardArn, "arn:aws:cloudwatch::123456789012:dashboard/d");
  });
});
