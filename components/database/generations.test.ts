import assert from "node:assert/strict";
import type { Collected } from "../../test/pulumi-mocks.ts";
import { build, sound, types } from "./test-database.ts";

const port = { ipProtocol: "tcp", fromPort: 3306, toPort: 3306 };

/** The names of all rules of one direction, sorted; each is for the port alone, between two groups, and described. */
function ways({ ofType }: Collected, direction: "ingress" | "egress"): string[] {
  const names = ofType(types[direction]).map(({ name, inputs }) => {
    assert.deepEqual({ ipProtocol: inputs.ipProtocol, fromPort: inputs.fromPort, toPort: inputs.toPort }, port, name);
    assert.ok(inputs.description.length > 10, name);
    assert.equal(inputs.cidrIpv4, undefined, name);
    return name.replace("acme-prod-database-", "");
  });
  return names.sort();
}

describe("who reaches the database", () => {
  it("RDS.46: its client group and the bastions, each by a rule of its own", async () => {
    const built = await build();
    assert.deepEqual(ways(built, "ingress"), ["from-bastions", "from-clients"]);
    assert.deepEqual(ways(built, "egress"), ["to-database-from-clients"]);
    const { only, outputs } = built;
    const rule = only(types.ingress, "acme-prod-database-from-clients").inputs;
    assert.deepEqual(rule, {
      securityGroupId: outputs.securityGroupId,
      referencedSecurityGroupId: outputs.clientSecurityGroupId,
      description: "Clients to the database",
      ...port,
      tags: { Name: "acme-prod-database-from-clients" },
    });
    const bastions = only(types.ingress, "acme-prod-database-from-bastions").inputs;
    assert.equal(bastions.referencedSecurityGroupId, sound.bastionSecurityGroupId);
    const out = only(types.egress, "acme-prod-database-to-database-from-clients").inputs;
    assert.deepEqual(
      [out.securityGroupId, out.referencedSecurityGroupId],
      [rule.referencedSecurityGroupId, rule.securityGroupId],
    );
  });

  it("the proxy, too, when there is one; clients reach the proxy", async () => {
    const built = await build({ proxy: "iam" });
    assert.deepEqual(ways(built, "ingress"), ["from-bastions", "from-clients", "from-proxy", "proxy-from-clients"]);
    assert.deepEqual(ways(built, "egress"), ["clients-to-proxy", "to-database-from-clients", "to-database-from-proxy"]);
    const { inputs } = built.only("aws:rds/proxy:Proxy");
    assert.equal(inputs.requireTls, true);
    assert.equal(inputs.debugLogging, false);
    assert.deepEqual(inputs.auths, [
      { authScheme: "SECRETS", secretArn: built.outputs.secretArn, iamAuth: "REQUIRED" },
    ]);
    const policy = built.ofType("aws:iam/rolePolicy:RolePolicy").find(({ name }) => name.endsWith("-proxy"));
    assert.deepEqual(JSON.parse(policy?.inputs.policy).Statement, [
      {
        Sid: "ReadSecret",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: built.outputs.secretArn,
      },
      {
        Sid: "DecryptSecret",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: sound.secretsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.af-south-1.amazonaws.com" } },
      },
    ]);
  });

  it("rotation, when we rotate the password", async () => {
    const { ofType } = await build({ replicas: 1 });
    const names = ofType(types.ingress).map(({ name }) => name);
    assert.ok(names.includes("acme-prod-database-from-rotation-1"), names.join(", "));
  });
});

describe("generations of the database", () => {
  const second = { number: 2, restoredFrom: { snapshotIdentifier: "before-the-mistake" } };

  it("stand side by side, and the last one serves", async () => {
    const { ofType, outputs } = await build({ generations: [{ number: 1 }, second] });
    assert.deepEqual(
      ofType(types.instance)
        .map(({ inputs, options }) => [inputs.identifier, options.protect, inputs.deletionProtection])
        .sort(),
      [
        ["acme-prod-database-1", true, true],
        ["acme-prod-database-2", true, true],
      ],
    );
    assert.equal(outputs.instanceIdentifier, "acme-prod-database-2");
  });

  it("take user, database and storage of the snapshot, and all else of the settings", async () => {
    const { only } = await build({ generations: [{ number: 1 }, second] });
    const [empty, restored] = [1, 2].map((number) => only(types.instance, `acme-prod-database-${number}`));
    const { username, dbName, allocatedStorage, identifier, tags, finalSnapshotIdentifier, ...same } =
      empty?.inputs ?? {};
    assert.deepEqual([username, dbName, allocatedStorage], ["dbowner", "app", 100]);
    assert.deepEqual(restored?.inputs, {
      ...same,
      identifier: "acme-prod-database-2",
      snapshotIdentifier: "before-the-mistake",
      tags: { Name: "acme-prod-database-2", backup: "daily" },
      finalSnapshotIdentifier: finalSnapshotIdentifier.replace("-1-final-", "-2-final-"),
    });
    assert.ok(identifier !== restored?.inputs.identifier && tags.Name === identifier);
    const made = ["snapshotIdentifier", "restoreToPointInTime", "username", "dbName"];
    assert.deepEqual(restored?.options.ignoreChanges, made);
  });

  it("come from a moment in another instance's backups, or from the latest one", async () => {
    const from = async (restoredFrom: { instanceIdentifier: string; time?: string }) =>
      (await build({ generations: [{ number: 3, restoredFrom }] })).only(types.instance).inputs.restoreToPointInTime;
    const time = "2026-01-31T09:30:00Z";
    assert.deepEqual(await from({ instanceIdentifier: "acme-prod-database-2", time }), {
      sourceDbInstanceIdentifier: "acme-prod-database-2",
      restoreTime: time,
    });
    assert.deepEqual(await from({ instanceIdentifier: "acme-prod-database-2" }), {
      sourceDbInstanceIdentifier: "acme-prod-database-2",
      useLatestRestorableTime: true,
    });
  });

  it("RDS.3, .5, .11: have replicas that are protected, encrypted and backed up like them", async () => {
    const { ofType, only, outputs } = await build({ replicas: 2 });
    assert.equal(ofType(types.instance).length, 3);
    const { inputs, options } = only(types.instance, "acme-prod-database-1-replica-2");
    assert.equal(inputs.replicateSourceDb, "acme-prod-database-1");
    assert.equal(options.protect, true);
    assert.deepEqual(
      [inputs.storageEncrypted, inputs.multiAz, inputs.backupRetentionPeriod, inputs.skipFinalSnapshot],
      [true, true, 35, true],
    );
    for (const property of [
      "engine",
      "username",
      "dbName",
      "dbSubnetGroupName",
      "kmsKeyId",
      "finalSnapshotIdentifier",
    ]) {
      assert.equal(inputs[property], undefined, property);
    }
    assert.equal(outputs.readerEndpointAddresses.length, 2);
    assert.deepEqual(outputs.replicaIdentifiers, ["acme-prod-database-1-replica-1", "acme-prod-database-1-replica-2"]);
    assert.equal(outputs.rotationFunctionNames.length, 1);
  });
});
