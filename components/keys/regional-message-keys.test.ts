import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { accountKeyStatement } from "../shared/customer-key.ts";
import { messagesStatements } from "./key-statements.ts";
import { RegionalMessageKeys } from "./regional-message-keys.ts";

const context = createContext(testIdentity);
const make = (regions: readonly string[]) =>
  collect(() => new RegionalMessageKeys("acme-dev-messages", { context, regions }).arns);

describe("the keys of messages in other regions", () => {
  it("are one for each region, rotated and protected, with the publishers of the home region's key", async () => {
    const { ofType, outputs } = await make(["us-east-1", "eu-west-1"]);
    const keys = ofType("aws:kms/key:Key");
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
    assert.deepEqual(Object.keys(outputs), ["us-east-1", "eu-west-1"]);
  });

  it("are none where the home region is the only one", async () => {
    assert.equal((await make([])).ofType("aws:kms/key:Key").length, 0);
  });
});
