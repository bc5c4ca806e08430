import { assertCase, type RuleCase, testWorld } from "../test-world.ts";
import { anomalyMonitor } from "./monitor.ts";
import { anomalySubscription } from "./subscription.ts";

const monitor = "arn:aws:ce::123456789012:anomalymonitor/01234567-89ab-cdef-0123-456789abcdef";
const topic = "arn:aws:sns:us-east-1:123456789012:costs";
const monitored = testWorld([
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
  monitor,
  { monitorDimension: "SERVICE" },
]);

describe("anomaly monitor", () => {
  const cases: readonly RuleCase[] = [
    { title: "a monitor of services", inputs: { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" } },
    { title: "a custom monitor", inputs: { monitorType: "CUSTOM", monitorSpecification: "{}" } },
    {
      title: "a DIMENSIONAL one without a dimension",
      inputs: { monitorType: "DIMENSIONAL" },
      refused: /needs monitorDimension/,
    },
    {
      title: "a CUSTOM one without a specification",
      inputs: { monitorType: "CUSTOM" },
      refused: /needs monitorSpecification/,
    },
    {
      title: "a specification that is no JSON",
      inputs: { monitorType: "CUSTOM", monitorSpecification: "{" },
      refused: /not valid JSON/,
    },
    {
      title: "a second monitor of services",
      inputs: { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" },
      world: monitored,
      refused: /of the dimension SERVICE already/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(anomalyMonitor, item));
});

describe("anomaly subscription", () => {
  const inputs = (frequency: string, type: string, address: string) => ({
    name: "a",
    frequency,
    monitorArnLists: [monitor],
    subscribers: [{ type, address }],
  });
  const cases: readonly RuleCase[] = [
    { title: "a daily e-mail", inputs: inputs("DAILY", "EMAIL", "a@example.org"), world: monitored },
    {
      title: "an e-mail at once",
      inputs: inputs("IMMEDIATE", "EMAIL", "a@example.org"),
      world: monitored,
      refused: /IMMEDIATE takes subscribers of the type SNS, got EMAIL/,
    },
    {
      title: "a monitor that the workspace did not make",
      inputs: inputs("DAILY", "EMAIL", "a@example.org"),
    },
    {
      title: "a monitor of another account",
      inputs: {
        ...inputs("DAILY", "EMAIL", "a@example.org"),
        monitorArnLists: [monitor, monitor.replace("123456789012", "210987654321")],
      },
      refused: /the account 123456789012 cannot have the monitors arn:aws:ce::210987654321:anomalymonitor/,
    },
    {
      title: "a monitor by its id",
      inputs: {
        ...inputs("DAILY", "EMAIL", "a@example.org"),
        monitorArnLists: ["01234567-89ab-cdef-0123-456789abcdef"],
      },
      refused: /cannot have the monitors 01234567/,
    },
    {
      title: "a topic that does not let it publish",
      inputs: inputs("IMMEDIATE", "SNS", topic),
      world: testWorld(["aws:costexplorer/anomalyMonitor:AnomalyMonitor", monitor], ["aws:sns/topic:Topic", topic]),
      refused: /does not let costalerts.amazonaws.com publish/,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(anomalySubscription, item));
});
