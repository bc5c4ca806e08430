import { createHash } from "node:crypto";

/** Characters that Pulumi adds when it makes a physical name: a hyphen and seven hexadecimal digits. */
export const autoNameSuffixLength = 8;

/** Characters of the hash that stands for the part of a name that was cut. */
const hashLength = 8;

/** The shortest limit that `limitName` accepts: one character of the name, a hyphen and the hash. */
export const shortestLimit = hashLength + 2;

/**
 * The longest name that AWS takes, in characters, with the page or API shape that says so.
 * One entry for each kind of thing that the platform names. All sources are under https://docs.aws.amazon.com/.
 */
export const nameLimits = {
  iamRole: { maxLength: 64, source: "IAM/latest/APIReference/API_CreateRole.html" },
  iamPolicy: { maxLength: 128, source: "IAM/latest/APIReference/API_CreatePolicy.html" },
  iamInstanceProfile: { maxLength: 128, source: "IAM/latest/APIReference/API_CreateInstanceProfile.html" },
  loadBalancer: { maxLength: 32, source: "elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html" },
  targetGroup: { maxLength: 32, source: "elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html" },
  autoScalingGroup: { maxLength: 255, source: "autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html" },
  launchTemplate: { maxLength: 128, source: "AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html" },
  securityGroup: { maxLength: 255, source: "AWSEC2/latest/APIReference/API_CreateSecurityGroup.html" },
  bucket: { maxLength: 63, source: "AmazonS3/latest/userguide/bucketnamingrules.html" },
  topic: { maxLength: 256, source: "sns/latest/api/API_CreateTopic.html" },
  queue: { maxLength: 80, source: "AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html" },
  lambdaFunction: { maxLength: 64, source: "lambda/latest/api/API_CreateFunction.html" },
  keyAlias: { maxLength: 256, source: "kms/latest/APIReference/API_CreateAlias.html" },
  logGroup: { maxLength: 512, source: "AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html" },
  imageRepository: { maxLength: 256, source: "AmazonECR/latest/APIReference/API_CreateRepository.html" },
  trail: { maxLength: 128, source: "awscloudtrail/latest/APIReference/API_CreateTrail.html" },
  eventRule: { maxLength: 64, source: "eventbridge/latest/APIReference/API_PutRule.html" },
  schedule: { maxLength: 64, source: "scheduler/latest/APIReference/API_CreateSchedule.html" },
  budget: { maxLength: 100, source: "aws-cost-management/latest/APIReference/API_budgets_Budget.html" },
  backupVault: { maxLength: 50, source: "aws-backup/latest/devguide/API_CreateBackupVault.html" },
  backupPlan: { maxLength: 50, source: "aws-backup/latest/devguide/API_BackupPlanInput.html" },
  backupSelection: { maxLength: 50, source: "aws-backup/latest/devguide/API_BackupSelection.html" },
  configRecorder: { maxLength: 256, source: "config/latest/APIReference/API_ConfigurationRecorder.html" },
  alarm: { maxLength: 255, source: "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html" },
  document: { maxLength: 128, source: "systems-manager/latest/APIReference/API_CreateDocument.html" },
  table: { maxLength: 255, source: "amazondynamodb/latest/APIReference/API_CreateTable.html" },
  secret: { maxLength: 512, source: "secretsmanager/latest/apireference/API_CreateSecret.html" },
  mailConfigurationSet: {
    maxLength: 64,
    source: "ses/latest/APIReference-V2/API_CreateConfigurationSet.html",
  },
  webAcl: { maxLength: 128, source: "waf/latest/APIReference/API_CreateWebACL.html" },
  originAccessControl: { maxLength: 64, source: "cloudfront/latest/APIReference/API_OriginAccessControlConfig.html" },
  responseHeadersPolicy: {
    maxLength: 128,
    source: "cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html",
  },
  logDelivery: { maxLength: 60, source: "AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html" },
  databaseInstance: { maxLength: 63, source: "AmazonRDS/latest/APIReference/API_CreateDBInstance.html" },
} as const satisfies Record<string, { readonly maxLength: number; readonly source: string }>;

/** A kind of thing whose name has a limit in `nameLimits`. */
export type Named = keyof typeof nameLimits;

/**
 * The longest logical name whose physical name Pulumi may still make by itself.
 *
 * @param kind what is named
 * @returns AWS's limit less the suffix that Pulumi adds, in characters
 */
export function autoNameLimit(kind: Named): number {
  return nameLimits[kind].maxLength - autoNameSuffixLength;
}

/**
 * Shortens a name to a limit. A name that fits is returned as it is. A longer one is cut, and a hash of the whole name
 * stands at its end, so that two long names that begin alike stay different. The same name always gives the same
 * result, and no character is added that the name's own alphabet would not have: only a hyphen and hexadecimal digits.
 * The cut never leaves two hyphens in a row, which RDS refuses.
 *
 * @param name the full name
 * @param maxLength the limit in characters, at least `shortestLimit`
 * @throws RangeError when the limit is no whole number or leaves no room for the hash
 */
export function limitName(name: string, maxLength: number): string {
  if (!Number.isInteger(maxLength) || maxLength < shortestLimit) {
    throw new RangeError(
      `A name cannot be limited to ${maxLength} characters: allowed is a whole number from ${shortestLimit}, ` +
        `because the hash of a cut name takes ${hashLength + 1}. Take a limit from nameLimits.`,
    );
  }
  if (name.length <= maxLength) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, hashLength);
  const kept = name.slice(0, maxLength - hashLength - 1).replace(/-+$/, "");
  return kept === "" ? hash : `${kept}-${hash}`;
}
