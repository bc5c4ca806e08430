import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { OpsFunction, type OpsFunctionArgs } from "./ops-function.ts";

const context = createContext(testIdentity);
const logsKeyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";

const build = (change: Partial<OpsFunctionArgs> = {}) =>
  collect(
    () =>
      new OpsFunction("acme-dev-rotator", {
        context,
        task: "database-rotation",
        description: "Rotates",
        timeoutSeconds: 60,
        logsKeyArn,
        ...change,
      }),
  );

const functionType = "aws:lambda/function:Function";
const network: NonNullable<OpsFunctionArgs["network"]> = {
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  egress: [
    { suffix: "database", description: "The database", port: 5432, to: { securityGroupId: "sg-0123456789abcdef0" } },
    { suffix: "https", description: "AWS", port: 443, to: { cidrIpv4: "0.0.0.0/0" } },
  ],
};

/** The statements of the function's role. */
const rights = async (change: Partial<OpsFunctionArgs> = {}) =>
  JSON.parse((await build(change)).only("aws:iam/rolePolicy:RolePolicy").inputs.policy).Statement;

describe("OpsFunction", () => {
  it("Lambda.2, Lambda.3 (waiver), Lambda.7: is exactly this function", async () => {
    const { only, ofType, outputs } = await build();
    const { inputs, name, options } = only(functionType);
    assert.equal(name, "acme-dev-rotator");
    const { code, role, ...rest } = inputs;
    assert.deepEqual(Object.keys(await code.assets), ["index.js"]);
    assert.match(role, /^arn:aws:iam::\d{12}:role\/acme-dev-rotator-[0-9a-f]{7}$/);
    assert.deepEqual(rest, {
      description: "Rotates",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 60,
      memorySize: 256,
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: outputs.logGroupName },
    });
    assert.ok(options.dependsOn?.includes("acme-dev-rotator-rights"));
    assert.equal(ofType("aws:ec2/securityGroup:SecurityGroup").length, 0);
    assert.equal(outputs.securityGroupId, undefined);
  });

  it("CloudWatch.16: has its encrypted log group before its first call, for a year", async () => {
    const { only } = await build();
    assert.deepEqual(only("aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "/acme/dev/lambda/acme-dev-rotator",
      retentionInDays: 365,
      kmsKeyId: logsKeyArn,
    });
  });

  it("KMS.2, Lambda.1: may write its log and its traces, and do what is listed, and nothing else", async () => {
    const mine = { Sid: "Task", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/a" } as const;
    assert.deepEqual(await rights({ statements: [mine] }), [
      {
        Sid: "WritesItsLog",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:af-south-1:123456789012:log-group:/acme/dev/lambda/acme-dev-rotator:*",
      },
      {
        Sid: "SendsItsTraces",
        Effect: "Allow",
        Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        Resource: "*",
      },
      mine,
    ]);
    const { ofType } = await build();
    assert.equal(ofType("aws:lambda/permission:Permission").length, 0);
  });

  it("in the network has its own group without a way in, and interfaces that only Lambda makes", async () => {
    const { only, ofType, outputs } = await build({ network });
    assert.deepEqual(only(functionType).inputs.vpcConfig, {
      subnetIds: network.subnetIds,
      securityGroupIds: [outputs.securityGroupId],
    });
    assert.deepEqual(
      ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").map(({ inputs }) => inputs),
      [
        {
          securityGroupId: outputs.securityGroupId,
          description: "The database",
          ipProtocol: "tcp",
          fromPort: 5432,
          toPort: 5432,
          referencedSecurityGroupId: "sg-0123456789abcdef0",
          tags: { Name: "acme-dev-rotator-database" },
        },
        {
          securityGroupId: outputs.securityGroupId,
          description: "AWS",
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrIpv4: "0.0.0.0/0",
          tags: { Name: "acme-dev-rotator-https" },
        },
      ],
    );
    assert.equal(ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").length, 0);
    const [, , allowed, denied] = await rights({ network });
    assert.deepEqual([allowed.Sid, allowed.Effect, denied.Effect], ["LambdaMakesItsInterfaces", "Allow", "Deny"]);
    assert.deepEqual(denied.Action, allowed.Action);
    assert.ok(allowed.Action.every((action: string) => /^ec2:[A-Za-z]+$/.test(action)));
    assert.deepEqual(denied.Condition, {
      ArnLike: {
        "lambda:SourceFunctionArn": `arn:aws:lambda:af-south-1:${context.accountId}:function:acme-dev-rotator-*`,
      },
    });
  });

  it("takes its role's boundary, and the role has the context's prefix and Lambda's trust alone", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    const { inputs, name } = (await build({ permissionsBoundaryArn })).only("aws:iam/role:Role");
    assert.equal(name, "acme-dev-rotator");
    assert.equal(inputs.permissionsBoundary, permissionsBoundaryArn);
    assert.deepEqual(JSON.parse(inputs.assumeRolePolicy).Statement, [
      {
        Sid: "LambdaRunsTheFunction",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  it("passes on what is given", async () => {
    const deadLetterArn = "arn:aws:sqs:af-south-1:111122223333:dead";
    const given = { environment: { LEVEL: "info" }, memoryMiB: 512, reservedConcurrency: 2, deadLetterArn };
    const { inputs } = (await build(given)).only(functionType);
    assert.deepEqual(inputs.environment, { variables: { LEVEL: "info" } });
    assert.deepEqual(inputs.deadLetterConfig, { targetArn: deadLetterArn });
    assert.deepEqual([inputs.memorySize, inputs.reservedConcurrentExecutions], [512, 2]);
  });

  it("names the folder of a task that does not exist", async () => {
    await assert.rejects(build({ task: "nothing" }), /no Lambda nothing: ops-lambdas\/nothing\/handler\.ts is missing/);
  });
});
