import assert from "node:assert/strict";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { secret } from "./secret.ts";
import { secretRotation } from "./secret-rotation.ts";
import { secretVersion } from "./secret-version.ts";

describeRules(secret, { name: "acme-dev-database", recoveryWindowInDays: 30 }, [
  ["a deletion at once", { recoveryWindowInDays: 0 }, undefined],
  ["a short window", { recoveryWindowInDays: 3 }, /recoveryWindowInDays is 3: allowed are 7 to 30 days, or 0/],
  ["a name with a space", { name: "acme dev" }, /letters, digits and \/ _ \+ = \. @ -/],
  ["a policy that is none", { policy: "{" }, /refuses the secret's policy/],
]);

const secretId = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:database-abcdef";
const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:rotation";

describeRules(
  secretVersion,
  { secretId, secretString: "{}" },
  [
    ["another secret", { secretId: "other" }, /secretId is other, which is no secret of this stack/],
    ["a write-only value without its number", { secretStringWo: "x" }, /are given together or not at all/],
  ],
  testWorld(["aws:secretsmanager/secret:Secret", secretId]),
);

const permission = (changes: object = {}) =>
  testWorld(
    ["aws:secretsmanager/secret:Secret", secretId],
    ["aws:secretsmanager/secretVersion:SecretVersion", `${secretId}|1`, { secretId }],
    ["aws:lambda/function:Function", "rotation", { arn: functionArn, name: "rotation" }],
    [
      "aws:lambda/permission:Permission",
      "rotation",
      {
        function: "rotation",
        action: "lambda:InvokeFunction",
        principal: "secretsmanager.amazonaws.com",
        sourceArn: secretId,
        sourceAccount: "123456789012",
        ...changes,
      },
    ],
  );

describeRules(
  secretRotation,
  { secretId, rotationLambdaArn: functionArn, rotationRules: { automaticallyAfterDays: 30 } },
  [
    ["no schedule", { rotationRules: {} }, /exactly one of rotationRules\.automaticallyAfterDays and/],
    ["too long a time", { rotationRules: { automaticallyAfterDays: 1001 } }, /allowed are 1 to 1000 days/],
    ["a duration in minutes", { rotationRules: { automaticallyAfterDays: 1, duration: "5m" } }, /allowed are hours/],
    ["no rules", { rotationRules: undefined }, /rotationRules are not given/],
    ["a function that no permission names", {}, /may not call .*function:rotation/, permission({ function: "other" })],
    ["a permission for another secret", {}, /may not call/, permission({ sourceArn: "other" })],
    ["a permission for another service", {}, /may not call/, permission({ principal: "events.amazonaws.com" })],
    ["another function", { rotationLambdaArn: `${functionArn}2` }, /is no function of this stack/],
    [
      "a secret without a value",
      {},
      /has no value, so that there is nothing to rotate/,
      {
        ...permission(),
        all: (type) => (type.includes("secretVersion") ? [] : permission().all(type)),
      },
    ],
  ],
  permission(),
);

describe("Secret", () => {
  it("has no current version before somebody puts a value, as in AWS", () => {
    const [list, unlabel, ...more] = secret.afterCreate?.(secretId, {}, {}, testFacts()) ?? [];
    assert.equal(list?.operation, "ListSecretVersionIds");
    assert.deepEqual(unlabel?.parameters, { SecretId: secretId, VersionStage: "AWSCURRENT" });
    assert.deepEqual(unlabel?.follow?.({ Versions: [{ VersionId: "1" }] }), { RemoveFromVersionId: "1" });
    assert.deepEqual(more, []);
  });
});

describe("SecretVersion", () => {
  const id = `${secretId}|11111111-2222-4333-8444-555555555555`;
  const calls = (wanted: string[], before: string[]) =>
    (secretVersion.update?.(id, { versionStages: wanted }, { versionStages: before }, testFacts()) ?? []).map(
      ({ parameters }) => parameters,
    );

  it("moves labels, and never takes AWSCURRENT away", () => {
    const versionId = "11111111-2222-4333-8444-555555555555";
    assert.deepEqual(calls(["FIRST"], ["AWSCURRENT", "OLD"]), [
      { SecretId: secretId, VersionStage: "FIRST", MoveToVersionId: versionId },
      { SecretId: secretId, VersionStage: "OLD", RemoveFromVersionId: versionId },
    ]);
  });
});
