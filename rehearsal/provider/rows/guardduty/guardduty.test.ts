import { assertCase, type RuleCase, testWorld } from "../test-world.ts";
import { detector, detectorFeature } from "./index.ts";

const other = (region: string) => testWorld(["aws:guardduty/detector:Detector", "d1", { region }]);

describe("GuardDuty detector", () => {
  it("accepts one in each region", () => assertCase(detector, { title: "", inputs: {}, world: other("us-east-1") }));
  it("refuses a second in a region", () =>
    assertCase(detector, {
      title: "",
      inputs: {},
      world: other("eu-west-1"),
      refused: /eu-west-1 has the detector d1 already/,
    }));
});

describe("GuardDuty feature", () => {
  const feature = (name: string, more?: string) => ({
    detectorId: "d1",
    name,
    status: "ENABLED",
    ...(more && { additionalConfigurations: [{ name: more, status: "ENABLED" }] }),
  });
  const eks = testWorld(["aws:guardduty/detectorFeature:DetectorFeature", "d1/EKS_RUNTIME_MONITORING"]);
  const cases: readonly RuleCase[] = [
    { title: "a feature", inputs: feature("S3_DATA_EVENTS") },
    { title: "agents of runtime monitoring", inputs: feature("RUNTIME_MONITORING", "ECS_FARGATE_AGENT_MANAGEMENT") },
    {
      title: "agents of another feature",
      inputs: feature("S3_DATA_EVENTS", "EC2_AGENT_MANAGEMENT"),
      refused: /no additional configuration EC2_AGENT_MANAGEMENT: allowed are none/,
    },
    {
      title: "EC2 agents of EKS monitoring",
      inputs: feature("EKS_RUNTIME_MONITORING", "EC2_AGENT_MANAGEMENT"),
      refused: /allowed are EKS_ADDON_MANAGEMENT/,
    },
    {
      title: "both runtime monitorings",
      inputs: feature("RUNTIME_MONITORING"),
      world: eks,
      refused: /EKS_RUNTIME_MONITORING, which excludes RUNTIME_MONITORING/,
    },
    {
      title: "runtime monitoring of another detector",
      inputs: { ...feature("RUNTIME_MONITORING"), detectorId: "d2" },
      world: eks,
    },
  ];
  for (const item of cases)
    it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(detectorFeature, item));
});
