import assert from "node:assert/strict";
import { account, attached, everything, key, make, state } from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";

const topic = (name: string, region = "af-south-1") => `arn:aws:sns:${region}:${account}:${name}`;
const context = "kms:EncryptionContext:aws:sns:topicArn";

describe("the drift role", () => {
  let policies: ReturnType<typeof attached>;
  before(async () => {
    policies = attached(await make());
  });
  const drift = (request: Request) => decide(policies.drift, request);
  const publish = (name: string, region?: string) => drift({ action: "sns:Publish", resource: topic(name, region) });

  it("tells the warnings and notices of each environment, and publishes nowhere else", () => {
    for (const environment of ["dev", "staging", "prod"]) {
      for (const severity of ["warning", "info"]) {
        assert.equal(publish(`acme-${environment}-alerts-${severity}-1a2b3c4`), "allowed");
      }
      assert.equal(publish(`acme-${environment}-alerts-critical-1a2b3c4`), "not allowed");
      assert.equal(publish(`acme-${environment}-alerts-path-1a2b3c4`), "not allowed");
    }
    assert.equal(publish("acme-qa-alerts-warning-1a2b3c4"), "not allowed");
    assert.equal(publish("acme-account-costs-1a2b3c4"), "not allowed");
    assert.equal(publish("acme-dev-alerts-warning-1a2b3c4", "us-east-1"), "not allowed");
  });

  it("KMS.1, KMS.2: uses keys through SNS for these topics only", () => {
    const use = (change: Readonly<Record<string, string>>, action = "kms:Decrypt", resource = key("messages")) => {
      const told = topic("acme-prod-alerts-warning-1a2b3c4");
      const request = { "kms:ViaService": "sns.af-south-1.amazonaws.com", [context]: told, ...change };
      return drift({ action, resource, context: request });
    };
    assert.equal(use({}), "allowed");
    assert.equal(use({}, "kms:GenerateDataKey"), "allowed");
    assert.equal(use({}, "kms:ReEncryptFrom"), "not allowed");
    assert.equal(use({ "kms:ViaService": "sqs.af-south-1.amazonaws.com" }), "not allowed");
    assert.equal(use({ [context]: topic("acme-prod-alerts-critical-1a2b3c4") }), "denied");
    assert.equal(use({}, "kms:Decrypt", key("messages", "af-south-1", "999999999999")), "not allowed");
    assert.equal(drift({ action: "kms:Decrypt", resource: key("messages") }), "denied", "not directly");
  });

  it("reads no data, even if a policy that reads everything is attached to it", () => {
    for (const action of [
      "s3:GetObject",
      "dynamodb:GetItem",
      "ssm:GetParameter",
      "secretsmanager:GetSecretValue",
      "kms:Decrypt",
      "lambda:GetFunction",
      "logs:GetLogEvents",
      "sts:AssumeRole",
    ]) {
      assert.equal(decide([everything, ...policies.drift], { action }), "denied", action);
    }
  });

  it("reads what AWS describes by no action of that name: where vaults tell, and what delivers the edge's logs", () => {
    const vault = "backup:GetBackupVaultNotifications";
    const deliveries = ["GetDelivery", "GetDeliveryDestination", "GetDeliverySource"].map((name) => `logs:${name}`);
    for (const action of [vault, ...deliveries]) assert.equal(drift({ action }), "allowed", action);
  });

  it("describes as the preview role does, reads Pulumi's state and never writes it", () => {
    const object = "arn:aws:s3:::acme-state/.pulumi/stacks/platform/prod.json";
    const lock = "arn:aws:s3:::acme-state/.pulumi/locks/organization/platform/prod/1.json";
    assert.equal(drift({ action: "ec2:DescribeVpcs" }), "allowed");
    assert.equal(drift({ action: "s3:GetObject", resource: object }), "allowed");
    assert.equal(drift({ action: "kms:Decrypt", resource: state.keyArn }), "allowed");
    for (const action of ["s3:PutObject", "s3:DeleteObject"]) {
      assert.equal(drift({ action, resource: object }), "not allowed", action);
      assert.equal(drift({ action, resource: lock }), "not allowed", action);
    }
    for (const action of ["ec2:CreateTags", "iam:PassRole", "sns:SetTopicAttributes", "kms:PutKeyPolicy"]) {
      assert.notEqual(drift({ action }), "allowed", action);
    }
  });
});
