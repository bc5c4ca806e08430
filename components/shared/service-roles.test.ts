import assert from "node:assert/strict";
import { autoScalingRoleArn, autoScalingRoleSuffix } from "./service-roles.ts";

describe("the service-linked role of Auto Scaling", () => {
  it("has a suffix for each environment", () => {
    assert.equal(autoScalingRoleSuffix("acme", "dev"), "acme-dev");
    assert.equal(
      autoScalingRoleArn("123456789012", "acme", "prod"),
      "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_acme-prod",
    );
  });

  it("keeps inside a role's 64 characters, with the longest names, and stays apart", () => {
    const names = ["a", "b"].map((last) =>
      autoScalingRoleArn("1".repeat(12), "p".repeat(20), `${"e".repeat(19)}${last}`),
    );
    for (const arn of names) assert.equal(arn.split("/").at(-1)?.length, 64);
    assert.notEqual(names[0], names[1]);
  });
});
