/** Examples of Backup's rows. */
import type { Example } from "../example.ts";

/** All examples of Backup. */
export const examples: readonly Example[] = [
  {
    name: "backup-region-settings",
    type: "aws:backup/regionSettings:RegionSettings",
    inputs: () => ({ resourceTypeOptInPreference: { EBS: true, RDS: true } }),
    change: () => ({ resourceTypeManagementPreference: { DynamoDB: true } }),
  },
];
