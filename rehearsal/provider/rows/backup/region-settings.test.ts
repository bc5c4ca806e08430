import assert from "node:assert/strict";
import { unknown } from "../../row.ts";
import { assertCase, testFacts } from "../test-world.ts";
import { regionSettings, resourceTypes } from "./region-settings.ts";

describe("Backup region settings", () => {
  const inputs = {
    resourceTypeOptInPreference: { EBS: true, S3: false },
    resourceTypeManagementPreference: { EFS: true },
  };
  it("accepts AWS's resource types", () => assertCase(regionSettings, { title: "", inputs }));
  it("accepts what is not known yet", () =>
    assertCase(regionSettings, { title: "", inputs: { resourceTypeOptInPreference: unknown } }));
  it("refuses others", () =>
    assertCase(regionSettings, {
      title: "",
      inputs: { resourceTypeOptInPreference: { Ebs: true } },
      refused: /no resource type Ebs: allowed are Aurora/,
    }));

  it("tells every type, those too that nobody set", () => {
    const { resourceTypeOptInPreference, resourceTypeManagementPreference } =
      regionSettings.attributes?.(inputs, "eu-west-1", testFacts()) ?? {};
    assert.deepEqual(Object.keys(resourceTypeOptInPreference).sort(), [...resourceTypes].sort());
    assert.equal(resourceTypeOptInPreference.EBS, true);
    assert.equal(resourceTypeOptInPreference.S3, false);
    assert.deepEqual(resourceTypeManagementPreference, {
      CloudFormation: true,
      DSQL: true,
      DynamoDB: false,
      EFS: true,
    });
  });
});
