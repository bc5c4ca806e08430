import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { assertCase, type RuleCase, testFacts, testWorld } from "../test-world.ts";
import { alias } from "./alias.ts";
import { key } from "./key.ts";
import { findKey } from "./shared.ts";

const id = "01234567-89ab-cdef-0123-456789abcdef";
const admin = "arn:aws:iam::123456789012:role/admin";
const linkedRole =
  "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_acme-dev";
const world = testWorld(
  ["aws:iam/role:Role", "admin", { arn: admin }],
  ["aws:iam/serviceLinkedRole:ServiceLinkedRole", linkedRole, { arn: linkedRole }],
  ["aws:kms/key:Key", id, { region: "eu-west-1" }],
  ["aws:kms/alias:Alias", "alias/a", { targetKeyId: id }],
);
const policy = (Principal: object | string, Action: string | string[] = "kms:*") =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action, Resource: "*" }] });
const root = { AWS: "arn:aws:iam::123456789012:root" };

describe("KMS key", () => {
  const cases: readonly RuleCase[] = [
    { title: "a policy for the account's root", inputs: { policy: policy(root) } },
    {
      title: "a policy that lists the administration",
      inputs: { policy: policy(root, ["kms:Decrypt", "kms:PutKeyPolicy"]) },
    },
    {
      title: "a policy for a role of the account",
      inputs: { policy: policy({ AWS: admin }) },
      world,
    },
    { title: "a policy for a service-linked role", inputs: { policy: policy({ AWS: [root.AWS, linkedRole] }) }, world },
    {
      title: "a policy for a role that is not there",
      inputs: { policy: policy({ AWS: [root.AWS, `${linkedRole}-2`] }) },
      world,
      refused: /names the role .+_acme-dev-2, which does not exist; take it from the role's output "arn"/,
    },
    {
      title: "a policy for another account's role",
      inputs: { policy: policy({ AWS: [root.AWS, "arn:aws:iam::210987654321:role/x"] }) },
    },
    { title: "no policy", inputs: {} },
    { title: "a policy that is not known yet", inputs: { policy: unknown } },
    {
      title: "a lock-out that is wanted",
      inputs: { policy: policy({ AWS: "210987654321" }), bypassPolicyLockoutSafetyCheck: true },
    },
    {
      title: "a policy for another account",
      inputs: { policy: policy({ AWS: "210987654321" }) },
      refused: /nobody of the account 123456789012 could change it again/,
    },
    {
      title: "a policy for a service only",
      inputs: { policy: policy({ Service: "logs.amazonaws.com" }) },
      refused: /kms:PutKeyPolicy/,
    },
    {
      title: "a policy that lets the account only use the key",
      inputs: { policy: policy(root, "kms:Decrypt") },
      refused: /could change it again/,
    },
    { title: "no JSON", inputs: { policy: "{" }, refused: /not valid JSON/ },
    { title: "7 days until deletion", inputs: { deletionWindowInDays: 7 } },
    { title: "30 days until deletion", inputs: { deletionWindowInDays: 30 } },
    { title: "6 days until deletion", inputs: { deletionWindowInDays: 6 }, refused: /is 6: allowed are 7 to 30/ },
    { title: "31 days until deletion", inputs: { deletionWindowInDays: 31 }, refused: /is 31: allowed are 7 to 30/ },
    {
      title: "rotation each 89 days",
      inputs: { enableKeyRotation: true, rotationPeriodInDays: 89 },
      refused: /90 to 2560/,
    },
    {
      title: "a period without rotation",
      inputs: { rotationPeriodInDays: 90 },
      refused: /enableKeyRotation is not true/,
    },
    {
      title: "rotation of an RSA key",
      inputs: { enableKeyRotation: true, customerMasterKeySpec: "RSA_2048" },
      refused: /RSA_2048 cannot be rotated/,
    },
  ];
  for (const item of cases) it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(key, item));

  it("enables first and disables last", () => {
    const operations = (inputs: object, previous: object) =>
      key.update?.(id, inputs, { tagsAll: {}, ...previous }, testFacts()).map((call) => call.operation);
    const change = { description: "b", enableKeyRotation: true };
    assert.deepEqual(operations({ ...change, isEnabled: true }, { description: "a", isEnabled: false }), [
      "EnableKey",
      "EnableKeyRotation",
      "UpdateKeyDescription",
    ]);
    assert.deepEqual(operations({ ...change, isEnabled: false }, { description: "a", isEnabled: true }), [
      "EnableKeyRotation",
      "UpdateKeyDescription",
      "DisableKey",
    ]);
  });

  it("has ids in AWS's form", () => {
    assert.equal(key.identify({}, testFacts()), id);
    assert.match(key.identify({ multiRegion: true }, testFacts()), /^mrk-[0-9a-f]{32}$/);
  });

  it("is gone when it waits for its deletion", () => {
    const answer = { KeyMetadata: { KeyState: "PendingDeletion" } };
    assert.equal(key.read?.properties(answer, id, {}, testFacts()), undefined);
  });
});

describe("KMS alias", () => {
  const cases: readonly RuleCase[] = [
    { title: "a name and a key's id", inputs: { name: "alias/acme/dev", targetKeyId: id }, world },
    {
      title: "a key's ARN",
      inputs: { name: "alias/a", targetKeyId: `arn:aws:kms:eu-west-1:123456789012:key/${id}` },
      world,
    },
    {
      title: "a name without alias/",
      inputs: { name: "acme", targetKeyId: id },
      world,
      refused: /must begin with alias\/: name it alias\/acme/,
    },
    {
      title: "a name of AWS",
      inputs: { name: "alias/aws/s3", targetKeyId: id },
      world,
      refused: /alias\/aws\/ is reserved/,
    },
    { title: "a name with a dot", inputs: { name: "alias/a.b", targetKeyId: id }, world, refused: /letters, digits/ },
    {
      title: "a key that is not there",
      inputs: { name: "alias/a", targetKeyId: "other" },
      world,
      refused: /the key other, which does not exist/,
    },
    {
      title: "a key of another region",
      inputs: { name: "alias/a", targetKeyId: id },
      world,
      facts: testFacts({ region: "us-east-1" }),
      refused: /is in eu-west-1, the alias in us-east-1/,
    },
  ];
  for (const item of cases) it(`${item.refused ? "refuses" : "accepts"} ${item.title}`, () => assertCase(alias, item));

  it("leads to its key", () => {
    for (const reference of [
      id,
      "alias/a",
      `arn:aws:kms:eu-west-1:123456789012:key/${id}`,
      "arn:aws:kms:eu-west-1:123456789012:alias/a",
    ]) {
      assert.equal(findKey(reference, world)?.id, id, reference);
    }
    assert.equal(findKey("alias/b", world), undefined);
  });
});
