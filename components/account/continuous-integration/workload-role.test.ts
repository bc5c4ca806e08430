import assert from "node:assert/strict";
import { account, attached, everything, guarded, key, make, role } from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";
import { statefulDeleteActions } from "../../shared/stateful.ts";

describe("a workload's role", () => {
  let policies: ReturnType<typeof attached>;
  before(async () => {
    policies = attached(await make());
  });

  const workload = (request: Request) => decide([everything], request, policies.boundary);

  it("deletes nothing that is stateful and makes no identity, whatever is attached to it", () => {
    for (const action of statefulDeleteActions) assert.equal(workload({ action }), "denied", action);
    for (const action of ["iam:CreateRole", "iam:CreateUser", "iam:AttachRolePolicy", "account:CloseAccount"]) {
      assert.notEqual(workload({ action }), "allowed", action);
    }
  });

  it("uses the keys of regions that backups are copied to, when the settings name them", async () => {
    const copying = attached(await make({ copyRegions: ["eu-west-1"] })).boundary;
    const use = (region: string) =>
      decide([everything], { action: "kms:CreateGrant", resource: key("copies", region) }, copying);
    assert.deepEqual(["af-south-1", "us-east-1", "eu-west-1", "eu-west-2"].map(use), [
      "allowed",
      "allowed",
      "allowed",
      "not allowed",
    ]);
  });

  it("lets AWS Backup's role delete the expired snapshots that AWS Backup made, and no other", () => {
    const snapshot = (name: string, owner = account, by = "acme-dev-backup-0a1b2c3") => ({
      action: "rds:DeleteDBSnapshot",
      context: { "aws:PrincipalArn": role(by) },
      resource: `arn:aws:rds:af-south-1:${owner}:snapshot:${name}`,
    });
    assert.equal(workload(snapshot("awsbackup:job-11111111-2222-4333-8444-555555555555")), "allowed");
    for (const name of ["acme-dev-database-1-final-0a1b2c3d", "rds:acme-dev-database-1-2026-01-31-22-05"]) {
      assert.equal(workload(snapshot(name)), "denied", name);
    }
    assert.equal(workload(snapshot("awsbackup:job-1", "444455556666")), "denied");
    assert.equal(workload(snapshot("awsbackup:job-1", account, "acme-dev-web-0a1b2c3")), "denied");
  });

  it("ends and thins out no subscription, and may read GuardDuty's findings", () => {
    assert.equal(workload({ action: "sns:Unsubscribe" }), "denied");
    assert.equal(workload({ action: "sns:SetSubscriptionAttributes" }), "denied");
    assert.equal(workload({ action: "guardduty:GetFindings" }), "allowed");
  });

  it("does its work: objects, messages, session logs, keys of its regions", () => {
    assert.equal(workload({ action: "s3:GetObject", resource: "arn:aws:s3:::acme-dev-files/x" }), "allowed");
    assert.equal(workload({ action: "sqs:ReceiveMessage" }), "allowed");
    assert.equal(workload({ action: "kms:Decrypt", resource: key("sessions") }), "allowed");
    assert.equal(workload({ action: "kms:Decrypt", resource: key("any", "eu-west-1") }), "not allowed");
    for (const resource of guarded.logGroupArns) {
      assert.equal(workload({ action: "logs:PutLogEvents", resource: `${resource}:log-stream:x` }), "allowed");
    }
  });
});
