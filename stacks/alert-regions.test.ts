import assert from "node:assert/strict";
import { otherAlertRegions } from "./alert-regions.ts";

/** Mail's settings as far as they matter here. */
const mail = (enabled: boolean, region?: string) =>
  ({ enabled, region, maxSendRatePerSecond: 1, dmarcPolicy: "quarantine" }) as const;

describe("otherAlertRegions", () => {
  for (const [what, settings, regions] of [
    ["the global one", { region: "af-south-1", mail: mail(false, "eu-west-1") }, ["us-east-1"]],
    ["mail's, too", { region: "af-south-1", mail: mail(true, "eu-west-1") }, ["us-east-1", "eu-west-1"]],
    ["mail's, which is the global one, once", { region: "af-south-1", mail: mail(true, "us-east-1") }, ["us-east-1"]],
    ["none beside the global one", { region: "us-east-1", mail: mail(true) }, []],
  ] as const) {
    it(`are ${what}`, () => assert.deepEqual(otherAlertRegions(settings), regions));
  }
});
