import assert from "node:assert/strict";
import { keeping, kept, policyOf, testContext } from "../../test/account.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { CustomerKey, type CustomerKeyArgs, logsKeyStatement } from "./customer-key.ts";

/** Makes a key. */
function make(change: Partial<CustomerKeyArgs> = {}): Promise<Collected> {
  return collect(() => {
    const key = new CustomerKey("acme-account-test", {
      description: "Tests",
      accountId: testContext.accountId,
      statements: [],
      ...change,
    });
    return { arn: key.arn };
  });
}

describe("a customer key", () => {
  it("KMS.3, KMS.4: rotates, waits thirty days before it is deleted, and is kept", async () => {
    const collected = await make();
    const key = collected.only("aws:kms/key:Key");
    const { policy, ...inputs } = key.inputs;
    assert.ok(policy);
    assert.deepEqual(inputs, { description: "Tests", enableKeyRotation: true, deletionWindowInDays: 30 });
    assert.deepEqual(keeping(key), kept);
    assert.deepEqual(collected.only("aws:kms/alias:Alias").inputs.name, "alias/acme-account-test");
    assert.match(String(collected.outputs.arn), /^arn:aws:kms:af-south-1:123456789012:key\/[0-9a-f-]{36}$/);
  });

  it("KMS.5: names principals and actions, without a wildcard", async () => {
    const logs = logsKeyStatement("af-south-1", ["arn:aws:logs:af-south-1:123456789012:log-group:/acme/x"]);
    const { Statement } = policyOf((await make({ statements: [logs] })).only("aws:kms/key:Key"));
    assert.equal(
      JSON.stringify(Statement.map(({ Principal, Action }) => ({ Principal, Action }))).includes("*"),
      false,
    );
    assert.deepEqual(
      Statement.map(({ Principal }) => Principal),
      [{ AWS: "arn:aws:iam::123456789012:root" }, { Service: "logs.af-south-1.amazonaws.com" }],
    );
    // Without these nobody could change the key again, and IAM policies would not reach it.
    for (const action of ["kms:PutKeyPolicy", "kms:DescribeKey", "kms:Decrypt", "kms:CreateGrant"]) {
      assert.ok(Statement[0]?.Action?.includes(action), action);
    }
  });

  it("lets CloudWatch Logs encrypt the named log groups only", () => {
    const arn = "arn:aws:logs:af-south-1:123456789012:log-group:/acme/x";
    assert.deepEqual(logsKeyStatement("af-south-1", [arn]), {
      Sid: "LogGroupsAreEncrypted",
      Effect: "Allow",
      Principal: { Service: "logs.af-south-1.amazonaws.com" },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": [arn] } },
    });
  });

  it("goes to another region with its alias", async () => {
    const collected = await make({ region: "us-east-1" });
    assert.equal(collected.only("aws:kms/key:Key").inputs.region, "us-east-1");
    assert.equal(collected.only("aws:kms/alias:Alias").inputs.region, "us-east-1");
  });
});
