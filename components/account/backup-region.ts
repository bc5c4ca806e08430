import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type BackupResourceType, backupResourceTypes, otherBackupResourceTypes } from "./backup-resource-types.ts";

/** Types that the platform has fully managed by AWS Backup. */
const managedTypes = ["DynamoDB", "EFS"] as const;

/**
 * Preferences that AWS tells and the platform does not set: without this every preview would want to remove them. The
 * paths are written with dots, also before spaces, because the provider compares them as texts with its own.
 */
const untouched: readonly string[] = [
  ...otherBackupResourceTypes.map((type) => `resourceTypeOptInPreference.${type}`),
  ...[...backupResourceTypes, ...otherBackupResourceTypes]
    .filter((type) => !(managedTypes as readonly string[]).includes(type))
    .map((type) => `resourceTypeManagementPreference.${type}`),
];

/** What the region's backup settings are made of. */
export interface BackupRegionArgs {
  /** Types that AWS Backup may protect. Default: all of `backupResourceTypes`. Others of that list are opted out. */
  readonly optedInTypes?: readonly BackupResourceType[] | undefined;
}

/**
 * Which resource types AWS Backup protects in the region. A plan that selects by tags skips, without a word, every type that is
 * not opted in here. DynamoDB and EFS are managed by AWS Backup in full, so that their recovery points are encrypted by the
 * vault's key. Types that are not in `backupResourceTypes` stay as they are. A singleton: destroying it changes nothing in AWS.
 */
export class BackupRegion extends pulumi.ComponentResource {
  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: BackupRegionArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:BackupRegion", name, {}, options);
    const optedIn: readonly string[] = args.optedInTypes ?? backupResourceTypes;
    new aws.backup.RegionSettings(
      `${name}-settings`,
      {
        resourceTypeOptInPreference: Object.fromEntries(
          backupResourceTypes.map((type) => [type, optedIn.includes(type)]),
        ),
        resourceTypeManagementPreference: Object.fromEntries(managedTypes.map((type) => [type, true])),
      },
      { parent: this, ignoreChanges: [...untouched] },
    );
    this.registerOutputs({});
  }
}
