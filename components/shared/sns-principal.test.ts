import assert from "node:assert/strict";
import { isOptInRegion, snsPrincipal } from "./sns-principal.ts";

describe("the principal by which SNS delivers", () => {
  for (const [topic, queue, principal] of [
    ["af-south-1", "af-south-1", "sns.amazonaws.com"],
    ["eu-west-1", "us-east-1", "sns.amazonaws.com"],
    ["us-east-1", "af-south-1", "sns.af-south-1.amazonaws.com"],
    ["eu-west-1", "af-south-1", "sns.af-south-1.amazonaws.com"],
    ["ap-east-1", "us-east-1", "sns.ap-east-1.amazonaws.com"],
  ] as const) {
    it(`is ${principal} from ${topic} to ${queue}`, () => assert.equal(snsPrincipal(topic, queue), principal));
  }

  it("is nobody between two opt-in regions", () => {
    assert.throws(() => snsPrincipal("eu-south-1", "af-south-1"), /cannot deliver from eu-south-1 to af-south-1/);
  });

  it("counts Cape Town and Osaka, but not Ireland, among the opt-in regions", () => {
    assert.deepEqual(["af-south-1", "ap-northeast-3", "eu-west-1"].map(isOptInRegion), [true, true, false]);
  });
});
