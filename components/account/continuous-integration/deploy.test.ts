import assert from "node:assert/strict";
import { account, attached, everything, key, make, role } from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";

describe("the deploying role and what cannot be made anew", () => {
  let policies: ReturnType<typeof attached>;
  before(async () => {
    policies = attached(await make());
  });

  for (const [what, action, resource] of [
    ["a database", "rds:DeleteDBInstance", `arn:aws:rds:af-south-1:${account}:db:acme-dev-database`],
    ["a file system", "elasticfilesystem:DeleteFileSystem", `arn:aws:elasticfilesystem:af-south-1:${account}:x`],
    ["a bucket", "s3:DeleteBucket", "arn:aws:s3:::acme-dev-objects-assets-0123456"],
    ["old versions of objects", "s3:DeleteObjectVersion", "arn:aws:s3:::acme-dev-objects-assets-0123456/a.png"],
    ["a vault", "backup:DeleteBackupVault", `arn:aws:backup:af-south-1:${account}:backup-vault:acme-dev-backup`],
    ["a recovery point", "backup:DeleteRecoveryPoint", `arn:aws:backup:af-south-1:${account}:recovery-point:1`],
    ["a key", "kms:ScheduleKeyDeletion", key("database")],
  ] as const) {
    it(`KMS.3: cannot delete ${what}, even with a policy that allows everything; the unlock role can`, () => {
      const request = { action, resource, context: { "aws:ResourceTag/environment": "dev" } };
      assert.equal(decide([everything, ...policies.deploy], request), "denied");
      assert.equal(decide([everything], request, policies.boundary), "denied", "a workload's role");
      assert.equal(decide(policies.unlock, request), "allowed");
    });
  }
});

describe("the deploying role and the service-linked role of Auto Scaling", () => {
  const linked = (suffix: string, service = "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling") =>
    role(`aws-service-role/${service}${suffix}`);
  const keeping = [
    "DeleteServiceLinkedRole",
    "GetServiceLinkedRoleDeletionStatus",
    "TagRole",
    "UntagRole",
    "UpdateRole",
    "UpdateRoleDescription",
  ].map((name) => `iam:${name}`);
  let deploy: (request: Request) => string;
  before(async () => {
    const policies = attached(await make());
    deploy = (request) => decide(policies.deploy, request);
  });

  it("makes, passes, tags and deletes its environment's own", () => {
    for (const action of ["iam:CreateServiceLinkedRole", "iam:PassRole", ...keeping]) {
      assert.equal(deploy({ action, resource: linked("_acme-dev") }), "allowed", action);
    }
  });

  it("changes and deletes no other", () => {
    const others = ["", "_acme-prod", "_acme-dev-2"].map((suffix) => linked(suffix));
    for (const resource of [...others, linked("", "rds.amazonaws.com/AWSServiceRoleForRDS")]) {
      // Reading is allowed on every role.
      for (const action of keeping.filter((name) => !name.startsWith("iam:Get"))) {
        assert.equal(deploy({ action, resource }), "not allowed", `${action} ${resource}`);
      }
    }
  });

  it("of pull requests has those of every pr-N", async () => {
    const policies = attached(await make({ environments: ["pr"] }), "pr").deploy;
    const action = "iam:DeleteServiceLinkedRole";
    assert.equal(decide(policies, { action, resource: linked("_acme-pr-12") }), "allowed");
    assert.equal(decide(policies, { action, resource: linked("_acme-dev") }), "not allowed");
  });
});
