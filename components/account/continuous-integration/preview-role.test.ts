import assert from "node:assert/strict";
import * as fc from "fast-check";
import { account, attached, everything, key, make, role, state } from "../../../test/continuous-integration.ts";
import { decide, type Request } from "../../../test/iam-evaluator.ts";

describe("the preview role", () => {
  let policies: ReturnType<typeof attached>;
  before(async () => {
    policies = attached(await make());
  });
  const preview = (request: Request) => decide(policies.preview, request);

  it("reads no data, even if a policy that reads everything is attached to it", () => {
    const parameter = `arn:aws:ssm:af-south-1:${account}:parameter/acme/secret`;
    const reads: readonly Request[] = [
      { action: "s3:GetObject", resource: "arn:aws:s3:::acme-prod-files/x" },
      { action: "s3:GetObjectVersion", resource: "arn:aws:s3:::acme-prod-files/x" },
      ...["GetItem", "BatchGetItem", "Query", "Scan", "PartiQLSelect"].map((name) => ({
        action: `dynamodb:${name}`,
      })),
      ...["GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory"].map((name) => ({
        action: `ssm:${name}`,
        resource: parameter,
      })),
      { action: "secretsmanager:GetSecretValue" },
      { action: "secretsmanager:BatchGetSecretValue" },
      { action: "kms:Decrypt", resource: key("database") },
      { action: "kms:ReEncryptFrom", resource: key("database") },
      { action: "kms:CreateGrant", resource: key("database") },
      ...["GetLogEvents", "FilterLogEvents", "StartQuery", "GetQueryResults", "StartLiveTail", "Unmask"].map(
        (name) => ({ action: `logs:${name}` }),
      ),
      { action: "sqs:ReceiveMessage" },
      { action: "lambda:GetFunction" },
      { action: "lambda:GetLayerVersion" },
      { action: "lambda:InvokeFunction" },
      { action: "ecr:BatchGetImage" },
      { action: "ecr:GetDownloadUrlForLayer" },
      { action: "ebs:GetSnapshotBlock" },
      { action: "ec2:GetConsoleOutput" },
      { action: "ec2:GetPasswordData" },
      { action: "rds:DownloadDBLogFilePortion" },
      { action: "rds-db:connect" },
      { action: "elasticfilesystem:ClientMount" },
      { action: "ssm:StartSession" },
      { action: "ssm:SendCommand" },
      { action: "sts:AssumeRole", resource: role("platform/acme-account-unlock") },
      { action: "cloudtrail:LookupEvents" },
    ];
    for (const request of reads) {
      assert.equal(decide([everything, ...policies.preview], request), "denied", request.action);
    }
  });

  it("is allowed nothing but reading descriptions: no action of its own writes", () => {
    const allowed = policies.preview
      .flatMap(({ Statement }) => Statement)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => Action ?? ["(NotAction)"]);
    const reading = /^[a-z0-9-]+:(Describe|List|Get|View|BatchGetProjects)[A-Za-z0-9]*\*?$/;
    const others = allowed.filter((action) => !reading.test(action) && action !== "kms:Decrypt");
    assert.deepEqual(others, []);
  });

  it("does not write, whatever the action is called", () => {
    const verbs = fc.constantFrom(
      "Create",
      "Delete",
      "Put",
      "Update",
      "Modify",
      "Run",
      "Start",
      "Stop",
      "Terminate",
      "Tag",
    );
    const services = fc.constantFrom(
      "ec2",
      "s3",
      "iam",
      "rds",
      "kms",
      "lambda",
      "dynamodb",
      "ecs",
      "ssm",
      "cloudfront",
    );
    fc.assert(
      fc.property(services, verbs, fc.stringMatching(/^[A-Z][A-Za-z]{0,20}$/), (service, verb, noun) => {
        assert.notEqual(preview({ action: `${service}:${verb}${noun}` }), "allowed");
      }),
    );
  });

  it("describes what the platform uses, and reads Pulumi's state and AWS's public parameters", () => {
    const alerting = [
      ...["DescribeAlarms", "GetAlarmMuteRule", "GetDashboard"].map((name) => `cloudwatch:${name}`),
      ...["DescribeContinuousBackups", "DescribeTable", "DescribeTimeToLive"].map((name) => `dynamodb:${name}`),
      ...["DescribeRule", "ListTargetsByRule", "ListTagsForResource"].map((name) => `events:${name}`),
      ...[
        "lambda:GetEventSourceMapping",
        "lambda:GetFunctionRecursionConfig",
        "scheduler:GetSchedule",
        "secretsmanager:ListSecretVersionIds",
      ],
      ...["sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sqs:GetQueueAttributes", "sqs:ListQueueTags"],
    ];
    const others = ["ec2:DescribeVpcs", "rds:DescribeDBInstances", "s3:GetBucketPolicy", "iam:GetRole"];
    for (const action of [...others, ...alerting]) assert.equal(preview({ action }), "allowed", action);
    const image = "arn:aws:ssm:af-south-1::parameter/aws/service/ami-amazon-linux-latest/x";
    assert.equal(preview({ action: "ssm:GetParameter", resource: image }), "allowed");
    assert.equal(preview({ action: "s3:GetObject", resource: "arn:aws:s3:::acme-state/.pulumi/x" }), "allowed");
    assert.equal(preview({ action: "s3:PutObject", resource: "arn:aws:s3:::acme-state/.pulumi/x" }), "not allowed");
    assert.equal(preview({ action: "kms:Decrypt", resource: state.keyArn }), "allowed");
  });

  it("reads no object and decrypts nothing when the state is elsewhere", async () => {
    const elsewhere = attached(await make({ state: undefined })).preview;
    const object = { action: "s3:GetObject", resource: "arn:aws:s3:::acme-state/.pulumi/x" };
    assert.equal(decide(elsewhere, object), "denied");
    assert.equal(decide(elsewhere, { action: "kms:Decrypt", resource: state.keyArn }), "denied");
  });
});
