/** What an environment's services stack promises to commands and to the stacks that read it. */
export interface ServicesOutputs {
  /** ARN of the topic of CloudWatch's alarms. */
  readonly alertsTopicArn: string;
  /** Name of the web servers' Auto Scaling group. */
  readonly autoScalingGroupName: string;
  /** Name of SES's configuration set; null when the environment sends no mail. */
  readonly configurationSetName: string | null;
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
}
