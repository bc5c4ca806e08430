import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { ThreatDetection, type ThreatDetectionArgs } from "./threat-detection.ts";

/** Makes threat detection. */
function make(args: ThreatDetectionArgs = {}) {
  return collect(() => {
    const detection = new ThreatDetection("acme-account-threat-detection", args);
    return { detectorId: detection.detectorId };
  });
}

/** The features by name, without the detector. */
const features = (collected: Awaited<ReturnType<typeof make>>) =>
  Object.fromEntries(
    collected.ofType("aws:guardduty/detectorFeature:DetectorFeature").map(({ inputs }) => {
      assert.equal(inputs.detectorId, collected.outputs.detectorId);
      assert.equal(inputs.status, "ENABLED");
      return [inputs.name, inputs.additionalConfigurations ?? []];
    }),
  );

const enabled = (name: string) => ({ name, status: "ENABLED" });

const expected = {
  S3_DATA_EVENTS: [],
  EBS_MALWARE_PROTECTION: [],
  RDS_LOGIN_EVENTS: [],
  LAMBDA_NETWORK_LOGS: [],
  RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"].map(enabled),
};

describe("threat detection", () => {
  it("GuardDuty.1: is on, and tells what it finds within fifteen minutes", async () => {
    const collected = await make();
    assert.deepEqual(collected.only("aws:guardduty/detector:Detector").inputs, {
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
  });

  it("GuardDuty.6, .8, .9, .10, .11, .12, .13: has Lambda, malware, RDS, S3 and runtime protection", async () => {
    assert.deepEqual(features(await make()), expected);
  });

  it("sets the features of a detector that it adopts", async () => {
    const adoptDetectorId = "0123456789abcdef0123456789abcdef";
    const collected = await make({ adoptDetectorId });
    assert.equal(collected.ofType("aws:guardduty/detector:Detector").length, 0);
    assert.equal(collected.outputs.detectorId, adoptDetectorId);
    assert.deepEqual(features(collected), expected);
  });
});
