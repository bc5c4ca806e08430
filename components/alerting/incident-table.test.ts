import assert from "node:assert/strict";
import { testIdentity } from "../../test/identity.ts";
import { collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { IncidentTable, type IncidentTableArgs } from "./incident-table.ts";

const keyArn = "arn:aws:kms:af-south-1:111122223333:key/11111111-2222-4333-8444-555555555555";
const make = (change: Partial<IncidentTableArgs> = {}) =>
  collect(() => {
    const { tableName, arn } = new IncidentTable("acme-dev-incidents", {
      context: createContext(testIdentity),
      keyArn,
      ...change,
    });
    return { tableName, arn };
  });

describe("the table of incidents", () => {
  it("DynamoDB.1, DynamoDB.2, DynamoDB.4, DynamoDB.6: is on demand, encrypted, restorable, backed up and protected", async () => {
    const { only, resources, outputs } = await make();
    const { inputs, name, options } = only("aws:dynamodb/table:Table");
    assert.equal(name, "acme-dev-incidents");
    assert.deepEqual(inputs, {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
      deletionProtectionEnabled: true,
      tags: { backup: "daily" },
    });
    assert.deepEqual([options.protect, options.retainOnDelete, options.deleteBeforeReplace], [true, false, true]);
    assert.equal(resources.filter(({ type }) => type.startsWith("aws:")).length, 1);
    assert.match(String(outputs.arn), /^arn:aws:dynamodb:af-south-1:\d{12}:table\/acme-dev-incidents/);
  });

  it("can be left without DynamoDB's deletion protection", async () => {
    const { only } = await make({ deletionProtection: false });
    assert.equal(only("aws:dynamodb/table:Table").inputs.deletionProtectionEnabled, false);
  });
});
