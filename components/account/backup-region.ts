import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type BackupResourceType, backupResourceTypes } from "./backup-resource-types.ts";

/** What the region's backup settings are made of. */
export interface BackupRegionArgs {
  /** Types that AWS Backup may protect. Default: all of `backupResourceTypes`. Others of that list are opted out. */
  readonly optedInTypes?: readonly BackupResourceType[] | undefined;
}

/**
 * Which resource types AWS Backup protects in the region. A plan that selects by tags skips, without a word, every type that is
 * not opted in here. DynamoDB and EFS are managed by AWS Backup in full, so that their recovery points are encrypted by the
 * vault's key. A singleton: destroying it changes nothing in AWS.
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
        resourceTypeManagementPreference: { DynamoDB: true, EFS: true },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
