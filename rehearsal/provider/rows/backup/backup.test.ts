import { unknown } from "../../row.ts";
import { assertCase } from "../test-world.ts";
import { regionSettings } from "./index.ts";

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
});
