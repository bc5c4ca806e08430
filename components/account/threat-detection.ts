import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What threat detection is made of. */
export interface ThreatDetectionArgs {
  /** Id of an existing detector, 32 hexadecimal characters. Default: a detector is made; a region takes one only. */
  readonly adoptDetectorId?: string | undefined;
}

/** Agents that runtime monitoring installs by itself. EKS costs nothing while there is no cluster. */
const runtimeAgents = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"];

/**
 * The protection plans for what the platform uses. EKS_AUDIT_LOGS and EKS_RUNTIME_MONITORING are left as they are: there is no
 * EKS, and RUNTIME_MONITORING excludes the latter. AWS documents no plan of these as missing in af-south-1.
 * Source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
 */
export const threatDetectionFeatures = [
  { suffix: "s3", feature: "S3_DATA_EVENTS", agents: [] },
  { suffix: "malware", feature: "EBS_MALWARE_PROTECTION", agents: [] },
  { suffix: "rds", feature: "RDS_LOGIN_EVENTS", agents: [] },
  { suffix: "lambda", feature: "LAMBDA_NETWORK_LOGS", agents: [] },
  { suffix: "runtime", feature: "RUNTIME_MONITORING", agents: runtimeAgents },
] as const;

/**
 * GuardDuty in one region with every protection plan that applies to the platform. Findings are published every fifteen
 * minutes, the shortest interval. Costs by the volume that is analysed.
 */
export class ThreatDetection extends pulumi.ComponentResource {
  /** Id of the detector, made here or adopted. */
  public readonly detectorId: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: ThreatDetectionArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:account:ThreatDetection", name, {}, options);
    this.detectorId =
      args.adoptDetectorId === undefined
        ? new aws.guardduty.Detector(
            name,
            { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
            { parent: this },
          ).id
        : pulumi.output(args.adoptDetectorId);
    for (const { suffix, feature, agents } of threatDetectionFeatures) {
      new aws.guardduty.DetectorFeature(
        `${name}-${suffix}`,
        {
          detectorId: this.detectorId,
          name: feature,
          status: "ENABLED",
          ...(agents.length > 0 && {
            additionalConfigurations: agents.map((agent) => ({ name: agent, status: "ENABLED" })),
          }),
        },
        { parent: this },
      );
    }
    this.registerOutputs({ detectorId: this.detectorId });
  }
}
