import assert from "node:assert/strict";
import type { Properties } from "../../row.ts";
import { describeRules } from "../test-cases.ts";
import { type Made, testFacts, testWorld } from "../test-world.ts";
import { instance } from "./instance.ts";
import { afterCreateCalls, updateCalls } from "./instance-calls.ts";
import { types } from "./shared.ts";

const roleArn = "arn:aws:iam::123456789012:role/monitoring";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-4333-8444-555555555555";

function trusting(service: string): string {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

const around: readonly Made[] = [
  [types.subnetGroup, "private", { name: "private", vpcId: "vpc-1" }],
  [types.parameterGroup, "mine", { name: "mine", family: "mysql8.4" }],
  ["aws:ec2/securityGroup:SecurityGroup", "sg-1", { vpcId: "vpc-1" }],
  ["aws:ec2/securityGroup:SecurityGroup", "sg-2", { vpcId: "vpc-2" }],
  ["aws:kms/key:Key", "key", { arn: keyArn }],
  ["aws:iam/role:Role", "monitoring", { arn: roleArn, assumeRolePolicy: trusting("monitoring.rds.amazonaws.com") }],
];
const source = (properties: Properties): Made => [types.instance, "db-SOURCE", { identifier: "source", ...properties }];

const base = {
  identifier: "example",
  instanceClass: "db.t4g.medium",
  engine: "mysql",
  engineVersion: "8.4",
  allocatedStorage: 20,
  storageType: "gp3",
  username: "dbadmin",
  manageMasterUserPassword: true,
  skipFinalSnapshot: true,
};
const postgres = { engine: "postgres", engineVersion: "17" };
const insights = { performanceInsightsEnabled: true };
const replica = {
  engine: undefined,
  engineVersion: undefined,
  username: undefined,
  manageMasterUserPassword: undefined,
};

describeRules(
  instance,
  base,
  [
    ["a version in full", { engineVersion: "8.4.5" }, undefined],
    ["an unsupported version", { engineVersion: "5.7" }, /engineVersion is 5.7: RDS has mysql in 8.0, 8.4/],
    ["a version that only begins alike", { engineVersion: "8.40" }, /engineVersion is 8.40/],
    ["an unknown engine", { engine: "oracle-ee" }, /engine is oracle-ee/],
    ["a missing engine", { engine: undefined }, /engine is not given/],
    ["a class that does not exist", { instanceClass: "db.t9.medium" }, /instanceClass is db.t9.medium/],
    ["a size that does not exist", { instanceClass: "db.m6g.medium" }, /family m6g has the sizes large/],
    [
      "logs of another engine",
      { ...postgres, enabledCloudwatchLogsExports: ["slowquery"] },
      /postgres has .*postgresql/,
    ],
    ["a reserved admin", { username: "rdsadmin" }, /rdsadmin, which is reserved for mysql/],
    ["admin for MySQL", { username: "admin" }, undefined],
    ["admin for PostgreSQL", { ...postgres, username: "admin" }, /admin, which is reserved for postgres/],
    ["a long admin for MySQL", { username: "a".repeat(17) }, /1 to 16 letters/],
    ["no password at all", { manageMasterUserPassword: undefined }, /neither a password nor/],
    [
      "a secret's key without a managed secret",
      { manageMasterUserPassword: undefined, password: "example-only", masterUserSecretKmsKeyId: keyArn },
      /without manageMasterUserPassword/,
    ],
    ["blue/green with a managed password", { blueGreenUpdate: { enabled: true } }, /exclude each other/],
    ["an identifier with two hyphens", { identifier: "a--b" }, /no two in a row/],
    ["too little gp3", { allocatedStorage: 10 }, /20 to 65536 GiB of gp3/],
    ["autoscaling below a tenth more", { maxAllocatedStorage: 21 }, /at least a tenth more/],
    ["autoscaling turned off", { maxAllocatedStorage: 0 }, undefined],
    ["IOPS of little gp3", { iops: 3000 }, /from 400 GiB on/],
    ["36 days of backups", { backupRetentionPeriod: 36 }, /0 to 35 days/],
    ["windows that overlap", { backupWindow: "23:30-00:30", maintenanceWindow: "tue:00:00-tue:00:30" }, /overlap/],
    ["windows side by side", { backupWindow: "23:30-00:00", maintenanceWindow: "tue:00:00-tue:00:30" }, undefined],
    [
      "a window over the end of the week",
      { backupWindow: "00:00-01:00", maintenanceWindow: "sun:23:45-mon:00:15" },
      /overlap/,
    ],
    ["a short window", { maintenanceWindow: "sun:23:00-sun:23:20" }, /at least 30 minutes/],
    ["a strange interval", { monitoringInterval: 7, monitoringRoleArn: roleArn }, /monitoringInterval is 7/],
    ["monitoring without its role", { monitoringInterval: 60 }, /without monitoringRoleArn/],
    ["monitoring with its role", { monitoringInterval: 60, monitoringRoleArn: roleArn }, undefined],
    ["insights of a small class", { ...insights, instanceClass: "db.t4g.small" }, /db.t4g.small has no insights/],
    [
      "insights of a small class for PostgreSQL",
      { ...postgres, ...insights, instanceClass: "db.t4g.small" },
      undefined,
    ],
    ["advanced insights for a week", { ...insights, databaseInsightsMode: "advanced" }, /at least 465/],
    ["a strange retention", { ...insights, performanceInsightsRetentionPeriod: 30 }, /7, 731, or a multiple of 31/],
    ["advanced insights that are off", { databaseInsightsMode: "advanced" }, /performanceInsightsEnabled is not true/],
    ["no final snapshot", { skipFinalSnapshot: undefined }, /finalSnapshotIdentifier is not given/],
    ["a missing subnet group", { dbSubnetGroupName: "gone" }, /gone, which does not exist/],
    [
      "a security group elsewhere",
      { dbSubnetGroupName: "private", vpcSecurityGroupIds: ["sg-1", "sg-2"] },
      /sg-2 of vpc-2/,
    ],
    [
      "a parameter group of another family",
      { ...postgres, parameterGroupName: "mine" },
      /postgres 17 takes postgres17/,
    ],
    ["a missing parameter group", { parameterGroupName: "gone" }, /gone, which does not exist/],
    [
      "a key of another region",
      { storageEncrypted: true, kmsKeyId: keyArn.replace("eu-west-1", "us-east-1") },
      /own region/,
    ],
    ["a key without encryption", { kmsKeyId: keyArn }, /storageEncrypted is not true/],
    [
      "a replica of a managed password",
      { ...replica, replicateSourceDb: "source" },
      /such an instance takes no replicas/,
      testWorld(...around, source({ manageMasterUserPassword: true })),
    ],
    ["a replica of nothing", { ...replica, replicateSourceDb: "source" }, /source, which does not exist/],
    [
      "a replica with a final snapshot",
      { ...replica, replicateSourceDb: "source", finalSnapshotIdentifier: "last" },
      /given for a replica/,
      testWorld(...around, source({})),
    ],
    [
      "a restore to a point in time",
      { restoreToPointInTime: { sourceDbInstanceIdentifier: "source", useLatestRestorableTime: true } },
      /the rehearsal cannot restore to a point in time/,
    ],
  ],
  testWorld(...around),
);

describe("a region's classes", () => {
  it("are refused when the region was not seen to have them", () => {
    const rule = instance.rules?.find(({ source }) => source.includes("availability by region"));
    const problem = rule?.check({ instanceClass: "db.m7g.large" }, testWorld(), testFacts({ region: "af-south-1" }));
    assert.match(String(problem), /af-south-1 has the families t3, t4g, m5, m6g, r5, r6g/);
  });
});

describe("what a refresh of a DB instance shows", () => {
  const read = (live: Properties, state: Properties) =>
    instance.read?.properties({ DBInstances: [live] }, "db-1", state, testFacts());

  it("keeps the major version while a minor upgrade goes on, and tells the real one", () => {
    const shown = read({ EngineVersion: "8.4.7" }, { engineVersion: "8.4" });
    assert.deepEqual([shown?.engineVersion, shown?.engineVersionActual], ["8.4", "8.4.7"]);
    assert.equal(read({ EngineVersion: "9.0.1" }, { engineVersion: "8.4" })?.engineVersion, "9.0.1");
    assert.equal(read({ EngineVersion: "8.40.1" }, { engineVersion: "8.4" })?.engineVersion, "8.40.1");
  });

  it("keeps the storage that the program gave when it grew by itself, and only then", () => {
    const grown = { AllocatedStorage: 40 };
    assert.equal(read(grown, { allocatedStorage: 20, maxAllocatedStorage: 100 })?.allocatedStorage, 20);
    assert.equal(read(grown, { allocatedStorage: 20 })?.allocatedStorage, 40);
    assert.equal(read(grown, { allocatedStorage: 50, maxAllocatedStorage: 100 })?.allocatedStorage, 40);
  });
});

describe("the secret that RDS manages", () => {
  const outputs = (inputs: Properties) => instance.attributes?.(inputs, "db-1", testFacts());

  it("has RDS's name, and the same for the same instance", () => {
    const [secret] = outputs(base)?.masterUserSecrets ?? [];
    assert.match(
      secret.secretArn,
      /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{6}$/,
    );
    assert.deepEqual(outputs({ ...base, allocatedStorage: 30 })?.masterUserSecrets, [secret]);
    assert.equal(outputs({ ...base, manageMasterUserPassword: undefined })?.masterUserSecrets, undefined);
  });
});

describe("what follows the restore of a DB instance", () => {
  const restored = { ...base, snapshotIdentifier: "before" };

  it("is refused with a storage of its own, which could be less than the snapshot's", () => {
    assert.throws(() => afterCreateCalls(restored, {}, testFacts()), /allocatedStorage is 20 for a restored instance/);
    const [modified] = afterCreateCalls({ ...restored, allocatedStorage: undefined }, {}, testFacts());
    assert.equal(modified?.operation, "ModifyDBInstance");
    assert.equal(modified?.parameters.AllocatedStorage, undefined);
  });

  it("never shrinks what grew by itself", () => {
    const wanted = { ...base, maxAllocatedStorage: 100 };
    const of = (allocatedStorage: number) =>
      updateCalls(wanted, { ...wanted, allocatedStorage }, testFacts())[0]?.parameters.AllocatedStorage;
    assert.deepEqual([of(10), of(40)], [20, undefined]);
  });
});
