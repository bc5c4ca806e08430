import assert from "node:assert/strict";
import { attached, boundary, everything, key, make, role } from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";
import type { Collected } from "../../../test/pulumi-mocks.ts";
import { environmentEntry } from "./environment-names.ts";

describe("environments that share an account", () => {
  let collected: Collected;
  before(async () => {
    collected = await make({ environments: ["dev", "prod", "pr"] });
  });
  const deploy = (request: Request, environment = "dev") => decide(attached(collected, environment).deploy, request);
  /** What a role of a workload may do to which everything is attached. */
  const workload = (request: Request, environment = "dev") =>
    decide([everything], request, attached(collected, environment).boundary);
  const tagged = (environment: string) => ({ "aws:ResourceTag/environment": environment });

  it("keep from a workload what is tagged as another's, whatever is attached to it", () => {
    const actions = [
      "secretsmanager:GetSecretValue",
      "ec2:AuthorizeSecurityGroupIngress",
      "ssm:SendCommand",
      "rds:ModifyDBInstance",
    ];
    for (const action of actions) {
      assert.equal(workload({ action, context: tagged("prod") }), "denied", action);
      assert.equal(workload({ action, context: tagged("dev") }), "allowed", action);
      assert.equal(workload({ action, context: tagged("account") }), "allowed", action);
    }
    const decrypt = { action: "kms:Decrypt", resource: key("database") };
    assert.equal(workload({ ...decrypt, context: tagged("prod") }), "denied");
    assert.equal(workload({ ...decrypt, context: tagged("dev") }), "allowed");
  });

  it("let no workload pass a role to a service, or take one on, but its environment's own", () => {
    for (const action of ["iam:PassRole", "sts:AssumeRole"]) {
      assert.equal(workload({ action, resource: role("acme-dev-web-0123456") }), "allowed", action);
      for (const foreign of [
        "acme-prod-web-0123456",
        "acme-account-audit-trail-delivery",
        "OrganizationAccountAccessRole",
        "cloudformation-administrator",
        "platform/acme-account-deploy-dev",
      ]) {
        assert.notEqual(workload({ action, resource: role(foreign) }), "allowed", `${action} ${foreign}`);
      }
    }
  });

  it("make roles within their own boundary only", () => {
    const create = (environment: string) => ({
      action: "iam:CreateRole",
      resource: role("acme-dev-web-0123456"),
      context: { "iam:PermissionsBoundary": boundary(environment) },
    });
    assert.equal(deploy(create("dev")), "allowed");
    assert.equal(deploy(create("prod")), "denied");
  });

  it("are every pr-N together under the entry pr", () => {
    const terminate = (environment: string) => ({ action: "ec2:TerminateInstances", context: tagged(environment) });
    for (const may of [deploy, workload]) {
      assert.equal(may(terminate("pr-12"), "pr"), "allowed");
      assert.equal(may(terminate("prod"), "pr"), "denied");
      assert.equal(may(terminate("pr-12"), "dev"), "denied");
    }
    const context = { "iam:PermissionsBoundary": boundary("pr") };
    const create = (name: string) => ({ action: "iam:CreateRole", resource: role(name), context });
    assert.equal(deploy(create("acme-pr-12-web"), "pr"), "allowed");
    assert.equal(deploy(create("acme-prod-web"), "pr"), "not allowed");
  });

  it("belong to the entry of their name, pr-N otherwise to pr", () => {
    assert.equal(environmentEntry("dev", ["dev", "pr"]), "dev");
    assert.equal(environmentEntry("pr-12", ["dev", "pr"]), "pr");
    assert.equal(environmentEntry("pr-12", ["pr-12", "pr"]), "pr-12");
    assert.equal(environmentEntry("pr-x", ["pr"]), undefined);
    assert.equal(environmentEntry("prod", ["dev"]), undefined);
  });
});
