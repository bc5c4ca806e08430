import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { statefulOptions } from "../shared/stateful.ts";
import { RotatedSecret, type RotatedSecretArgs } from "./rotation.ts";

const context = createContext(testIdentity);
const secretsKeyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const logsKeyArn = "arn:aws:kms:af-south-1:111122223333:key/22222222-2222-4333-8444-555555555555";
const databaseGroupId = "sg-0123456789abcdef9";

const build = (change: Partial<RotatedSecretArgs> = {}) =>
  collect(() => {
    const { result: initialPassword } = new random.RandomPassword("acme-dev-database", { length: 40 });
    return new RotatedSecret("acme-dev-database", {
      context,
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      database: {
        engine: "postgres",
        host: "database.example",
        port: 5432,
        username: "root",
        initialPassword,
        databaseName: "app",
        databaseSecurityGroupId: databaseGroupId,
      },
      secretsKeyArn,
      logsKeyArn,
      ...change,
    });
  });

const secretType = "aws:secretsmanager/secret:Secret";
const versionType = "aws:secretsmanager/secretVersion:SecretVersion";
const rotationType = "aws:secretsmanager/secretRotation:SecretRotation";

describe("RotatedSecret", () => {
  it("SecretsManager.3: keeps a protected secret under the customer key, thirty days to restore it", async () => {
    const { only } = await build();
    const { inputs, options } = only(secretType);
    assert.deepEqual(inputs, {
      description: "Master user of the database, rotated every 30 days",
      kmsKeyId: secretsKeyArn,
      recoveryWindowInDays: 30,
    });
    assert.deepEqual(options, { ...options, ...statefulOptions });
  });

  it("begins with the instance's password, and leaves that version alone for good", async () => {
    const { only } = await build();
    const { inputs, options } = only(versionType);
    const { password, ...rest } = JSON.parse(inputs.secretString);
    assert.match(password, /^[0-9a-f]{40}$/);
    assert.deepEqual(rest, {
      engine: "postgres",
      host: "database.example",
      port: 5432,
      username: "root",
      dbname: "app",
    });
    // Without its own label the version would go after two rotations, and come back as the current one.
    assert.deepEqual(inputs.versionStages, ["AWSCURRENT", "FIRST"]);
    assert.deepEqual(options.ignoreChanges, ["secretString", "versionStages"]);
  });

  it("SecretsManager.1, .2, .4: is rotated at once and every thirty days, when all that it takes is there", async () => {
    const { only, outputs } = await build();
    const { inputs, options } = only(rotationType);
    assert.deepEqual(inputs, {
      secretId: outputs.secretArn,
      rotationLambdaArn: inputs.rotationLambdaArn,
      rotateImmediately: true,
      rotationRules: { automaticallyAfterDays: 30 },
    });
    for (const needed of ["acme-dev-database-first", "acme-dev-database-call"]) {
      assert.ok(options.dependsOn?.includes(needed), needed);
    }
  });

  it("Lambda.1: lets Secrets Manager call the function for this secret of this account only", async () => {
    const { only, outputs } = await build();
    assert.deepEqual(only("aws:lambda/permission:Permission").inputs, {
      action: "lambda:InvokeFunction",
      function: outputs.functionName,
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: context.accountId,
      sourceArn: outputs.secretArn,
    });
  });

  it("KMS.2: the function reads and writes this secret with its key, and nothing else", async () => {
    const { only, outputs } = await build();
    const statements = JSON.parse(only("aws:iam/rolePolicy:RolePolicy").inputs.policy).Statement;
    assert.deepEqual(statements.slice(4), [
      {
        Sid: "RotatesTheSecret",
        Effect: "Allow",
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        Resource: outputs.secretArn,
      },
      { Sid: "MakesPasswords", Effect: "Allow", Action: "secretsmanager:GetRandomPassword", Resource: "*" },
      {
        Sid: "UsesTheSecretsKey",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: secretsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.af-south-1.amazonaws.com" } },
      },
    ]);
  });

  it("reaches the database and HTTPS, and nothing reaches it", async () => {
    const { ofType } = await build();
    const out = ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").map(({ inputs }) => [
      inputs.fromPort,
      inputs.referencedSecurityGroupId ?? inputs.cidrIpv4,
    ]);
    assert.deepEqual(out, [
      [5432, databaseGroupId],
      [443, "0.0.0.0/0"],
    ]);
    // The database's own rules let it in.
    assert.equal(ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").length, 0);
  });

  it("tells the function nothing secret, and trusts Amazon's certificates", async () => {
    const { inputs } = (await build()).only("aws:lambda/function:Function");
    assert.deepEqual(inputs.environment, { variables: { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" } });
  });

  it("refuses everything that is wrong at once", async () => {
    await assert.rejects(build({ rotationDays: 91, recoveryWindowDays: 0 }), (error: Error) => {
      assert.match(error.message, /rotationDays: got 91, allowed is a whole number from 1 to 90/);
      assert.match(error.message, /recoveryWindowDays: got 0, allowed is a whole number from 7 to 30/);
      return true;
    });
  });
});
