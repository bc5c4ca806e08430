import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";

/** What the locks need to know. */
export interface AccountLocksArgs {
  /** Where the deployment goes. */
  readonly context: Context;
}

/**
 * What the whole account, or its region, is locked against: unencrypted volumes, shared snapshots, shared images, public
 * buckets. Singletons: destroying them puts AWS's own defaults back. Free.
 */
export class AccountLocks extends pulumi.ComponentResource {
  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AccountLocksArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:AccountLocks", name, {}, options);
    new aws.ebs.EncryptionByDefault(`${name}-ebs-encryption`, { enabled: true }, { parent: this });
    new aws.ebs.SnapshotBlockPublicAccess(`${name}-snapshots`, { state: "block-all-sharing" }, { parent: this });
    new aws.ec2.ImageBlockPublicAccess(`${name}-images`, { state: "block-new-sharing" }, { parent: this });
    new aws.s3.AccountPublicAccessBlock(
      `${name}-s3`,
      {
        accountId: args.context.accountId,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
