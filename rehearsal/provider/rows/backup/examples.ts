/** Examples of Backup's rows. */
import type { Example } from "../example.ts";
import { resourceTypes } from "./index.ts";

/** Preferences of all types, as a refresh finds them. */
const optedIn = Object.fromEntries(resourceTypes.map((type) => [type, type !== "FSx"]));
const managed = { CloudFormation: true, DSQL: true, DynamoDB: false, EFS: false };

/** All examples of Backup. */
export const examples: readonly Example[] = [
  {
    name: "backup-region-settings",
    type: "aws:backup/regionSettings:RegionSettings",
    inputs: () => ({ resourceTypeOptInPreference: optedIn, resourceTypeManagementPreference: managed }),
    change: () => ({ resourceTypeManagementPreference: { ...managed, DynamoDB: true } }),
  },
];
