import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { accessPoint } from "./access-point.ts";
import { fileSystem } from "./file-system.ts";
import { mountTarget } from "./mount-target.ts";
import { backupPolicy, fileSystemPolicy } from "./policies.ts";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-4333-8444-555555555555";
const id = "fs-0123456789abcdef0";

describeRules(fileSystem, { encrypted: true, kmsKeyId: keyArn, throughputMode: "elastic" }, [
  ["what is not known yet", { kmsKeyId: unknown }, undefined],
  ["a key without encryption", { encrypted: false }, /encrypted is false: set encrypted to true/],
  ["a key's id", { kmsKeyId: "1234" }, /the provider takes the ARN/],
  ["a long token", { creationToken: "x".repeat(65) }, /65 characters: EFS takes at most 64/],
  ["provisioned without an amount", { throughputMode: "provisioned" }, /give provisionedThroughputInMibps/],
  ["an amount without provisioned", { provisionedThroughputInMibps: 16 }, /elastic and takes no provisioned/],
  ["elastic with maxIO", { performanceMode: "maxIO" }, /elastic needs generalPurpose/],
  [
    "two transitions in one",
    { lifecyclePolicies: [{ transitionToIa: "AFTER_7_DAYS", transitionToArchive: "AFTER_90_DAYS" }] },
    /2 transitions: give one in each/,
  ],
  [
    "IA, Archive and back",
    {
      lifecyclePolicies: [
        { transitionToIa: "AFTER_30_DAYS" },
        { transitionToArchive: "AFTER_90_DAYS" },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
    },
    undefined,
  ],
  [
    "Archive before IA",
    { lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToArchive: "AFTER_7_DAYS" }] },
    /Archive must be later/,
  ],
  [
    "Archive with bursting",
    { throughputMode: "bursting", lifecyclePolicies: [{ transitionToArchive: "AFTER_90_DAYS" }] },
    /Archive needs elastic/,
  ],
  [
    "Archive with maxIO",
    { performanceMode: "maxIO", lifecyclePolicies: [{ transitionToArchive: "AFTER_90_DAYS" }] },
    /Archive needs generalPurpose/,
  ],
  [
    "Archive in one zone",
    { availabilityZoneName: "eu-west-1a", lifecyclePolicies: [{ transitionToArchive: "AFTER_90_DAYS" }] },
    /One Zone file systems have no Archive/,
  ],
]);

const subnet = (name: string, vpcId: string, availabilityZone: string) =>
  ["aws:ec2/subnet:Subnet", name, { vpcId, availabilityZone }] as const;
const group = (name: string, vpcId: string) => ["aws:ec2/securityGroup:SecurityGroup", name, { vpcId }] as const;
const network = [
  ["aws:efs/fileSystem:FileSystem", id, {}],
  subnet("subnet-a", "vpc-1", "eu-west-1a"),
  subnet("subnet-b", "vpc-1", "eu-west-1b"),
  subnet("subnet-a2", "vpc-1", "eu-west-1a"),
  subnet("subnet-c", "vpc-2", "eu-west-1c"),
  group("sg-1", "vpc-1"),
  group("sg-2", "vpc-2"),
] as const;
const target = ["aws:efs/mountTarget:MountTarget", "fsmt-1", { fileSystemId: id, subnetId: "subnet-a" }] as const;
const base = { fileSystemId: id, subnetId: "subnet-a", securityGroups: ["sg-1"] };

describeRules(
  mountTarget,
  base,
  [
    ["what is not known yet", { fileSystemId: unknown, subnetId: unknown, securityGroups: [unknown] }, undefined],
    ["another zone", { subnetId: "subnet-b" }, undefined, testWorld(...network, target)],
    [
      "a second one in a zone",
      { subnetId: "subnet-a2" },
      /mount target in eu-west-1a already/,
      testWorld(...network, target),
    ],
    [
      "another VPC",
      { subnetId: "subnet-c", securityGroups: ["sg-2"] },
      /mount targets in another VPC than vpc-2/,
      testWorld(...network, target),
    ],
    ["a group of another VPC", { securityGroups: ["sg-2"] }, /sg-2/],
    ["six groups", { securityGroups: ["1", "2", "3", "4", "5", "6"] }, /6 security groups: EFS takes at most 5/],
    ["a file system that is not there", { fileSystemId: "fs-1" }, /fs-1 does not exist/],
  ],
  testWorld(...network),
);

const root = (rootDirectory: object) => ({ rootDirectory });
describeRules(
  accessPoint,
  { fileSystemId: id, posixUser: { uid: 1000, gid: 1000 }, ...root({ path: "/web" }) },
  [
    ["what is not known yet", { fileSystemId: unknown, rootDirectory: unknown, posixUser: unknown }, undefined],
    ["four levels", root({ path: "/a/b/c/d" }), undefined],
    ["five levels", root({ path: "/a/b/c/d/e" }), /at most four levels/],
    ["a path without /", root({ path: "web" }), /must begin with \//],
    ["a path that ends with /", root({ path: "/web/" }), /end without \//],
    ["permissions that are not octal", root({ creationInfo: { permissions: "0888" } }), /octal digits/],
    ["a negative owner", root({ creationInfo: { ownerUid: -1 } }), /creationInfo\.ownerUid is -1/],
    ["a user that is too large", { posixUser: { uid: 2 ** 32, gid: 1 } }, /posixUser\.uid is 4294967296/],
    ["17 groups", { posixUser: { uid: 1, gid: 1, secondaryGids: Array(17).fill(1) } }, /17 secondaryGids/],
    ["a file system that is not there", { fileSystemId: "fs-1" }, /fs-1 does not exist/],
  ],
  testWorld(...network),
);

const statement = { Effect: "Deny", Principal: "*", Action: "*", Resource: "*" };
const policy = (...Statement: object[]) => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
const withCondition = { ...statement, Condition: { Bool: { "aws:SecureTransport": "false" } } };
describeRules(fileSystemPolicy, { fileSystemId: id, ...policy(withCondition) }, [
  ["what is not known yet", { policy: unknown }, undefined],
  ["no JSON", { policy: "{" }, /EFS refuses the file system's policy/],
  ["a policy that locks everybody out", policy(statement), /keep everybody from changing it again/],
  ["the same when told so", { ...policy(statement), bypassPolicyLockoutSafetyCheck: true }, undefined],
  ["a long policy", policy({ ...withCondition, Sid: "x".repeat(20_000) }), /EFS takes at most 20000/],
]);

describeRules(backupPolicy, { fileSystemId: id, backupPolicy: { status: "ENABLED" } }, [
  ["another status", { backupPolicy: { status: "ON" } }, /allowed are ENABLED and DISABLED/],
]);

describe("EFS as it is read", () => {
  it("takes a policy with the Id that EFS adds for the same", () => {
    const wanted = policy(withCondition).policy;
    const Policy = JSON.stringify({ Id: "1", ...JSON.parse(wanted) });
    const read = fileSystemPolicy.read?.properties({ Policy }, id, { policy: wanted }, testFacts());
    assert.equal(read?.policy, wanted);
  });

  it("takes backups that are about to be enabled for enabled", () => {
    const answer = { BackupPolicy: { Status: "ENABLING" } };
    const read = backupPolicy.read?.properties(answer, id, {}, testFacts());
    assert.deepEqual(read, { fileSystemId: id, backupPolicy: { status: "ENABLED" } });
  });
});
