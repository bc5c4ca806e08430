import assert from "node:assert/strict";
import { collect } from "../../test/pulumi-mocks.ts";
import { BackupRegion, type BackupRegionArgs } from "./backup-region.ts";

/** The settings that are made. */
async function settings(args: BackupRegionArgs) {
  const collected = await collect(() => {
    new BackupRegion("acme-account-backup", args);
  });
  return collected.only("aws:backup/regionSettings:RegionSettings").inputs;
}

describe("the region's backup settings", () => {
  it("opt in every type that the platform backs up", async () => {
    assert.deepEqual(await settings({}), {
      resourceTypeOptInPreference: { DynamoDB: true, EBS: true, EC2: true, EFS: true, RDS: true, S3: true },
      resourceTypeManagementPreference: { DynamoDB: true, EFS: true },
    });
  });

  it("opt out what was left out", async () => {
    const { resourceTypeOptInPreference } = await settings({ optedInTypes: ["EFS", "RDS"] });
    assert.deepEqual(resourceTypeOptInPreference, {
      DynamoDB: false,
      EBS: false,
      EC2: false,
      EFS: true,
      RDS: true,
      S3: false,
    });
  });
});
