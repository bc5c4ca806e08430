/** Examples of GuardDuty's rows. */
import type { Example } from "../example.ts";

/** All examples of GuardDuty. */
export const examples: readonly Example[] = [
  {
    name: "guardduty-detector",
    type: "aws:guardduty/detector:Detector",
    inputs: () => ({ enable: true, findingPublishingFrequency: "SIX_HOURS" }),
    change: () => ({ findingPublishingFrequency: "FIFTEEN_MINUTES" }),
  },
  {
    name: "guardduty-feature",
    type: "aws:guardduty/detectorFeature:DetectorFeature",
    needs: ["guardduty-detector"],
    inputs: (made) => ({
      detectorId: made("guardduty-detector").id,
      name: "RUNTIME_MONITORING",
      status: "ENABLED",
      additionalConfigurations: [{ name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" }],
    }),
    change: () => ({ status: "DISABLED" }),
  },
];
