import assert from "node:assert/strict";
import type { Properties } from "../row.ts";
import { invokes } from "./invokes.ts";
import { testFacts, testWorld } from "./test-world.ts";

const ask = (token: string, args: Properties = {}, region = "af-south-1", told: Properties = {}): Properties => {
  const invoke = invokes.find((candidate) => candidate.token === token);
  assert.ok(invoke, `${token} is not known`);
  return invoke.answer(args, testFacts({ region }), testWorld(), told);
};

describe("functions of the provider", () => {
  it("tell the account", () => {
    const identity = ask("aws:index/getCallerIdentity:getCallerIdentity");
    assert.equal(identity.accountId, "123456789012");
    assert.equal(identity.arn, "arn:aws:iam::123456789012:root");
  });

  it("tell partition and region", () => {
    assert.equal(ask("aws:index/getPartition:getPartition").partition, "aws");
    assert.equal(ask("aws:index/getPartition:getPartition", {}, "cn-north-1").dnsSuffix, "amazonaws.com.cn");
    const region = ask("aws:index/getRegion:getRegion");
    assert.deepEqual([region.region, region.description], ["af-south-1", "Africa (Cape Town)"]);
  });

  it("tell the zones of a region, without those that are excluded", () => {
    const zones = (args: Properties) => ask("aws:index/getAvailabilityZones:getAvailabilityZones", args);
    assert.deepEqual(zones({}).names, ["af-south-1a", "af-south-1b", "af-south-1c"]);
    assert.deepEqual(zones({}).zoneIds, ["afs1-az1", "afs1-az2", "afs1-az3"]);
    assert.deepEqual(zones({ excludeNames: ["af-south-1b"], excludeZoneIds: ["afs1-az3"] }).names, ["af-south-1a"]);
    assert.deepEqual(zones({ state: "impaired" }).names, []);
    assert.equal(zones({ region: "us-east-1" }).names.length, 6);
  });

  it("tell prefix lists by name or filter, and refuse others", () => {
    const name = "com.amazonaws.af-south-1.s3";
    const byName = ask("aws:ec2/getPrefixList:getPrefixList", { name });
    // The emulator makes up the same id and range for the name.
    assert.deepEqual([byName.id, byName.cidrBlocks], ["pl-b1c6066cb57645b53", ["100.108.113.0/24"]]);
    const filters = [{ name: "prefix-list-name", values: [name] }];
    assert.equal(ask("aws:ec2/getManagedPrefixList:getManagedPrefixList", { filters }).id, byName.id);
    assert.equal(ask("aws:ec2/getPrefixList:getPrefixList", { prefixListId: byName.id }).name, name);
    assert.throws(() => ask("aws:ec2/getPrefixList:getPrefixList", { name: "s3" }), /no prefix list s3: known are/);
  });

  it("render policy documents", () => {
    const { json } = ask("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        {
          sid: "Read",
          actions: ["s3:GetObject", "s3:ListBucket"],
          resources: ["arn:aws:s3:::a"],
          principals: [{ type: "AWS", identifiers: ["arn:aws:iam::1:root"] }],
          conditions: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] }],
        },
      ],
    });
    assert.deepEqual(JSON.parse(json), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:ListBucket", "s3:GetObject"],
          Resource: "arn:aws:s3:::a",
          Principal: { AWS: "arn:aws:iam::1:root" },
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        },
      ],
    });
  });

  it("lay overriding documents over a statement with the same Sid", () => {
    const { json } = ask("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [{ sid: "One", actions: ["a:B"], resources: ["*"] }],
      overridePolicyDocuments: [
        JSON.stringify({ Statement: { Sid: "One", Effect: "Deny", Action: "a:B", Resource: "*" } }),
      ],
    });
    assert.deepEqual(JSON.parse(json).Statement, [{ Sid: "One", Effect: "Deny", Action: "a:B", Resource: "*" }]);
  });

  it("give images by public parameter or filter, the same each time", () => {
    const name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
    const parameter = ask("aws:ssm/getParameter:getParameter", { name });
    assert.match(parameter.value, /^ami-[0-9a-f]{17}$/);
    assert.equal(ask("aws:ssm/getParameter:getParameter", { name }).value, parameter.value);
    assert.throws(
      () => ask("aws:ssm/getParameter:getParameter", { name: "/own" }),
      /public parameters with images only .*got \/own/,
    );
    const ami = ask("aws:ec2/getAmi:getAmi", { filters: [{ name: "name", values: ["al2023-ami-*-arm64"] }] });
    assert.deepEqual([ami.architecture, ami.id], ["arm64", ami.imageId]);
  });

  it("list the versions of a secret that have a label, or all that are asked for, without values", () => {
    const token = "aws:secretsmanager/getSecretVersions:getSecretVersions";
    const secretId = "arn:aws:secretsmanager:af-south-1:123456789012:secret:slack-abcdef";
    const at = new Date("2026-03-01T08:00:00.500Z");
    const told = {
      ARN: secretId,
      Name: "slack",
      Versions: [
        { VersionId: "1", VersionStages: ["AWSCURRENT"], CreatedDate: at },
        { VersionId: "0", CreatedDate: at, LastAccessedDate: at },
      ],
    };
    const current = { versionId: "1", versionStages: ["AWSCURRENT"], createdTime: "2026-03-01T08:00:00Z" };
    const found = ask(token, { secretId }, "af-south-1", told);
    assert.deepEqual(
      [found.arn, found.secretName, found.versions],
      [secretId, "slack", [{ ...current, lastAccessedDate: "" }]],
    );
    const all = ask(token, { secretId, includeDeprecated: true }, "af-south-1", told);
    assert.deepEqual(all.versions[1], {
      versionId: "0",
      versionStages: [],
      createdTime: "2026-03-01T08:00:00Z",
      lastAccessedDate: "2026-03-01T08:00:00Z",
    });
    // Nothing is told in record-only mode.
    assert.deepEqual(ask(token, { secretId }).versions, []);
    const call = invokes.find((invoke) => invoke.token === token)?.call?.({ secretId }, testFacts());
    assert.deepEqual([call?.operation, call?.parameters.SecretId], ["ListSecretVersionIds", secretId]);
  });
});
