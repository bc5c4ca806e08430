/** What AWS services may do with an environment's keys. No principal or action is a wildcard; "Resource: *" is the key itself. */
import { logGroupArn } from "../shared/arns.ts";
import type { Context } from "../shared/context.ts";
import type { Statement } from "../shared/policy-document.ts";

/** A service that publishes to encrypted topics and queues. */
interface Publisher {
  /** Begins the statement's name. */
  readonly sid: string;
  /** The service's principal. */
  readonly principal: string;
  /** Whether AWS documents that it says for which account it publishes. Where it does not, a condition could lose messages unseen. */
  readonly saysAccount: boolean;
}

/**
 * The publishers, each with where AWS documents what it says of itself when it publishes (under https://docs.aws.amazon.com/):
 * - CloudWatch alarms: AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * - EventBridge: eventbridge/latest/userguide/eb-troubleshooting.html, by which such conditions are not supported
 * - AWS Backup: aws-backup/latest/devguide/backup-notifications.html, whose policy has no condition
 * - RDS events: AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html
 * - SES: ses/latest/dg/event-publishing-add-event-destination-sns.html
 *
 * A topic's own policy bounds those that say it to this account besides.
 */
const publishers: readonly Publisher[] = [
  { sid: "Alarms", principal: "cloudwatch.amazonaws.com", saysAccount: true },
  { sid: "Events", principal: "events.amazonaws.com", saysAccount: false },
  { sid: "Backups", principal: "backup.amazonaws.com", saysAccount: false },
  { sid: "Databases", principal: "events.rds.amazonaws.com", saysAccount: true },
  { sid: "Mail", principal: "ses.amazonaws.com", saysAccount: true },
];

/**
 * Lets the publishing services encrypt what they send to topics and queues, and SNS what it delivers from topics to queues.
 * Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, "Enable compatibility between event sources from AWS
 * services and encrypted topics"; the actions are those of the wildcard there. For SNS:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html, whose policy has no
 * condition; the queues' own policies name the topics.
 *
 * @param accountId twelve digits
 * @param deliverers principals of SNS that deliver to the key's queues, from `snsPrincipal`. Default: that of topics in the key's region
 */
export function messagesStatements(
  accountId: string,
  deliverers: readonly string[] = ["sns.amazonaws.com"],
): readonly Statement[] {
  const published = publishers.map((publisher) => publishedBy(publisher, accountId));
  const delivered = deliverers.map((principal) => ({
    Sid: `Deliver${principal.replaceAll(/[^a-z0-9]/gi, "")}`,
    Effect: "Allow" as const,
    Principal: { Service: principal },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
  }));
  return [...published, ...delivered];
}

/**
 * Lets CloudWatch's alarms encrypt what they send to the topic of the alert path itself, and nobody else. Roles that publish there have the right
 * by IAM.
 *
 * @param accountId twelve digits
 */
export function alertPathStatements(accountId: string): readonly Statement[] {
  return publishers.filter(({ sid }) => sid === "Alarms").map((publisher) => publishedBy(publisher, accountId));
}

function publishedBy({ sid, principal, saysAccount }: Publisher, accountId: string): Statement {
  return {
    Sid: `${sid}ArePublished`,
    Effect: "Allow",
    Principal: { Service: principal },
    Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
    Resource: "*",
    ...(saysAccount && { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
  };
}

/**
 * Lets CloudFront read objects through an origin access control, for any distribution of the account: the one that will read is made later,
 * by another stack.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html, "SSE-KMS"
 *
 * @param accountId twelve digits
 */
export function objectsStatements(accountId: string): readonly Statement[] {
  return [
    {
      Sid: "DistributionsRead",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${accountId}:distribution/*` } },
    },
  ];
}

/**
 * Lets Auto Scaling launch instances with volumes that the key encrypts: it uses the key, and gives EC2 a grant.
 * Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html; the actions are those
 * of the wildcards there.
 *
 * @param serviceRoleArn ARN of the service-linked role, which must be made: KMS takes no policy that names a missing principal
 */
export function volumesStatements(serviceRoleArn: string): readonly Statement[] {
  const principal = { AWS: serviceRoleArn };
  return [
    {
      Sid: "AutoScalingEncrypts",
      Effect: "Allow",
      Principal: principal,
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "*",
    },
    {
      Sid: "AutoScalingGrants",
      Effect: "Allow",
      Principal: principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * ARNs of the environment's own log groups, as patterns: the platform's, and those of the databases, whose names AWS begins.
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 *
 * @param context region, account and names
 */
export function ownLogGroups(context: Pick<Context, "project" | "environment" | "region" | "accountId">): string[] {
  const { project, environment, region, accountId } = context;
  const names = [`/${project}/${environment}/*`, `/aws/rds/instance/${project}-${environment}-*`];
  return names.map((name) => logGroupArn(region, accountId, name));
}
