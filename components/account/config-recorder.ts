import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import type { AuditStore } from "./audit-store.ts";

/** What the recorder is made of. */
export interface ConfigRecorderArgs {
  /** Where the deployment goes. */
  readonly context: Context;
  /** Where the history goes, and its key. */
  readonly store: AuditStore;
  /**
   * Whether to make Config's service-linked role. Default: true. False where Config was ever on: the role is there then, and
   * AWS refuses to make it twice.
   */
  readonly createServiceLinkedRole?: boolean | undefined;
}

/**
 * AWS Config: records every supported resource type of the region, and the global ones, by its service-linked role, and
 * delivers the history to the audit bucket. An account has one recorder in a region. Costs by recorded change.
 */
export class ConfigRecorder extends pulumi.ComponentResource {
  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: ConfigRecorderArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:ConfigRecorder", name, {}, options);
    const recorder = new aws.cfg.Recorder(
      name,
      {
        name: "default",
        roleArn: this.findRole(name, args),
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
      { parent: this },
    );
    const channel = new aws.cfg.DeliveryChannel(
      `${name}-channel`,
      {
        name: "default",
        s3BucketName: args.store.bucket.bucketName,
        s3KmsKeyArn: args.store.keyArn,
        snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
      },
      // Config wants the recorder first, and writes a trial object when the channel is made.
      { parent: this, dependsOn: [recorder, args.store] },
    );
    new aws.cfg.RecorderStatus(
      `${name}-status`,
      { name: recorder.name, isEnabled: true },
      { parent: this, dependsOn: [channel] },
    );
    this.registerOutputs({});
  }

  /** ARN of Config's service-linked role, made here or known by its fixed name. */
  private findRole(name: string, args: ConfigRecorderArgs): pulumi.Input<string> {
    if (args.createServiceLinkedRole ?? true) {
      return new aws.iam.ServiceLinkedRole(`${name}-role`, { awsServiceName: "config.amazonaws.com" }, { parent: this })
        .arn;
    }
    return `arn:aws:iam::${args.context.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  }
}
