import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { BackupRegion, type BackupRegionArgs } from "./backup-region.ts";

/** The resource that is made. */
async function made(args: BackupRegionArgs) {
  const collected = await collect(() => {
    new BackupRegion("acme-account-backup", args);
  });
  return collected.only("aws:backup/regionSettings:RegionSettings");
}

describe("the region's backup settings", () => {
  it("opt in every type that the platform backs up", async () => {
    assert.deepEqual((await made({})).inputs, {
      resourceTypeOptInPreference: { DynamoDB: true, EBS: true, EC2: true, EFS: true, RDS: true, S3: true },
      resourceTypeManagementPreference: { DynamoDB: true, EFS: true },
    });
  });

  it("opt out what was left out", async () => {
    const { resourceTypeOptInPreference } = (await made({ optedInTypes: ["EFS", "RDS"] })).inputs;
    assert.deepEqual(resourceTypeOptInPreference, {
      DynamoDB: false,
      EBS: false,
      EC2: false,
      EFS: true,
      RDS: true,
      S3: false,
    });
  });

  it("leave every other type as it is, by the paths that the provider knows, and none of their own", async () => {
    const { inputs, options } = await made({});
    const ignored = options.ignoreChanges ?? [];
    for (const path of [
      "resourceTypeOptInPreference.Aurora",
      "resourceTypeOptInPreference.SAP HANA on Amazon EC2",
      "resourceTypeManagementPreference.CloudFormation",
      "resourceTypeManagementPreference.RDS",
    ]) {
      assert.ok(ignored.includes(path), path);
    }
    for (const [property, preference] of Object.entries(inputs)) {
      for (const type of Object.keys(preference)) assert.equal(ignored.includes(`${property}.${type}`), false, type);
    }
    assert.equal(ignored.length, 14 + 18);
  });
});
