import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts } from "../test-world.ts";
import { table } from "./table.ts";

const key = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-4333-8444-555555555555";
const pk = { name: "pk", type: "S" };
const sk = { name: "sk", type: "S" };
const base = { name: "acme-dev-incidents", billingMode: "PAY_PER_REQUEST", hashKey: "pk", attributes: [pk] };

describeRules(table, base, [
  ["two keys", { rangeKey: "sk", attributes: [sk, pk] }, undefined],
  ["attributes that are not known yet", { attributes: unknown }, undefined],
  ["no partition key", { hashKey: undefined, attributes: [] }, /hashKey is not given/],
  ["a key without its attribute", { rangeKey: "sk" }, /the key sk is no attribute of the table/],
  [
    "an attribute of no key",
    { attributes: [pk, { name: "title", type: "S" }] },
    /has title, which is the key of nothing/,
  ],
  ["one key twice", { rangeKey: "pk" }, /both pk: they must differ/],
  ["a key of lists", { attributes: [{ name: "pk", type: "L" }] }, /of the type L: keys are S, N or B/],
  ["a short name", { name: "ab" }, /allowed are 3 to 255 letters/],
  ["a wrong mode", { billingMode: "ON_DEMAND" }, /allowed are PAY_PER_REQUEST and PROVISIONED/],
  ["no capacity", { billingMode: "PROVISIONED" }, /needs readCapacity and writeCapacity/],
  ["a capacity", { billingMode: "PROVISIONED", readCapacity: 1, writeCapacity: 1 }, undefined],
  ["a key of its region", { serverSideEncryption: { enabled: true, kmsKeyArn: key } }, undefined],
  [
    "a key of another region",
    { serverSideEncryption: { enabled: true, kmsKeyArn: key.replace("eu-west-1", "us-east-1") } },
    /is in eu-west-1 and its key .* in us-east-1/,
  ],
  ["a key that is switched off", { serverSideEncryption: { enabled: false, kmsKeyArn: key } }, /enabled is false/],
  ["a key's id", { serverSideEncryption: { enabled: true, kmsKeyArn: "1234" } }, /must be a key's ARN/],
  ["an expiry without its attribute", { ttl: { enabled: true } }, /names no attributeName/],
  [
    "a recovery of a year",
    { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 365 } },
    /is 365: allowed are 1 to 35 days/,
  ],
  ["an index", { globalSecondaryIndexes: [] }, /without globalSecondaryIndexes: leave it out/],
]);

describe("Table", () => {
  const settings = { ttl: { enabled: true, attributeName: "expiresAt" }, pointInTimeRecovery: { enabled: true } };
  const parameters = (inputs: object, before: object) =>
    (table.update?.("t", { ...base, ...inputs }, { ...base, tagsAll: {}, ...before }, testFacts()) ?? []).map(
      ({ operation, parameters }) => [operation, parameters],
    );

  it("sets expiry and recovery after its creation", () => {
    assert.deepEqual(
      table.afterCreate?.("t", { ...base, ...settings }, {}, testFacts()).map(({ operation }) => operation),
      ["UpdateTimeToLive", "UpdateContinuousBackups"],
    );
    assert.deepEqual(table.afterCreate?.("t", base, {}, testFacts()), []);
  });

  it("changes one kind of setting in a call, and names the attribute of an expiry that ends", () => {
    assert.deepEqual(
      parameters({ ...settings, deletionProtectionEnabled: false }, { deletionProtectionEnabled: true }),
      [
        ["UpdateTable", { TableName: "t", DeletionProtectionEnabled: false }],
        [
          "UpdateTimeToLive",
          { TableName: "t", TimeToLiveSpecification: { Enabled: true, AttributeName: "expiresAt" } },
        ],
        [
          "UpdateContinuousBackups",
          {
            TableName: "t",
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: undefined },
          },
        ],
      ],
    );
    assert.deepEqual(parameters({}, { ttl: settings.ttl }), [
      ["UpdateTimeToLive", { TableName: "t", TimeToLiveSpecification: { Enabled: false, AttributeName: "expiresAt" } }],
    ]);
    assert.deepEqual(parameters(settings, settings), []);
  });
});
