import assert from "node:assert/strict";
import { attached, boundary, everything, key, make, role, state } from "../../../test/continuous-integration.ts";
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

  describe("and Pulumi's state", () => {
    const object = (path: string) => `arn:aws:s3:::${state.bucketName}/.pulumi/${path}`;
    const changes = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
    /** What Pulumi keeps of a stack. */
    const objectsOf = (project: string, stack: string) =>
      [
        `stacks/${project}/${stack}.json`,
        `stacks/${project}/${stack}.json.bak`,
        `stacks/${project}/${stack}.json.gz`,
        `history/${project}/${stack}/${stack}-1.history.json`,
        `backups/${project}/${stack}/${stack}.1.json`,
        `journal/${project}/${stack}/1.json`,
        `locks/organization/${project}/${stack}/1.json`,
      ].map(object);
    /** What a decision is for each action on each object of a stack. */
    const all = (project: string, stack: string, may: (request: Request) => string) =>
      new Set(objectsOf(project, stack).flatMap((resource) => changes.map((action) => may({ action, resource }))));
    const only = (decision: string) => new Set([decision]);

    it("keep their own stacks' state, of every project, and nobody else's", () => {
      for (const project of ["foundation", "data", "prod"]) {
        assert.deepEqual(all(project, "dev", deploy), only("allowed"), project);
      }
      for (const project of ["foundation", "data", "dev"]) {
        assert.deepEqual(all(project, "prod", deploy), only("not allowed"), project);
      }
      assert.deepEqual(
        all("foundation", "pr-12", (request) => deploy(request, "pr")),
        only("allowed"),
      );
      assert.deepEqual(
        all("foundation", "prod", (request) => deploy(request, "pr")),
        only("not allowed"),
      );
      assert.equal(
        deploy({ action: "s3:PutObjectAcl", resource: object("stacks/foundation/dev.json") }),
        "not allowed",
      );
    });

    it("read the account stacks' checkpoints and the layout's version, and do not write them", () => {
      for (const path of ["meta.yaml", "stacks/account/account.json", "stacks/account/account-prod.json.gz"]) {
        assert.equal(deploy({ action: "s3:GetObject", resource: object(path) }), "allowed", path);
        assert.equal(deploy({ action: "s3:PutObject", resource: object(path) }), "denied", path);
      }
    });

    it("leave other buckets as they were", () => {
      assert.equal(deploy({ action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::acme-dev-files" }), "allowed");
      assert.equal(deploy({ action: "s3:PutObject", resource: "arn:aws:s3:::acme-dev-files/x" }), "allowed");
      assert.equal(deploy({ action: "s3:ListBucket", resource: `arn:aws:s3:::${state.bucketName}` }), "allowed");
    });

    it("are out of a workload's reach with the key", () => {
      for (const stack of ["dev", "prod", "account"])
        assert.deepEqual(all("foundation", stack, workload), only("denied"));
      assert.equal(workload({ action: "kms:Decrypt", resource: state.keyArn }), "denied");
    });

    it("are all kept by the unlock role, but the account's", () => {
      const unlock = (request: Request) => decide(attached(collected).unlock, request);
      for (const stack of ["dev", "prod"]) assert.deepEqual(all("foundation", stack, unlock), only("allowed"));
      const checkpoint = object("stacks/account/account.json");
      assert.equal(unlock({ action: "s3:GetObject", resource: checkpoint }), "allowed");
      assert.equal(unlock({ action: "s3:PutObject", resource: checkpoint }), "denied");
    });

    it("need no statement where it is not in this account, and objects stay writable", async () => {
      const elsewhere = attached(await make({ state: undefined }));
      const statements = [...elsewhere.deploy, ...elsewhere.unlock, elsewhere.boundary].flatMap(
        ({ Statement }) => Statement,
      );
      assert.deepEqual(
        statements.filter(({ Sid }) => /State(?!ful)/.test(Sid)),
        [],
      );
      const write = { action: "s3:PutObject", resource: "arn:aws:s3:::acme-dev-files/x" };
      assert.equal(decide(elsewhere.deploy, write), "allowed");
      assert.equal(decide([everything, ...elsewhere.deploy], { action: "kms:Decrypt" }), "denied");
    });
  });
});
