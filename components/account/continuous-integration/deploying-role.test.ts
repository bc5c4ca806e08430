import assert from "node:assert/strict";
import {
  account,
  attached,
  boundary,
  everything,
  key,
  make,
  role,
  state,
} from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";
import { type StatefulType, statefulTypes } from "../../shared/stateful.ts";

describe("the deploying role", () => {
  let policies: ReturnType<typeof attached>;
  before(async () => {
    policies = attached(await make());
  });
  const deploy = (request: Request) => decide(policies.deploy, request);

  it("is denied every deletion of every stateful type", () => {
    for (const { type, deleteActions, contentDeleteActions } of statefulTypes as readonly StatefulType[]) {
      for (const action of [...deleteActions, ...contentDeleteActions]) {
        assert.equal(
          deploy({ action, context: { "aws:ResourceTag/environment": "dev" } }),
          "denied",
          `${type} ${action}`,
        );
      }
    }
  });

  it("may make and change what the platform is made of", () => {
    for (const action of ["ec2:CreateVpc", "rds:ModifyDBInstance", "s3:PutBucketPolicy", "ec2:TerminateInstances"]) {
      assert.equal(deploy({ action, context: { "aws:ResourceTag/environment": "dev" } }), "allowed", action);
    }
    assert.equal(deploy({ action: "kms:CreateKey" }), "allowed");
  });

  it("makes the way of alerts, in the other regions of alerts as well", () => {
    const actions = [
      "cloudwatch:PutAlarmMuteRule",
      "cloudwatch:PutCompositeAlarm",
      "cloudwatch:PutDashboard",
      "dynamodb:CreateTable",
      "dynamodb:UpdateContinuousBackups",
      "dynamodb:UpdateTimeToLive",
      "lambda:CreateEventSourceMapping",
      "scheduler:CreateSchedule",
    ];
    for (const action of actions) assert.equal(deploy({ action }), "allowed", action);
    for (const region of ["af-south-1", "us-east-1", "eu-west-1"]) {
      const made = (service: string, action: string, rest: string) =>
        deploy({ action: `${service}:${action}`, resource: `arn:aws:${service}:${region}:${account}:${rest}` });
      assert.equal(made("sns", "CreateTopic", "acme-dev-alerts-critical-0123456"), "allowed");
      assert.equal(made("sns", "Subscribe", "acme-account-costs-0123456"), "allowed", "the account's own topic");
      assert.equal(made("sqs", "CreateQueue", "acme-dev-alerts-undelivered-0123456"), "allowed");
      assert.equal(made("events", "PutRule", "rule/acme-dev-alerts-finding-critical-0123456"), "allowed");
      assert.equal(made("events", "PutTargets", "rule/acme-dev-alerts-finding-critical-0123456"), "allowed");
      assert.equal(made("cloudwatch", "PutMetricAlarm", "alarm:acme-dev-health-check"), "allowed");
      assert.equal(made("kms", "PutKeyPolicy", "key/12345678-1234-1234-1234-123456789012"), "allowed");
    }
    // The schedule's role, which EventBridge Scheduler is given.
    const own = role("acme-dev-alerts-heartbeat-0123456");
    assert.equal(deploy({ action: "iam:PassRole", resource: own }), "allowed");
    assert.equal(
      deploy({ action: "iam:PassRole", resource: role("acme-prod-alerts-heartbeat-0123456") }),
      "not allowed",
    );
  });

  it("reaches nothing that is tagged as another environment's", () => {
    const tagged = (environment: string) => ({ "aws:ResourceTag/environment": environment });
    assert.equal(deploy({ action: "ec2:TerminateInstances", context: tagged("prod") }), "denied");
    assert.equal(deploy({ action: "ecr:PutImage", context: tagged("account") }), "allowed");
  });

  it("makes roles of its environment within the boundary only", () => {
    const within = { "iam:PermissionsBoundary": boundary("dev") };
    const own = role("acme-dev-bastion-0123456");
    for (const action of ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"]) {
      assert.equal(deploy({ action, resource: own, context: within }), "allowed", action);
      assert.equal(deploy({ action, resource: own }), "denied", action);
      for (const other of [`arn:aws:iam::${account}:policy/acme-dev-wide`, boundary("prod")]) {
        const context = { "iam:PermissionsBoundary": other };
        assert.equal(deploy({ action, resource: own, context }), "denied", `${action} ${other}`);
      }
      assert.equal(deploy({ action, resource: role("acme-prod-web"), context: within }), "not allowed", action);
    }
    const boundaryOff = { action: "iam:DeleteRolePermissionsBoundary", resource: own, context: within };
    assert.equal(deploy(boundaryOff), "denied");
    assert.equal(deploy({ action: "iam:PassRole", resource: own }), "allowed");
    assert.equal(deploy({ action: "iam:PassRole", resource: role("OrganizationAccountAccessRole") }), "not allowed");
  });

  it("gives nobody another identity", () => {
    for (const action of [
      "iam:CreateUser",
      "iam:CreateAccessKey",
      "iam:CreateLoginProfile",
      "iam:PutGroupPolicy",
      "iam:CreateOpenIDConnectProvider",
      "iam:UpdateSAMLProvider",
    ]) {
      assert.equal(deploy({ action }), "denied", action);
    }
  });

  it("is denied decryption but with the state's key and by services that make things with a key, and reading secrets, whatever a key's policy gives, and gives grants to AWS services only", () => {
    assert.equal(deploy({ action: "kms:Decrypt", resource: state.keyArn }), "allowed");
    // A key's policy allows in the role's own account as if it were attached to the role.
    const named = [everything, ...policies.deploy];
    for (const action of ["kms:Decrypt", "kms:ReEncryptFrom"]) {
      assert.equal(decide(named, { action, resource: key("database") }), "denied", action);
    }
    const by = (service: string) => ({ "kms:ViaService": `${service}.af-south-1.amazonaws.com` });
    for (const service of ["backup", "rds", "secretsmanager"]) {
      assert.equal(deploy({ action: "kms:Decrypt", resource: key("database"), context: by(service) }), "allowed");
    }
    for (const action of ["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"]) {
      const request = { action, resource: key("messages"), context: by("dynamodb") };
      assert.equal(deploy(request), "allowed", `${action} for the table of incidents`);
    }
    for (const action of ["kms:Decrypt", "kms:ReEncryptFrom"]) {
      assert.equal(decide(named, { action, resource: key("files"), context: by("s3") }), "denied", action);
    }
    for (const action of ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"]) {
      assert.equal(decide(named, { action }), "denied", action);
      const secret = (name: string) => `arn:aws:secretsmanager:af-south-1:111122223333:secret:${name}`;
      assert.equal(decide(named, { action, resource: secret("rds!db-1-AbCdEf") }), "denied", action);
      assert.equal(decide(named, { action, resource: secret("acme-dev-mail-smtp-1-AbCdEf") }), "denied", action);
    }
    const grant = (service: string) => ({
      action: "kms:CreateGrant",
      resource: key("database"),
      context: { "kms:GrantIsForAWSResource": service },
    });
    assert.equal(deploy(grant("true")), "allowed");
    assert.equal(deploy(grant("false")), "not allowed");
  });
});
