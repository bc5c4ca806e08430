import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { accountKeyStatement } from "../shared/customer-key.ts";
import { messagesStatements } from "./key-statements.ts";
import { RegionalMessageKeys } from "./regional-message-keys.ts";

const context = createContext(testIdentity);
const make = (regions: readonly string[]) =>
  collect(() => {
    const { arns, alertPathArn } = new RegionalMessageKeys("acme-dev-messages", { context, regions });
    return { arns, alertPathArn };
  });

describe("the keys of messages in other regions", () => {
  it("are one for each region, rotated and protected, with the publishers of the home region's key", async () => {
    const { ofType, outputs } = await make(["us-east-1", "eu-west-1"]);
    const keys = ofType("aws:kms/key:Key").filter(({ inputs }) => inputs.region !== undefined);
    assert.deepEqual(
      keys.map(({ name, inputs }) => [name, inputs.region, inputs.enableKeyRotation]),
      [
        ["acme-dev-messages-us-east-1-key", "us-east-1", true],
        ["acme-dev-messages-eu-west-1-key", "eu-west-1", true],
      ],
    );
    for (const { inputs, options } of keys) {
      assert.deepEqual([options.protect, options.retainOnDelete], [true, false]);
      const statements = JSON.parse(inputs.policy).Statement;
      const { accountId } = context;
      assert.deepEqual(statements, [accountKeyStatement(accountId), ...messagesStatements(accountId)]);
    }
    assert.deepEqual(Object.keys(outputs.arns), ["us-east-1", "eu-west-1"]);
  });

  it("are one for the alert path alone where the home region is the only one, which alarms may use", async () => {
    const { only, outputs } = await make([]);
    const { inputs, options } = only("aws:kms/key:Key");
    assert.deepEqual([inputs.region, inputs.enableKeyRotation, options.protect], [undefined, true, true]);
    const { accountId } = context;
    assert.deepEqual(JSON.parse(inputs.policy).Statement, [
      accountKeyStatement(accountId),
      {
        Sid: "AlarmsArePublished",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ]);
    assert.match(outputs.alertPathArn, /^arn:aws:kms:/);
  });
});
