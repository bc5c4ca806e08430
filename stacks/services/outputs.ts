import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";

/** What an environment's services stack promises to commands and to the stacks that read it. */
export interface ServicesOutputs {
  /** Names of the alarms in CloudWatch. */
  readonly alarmNames: readonly string[];
  /** URL of each queue of dead letters of the alert path, by its short name; "undelivered-<region>" is in that region. */
  readonly alertDeadLetterUrls: Readonly<Record<string, string>>;
  /** E-mail subscriptions of alerts that wait for a confirmation: nobody is told there. As of the last deployment. */
  readonly alertEmailsToConfirm: readonly string[];
  /** By route: "connected", or that its alerts go by e-mail and what to run. */
  readonly alertRoutes: Readonly<Record<string, string>>;
  /** ARN of the topic of each severity in the home region: for alarms and messages of other stacks and tools. */
  readonly alertTopicArns: Readonly<Record<Severity, string>>;
  /** URL of the queue that all alerts pass through. */
  readonly alertsQueueUrl: string;
  /** Name of the web servers' Auto Scaling group. */
  readonly autoScalingGroupName: string;
  /** Name of SES's configuration set; null when the environment sends no mail. */
  readonly configurationSetName: string | null;
  /** Name of the CloudWatch dashboard. */
  readonly dashboardName: string;
  /** Id of the CloudFront distribution; null without a CDN. */
  readonly distributionId: string | null;
  /** Id of the site's health check, whose metric is in us-east-1; null without a domain. */
  readonly healthCheckId: string | null;
  /** ARN of SES's identity; null when the environment sends no mail. */
  readonly identityArn: string | null;
  /** Id of the web servers' launch template: releases make its versions. */
  readonly launchTemplateId: string;
  /** ARN of the load balancer. */
  readonly loadBalancerArn: string;
  /** Security group of the load balancer. */
  readonly loadBalancerSecurityGroupId: string;
  /** Names of the alarms that stop an instance refresh. */
  readonly releaseAlarmNames: readonly string[];
  /** ARN of the secret with SMTP credentials; null when the environment sends no mail. */
  readonly smtpSecretArn: string | null;
  /** ARN of the web servers' target group. */
  readonly targetGroupArn: string;
  /** URNs that the last deployment left unlocked: what its next run asks. */
  readonly unlocked: readonly string[];
  /** Address of the site, with scheme and without a final slash. */
  readonly url: string;
  /** ARN of the web ACL. */
  readonly webAclArn: string;
  /** Security group of the web servers. */
  readonly webSecurityGroupId: string;
  /** ARN of the secret of each route's webhook. */
  readonly webhookSecretArns: Readonly<Record<string, string>>;
}
