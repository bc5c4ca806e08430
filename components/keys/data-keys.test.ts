import assert from "node:assert/strict";
import { keeping, kept, policyOf } from "../../test/account.ts";
import { testIdentity } from "../../test/identity.ts";
import { type Collected, collect } from "../../test/pulumi-mocks.ts";
import { createContext } from "../shared/context.ts";
import { accountKeyStatement } from "../shared/customer-key.ts";
import type { Statement } from "../shared/policy-document.ts";
import { AutoScalingServiceRole } from "./auto-scaling-service-role.ts";
import { DataKeys, dataClasses } from "./data-keys.ts";

const account = "123456789012";
const context = createContext({ ...testIdentity, environment: "prod", accountId: account });
const roleArn = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_acme-prod`;
const publishing = ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"];
const encrypting = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
const ofAccount = { StringEquals: { "aws:SourceAccount": account } };
const logGroup = (name: string) => `arn:aws:logs:${context.region}:${account}:log-group:${name}`;

/** Every pair of a principal and a key, with what it may do and when. */
const pairs = [
  ["cloudwatch.amazonaws.com", "messages", publishing, ofAccount],
  ["events.amazonaws.com", "messages", publishing, undefined],
  ["backup.amazonaws.com", "messages", publishing, undefined],
  ["events.rds.amazonaws.com", "messages", publishing, ofAccount],
  ["ses.amazonaws.com", "messages", publishing, ofAccount],
  ["sns.amazonaws.com", "messages", ["kms:Decrypt", "kms:GenerateDataKey"], undefined],
  ["sns.af-south-1.amazonaws.com", "messages", ["kms:Decrypt", "kms:GenerateDataKey"], undefined],
  [
    "cloudfront.amazonaws.com",
    "objects",
    "kms:Decrypt",
    { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
  ],
  [roleArn, "volumes", encrypting, undefined],
  [roleArn, "volumes", "kms:CreateGrant", { Bool: { "kms:GrantIsForAWSResource": "true" } }],
  [
    `logs.${context.region}.amazonaws.com`,
    "logs",
    encrypting,
    {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": [logGroup("/acme/prod/*"), logGroup("/aws/rds/instance/acme-prod-*")],
      },
    },
  ],
] as const;

describe("an environment's keys", () => {
  let collected: Collected;
  before(async () => {
    collected = await collect(() => {
      const role = new AutoScalingServiceRole(context.name("auto-scaling"), { context });
      const keys = new DataKeys(context.name("keys"), {
        context,
        autoScalingServiceRoleArn: role.arn,
        topicRegions: ["us-east-1", "eu-west-1"],
      });
      return { ...keys.arns };
    });
  });

  /** The statements of a key, without the account's own. */
  function statements(dataClass: string): readonly Statement[] {
    const key = collected.only("aws:kms/key:Key", `acme-prod-keys-${dataClass}-key`);
    const [own, ...services] = policyOf(key).Statement;
    assert.deepEqual(own, accountKeyStatement(account));
    return services;
  }

  it("are one for each class of data, with an alias", () => {
    assert.deepEqual(Object.keys(collected.outputs).sort(), [...dataClasses].sort());
    assert.equal(new Set(Object.values(collected.outputs)).size, dataClasses.length);
    assert.deepEqual(
      collected
        .ofType("aws:kms/alias:Alias")
        .map(({ inputs }) => String(inputs.name))
        .sort(),
      dataClasses.map((dataClass) => `alias/acme-prod-keys-${dataClass}`).sort(),
    );
  });

  it("KMS.3, KMS.4: rotate, wait thirty days before they are deleted, and are kept", () => {
    const keys = collected.ofType("aws:kms/key:Key");
    assert.equal(keys.length, dataClasses.length);
    for (const key of keys) {
      assert.equal(key.inputs.enableKeyRotation, true, key.name);
      assert.equal(key.inputs.deletionWindowInDays, 30, key.name);
      assert.deepEqual(keeping(key), kept, key.name);
    }
  });

  for (const [principal, dataClass, action, condition] of pairs) {
    const what = typeof action === "string" ? action : "use";
    it(`let ${principal.split("/").at(-1)} with the key of ${dataClass}: ${what}`, () => {
      const found = statements(dataClass).filter(
        ({ Principal, Action }) =>
          Object.values(Principal ?? {}).includes(principal) && JSON.stringify(Action) === JSON.stringify(action),
      );
      assert.equal(found.length, 1, JSON.stringify(statements(dataClass)));
      assert.deepEqual(found[0]?.Condition, condition);
      assert.equal(found[0]?.Effect, "Allow");
    });
  }

  it("let nobody else, and the keys of database, files, backup and secrets no service at all", () => {
    const counts = dataClasses.map((dataClass) => [dataClass, statements(dataClass).length]);
    assert.deepEqual(Object.fromEntries(counts), {
      database: 0,
      files: 0,
      backup: 0,
      objects: 1,
      messages: 7,
      secrets: 0,
      volumes: 2,
      logs: 1,
    });
  });

  it("KMS.5: name principals and actions, without a wildcard", () => {
    for (const dataClass of dataClasses) {
      const named = policyOf(collected.only("aws:kms/key:Key", `acme-prod-keys-${dataClass}-key`)).Statement;
      const text = JSON.stringify(named.map(({ Principal, Action }) => ({ Principal, Action })));
      assert.equal(text.includes("*"), false, dataClass);
    }
  });

  it("name a role of Auto Scaling that is the environment's own, and made before", () => {
    assert.deepEqual(collected.only("aws:iam/serviceLinkedRole:ServiceLinkedRole").inputs, {
      awsServiceName: "autoscaling.amazonaws.com",
      customSuffix: "acme-prod",
      description: "Lets Auto Scaling launch the instances of acme prod",
    });
    const { options } = collected.only("aws:kms/key:Key", "acme-prod-keys-volumes-key");
    assert.ok(options.dependsOn?.includes("acme-prod-auto-scaling"), JSON.stringify(options));
  });
});
