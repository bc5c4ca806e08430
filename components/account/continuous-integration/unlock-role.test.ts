import assert from "node:assert/strict";
import { attached, make } from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";
import { statefulDeleteActions } from "../../shared/stateful.ts";

describe("the unlock role", () => {
  let policies: ReturnType<typeof attached>;
  before(async () => {
    policies = attached(await make());
  });
  const unlock = (request: Request) => decide(policies.unlock, request);

  it("deletes what is stateful and takes the final snapshot", () => {
    for (const action of statefulDeleteActions) assert.equal(unlock({ action }), "allowed", action);
    assert.equal(unlock({ action: "rds:CreateDBSnapshot" }), "allowed");
  });

  it("takes off what AWS asks for first: mount targets with their network interfaces, versions of objects", () => {
    for (const action of ["DeleteMountTarget", "DescribeMountTargets"]) {
      assert.equal(unlock({ action: `elasticfilesystem:${action}` }), "allowed", action);
    }
    assert.equal(unlock({ action: "ec2:DeleteNetworkInterface" }), "allowed");
    assert.equal(unlock({ action: "s3:ListBucketVersions", resource: "arn:aws:s3:::acme-dev-assets" }), "allowed");
  });

  it("makes and changes nothing", () => {
    for (const action of [
      "rds:CreateDBInstance",
      "rds:ModifyDBInstance",
      "ec2:RunInstances",
      "iam:CreateRole",
      "s3:PutBucketPolicy",
      "kms:Decrypt",
      "dynamodb:GetItem",
    ]) {
      assert.equal(unlock({ action }), "not allowed", action);
    }
  });
});
