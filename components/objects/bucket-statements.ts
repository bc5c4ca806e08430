/** Which AWS services may use an environment's buckets, and for what. */
import type { Statement } from "../shared/policy-document.ts";

/** Prefix in the logs bucket that load balancers write below. */
export const loadBalancerLogsPrefix = "load-balancer";

/** Prefix in the logs bucket that CloudFront writes below. */
export const cloudFrontLogsPrefix = "cloudfront";

/** CloudFront's logs are configured in this region, whatever the region of the bucket. */
const cloudFrontRegion = "us-east-1";

/**
 * Lets CloudFront read the assets through an origin access control, for any distribution of the account: the one that will read is made
 * later, by another stack. The distribution's ARN names the account.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 *
 * @param bucketArn ARN of the bucket
 * @param accountId twelve digits
 */
export function distributionsStatement(bucketArn: string, accountId: string): Statement {
  return {
    Sid: "DistributionsRead",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    // Not s3:ListBucket: a distribution would show the list of all objects to whoever asks for "/".
    Action: "s3:GetObject",
    Resource: `${bucketArn}/*`,
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${accountId}:distribution/*` } },
  };
}

/**
 * Lets load balancers of this account deliver their access logs. The service's principal is the same in every region; the accounts of
 * Elastic Load Balancing that older regions (af-south-1 too) asked for before are AWS's legacy form. The account stands in the path: the service writes
 * below the account of the load balancer only.
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 *
 * @param bucketArn ARN of the bucket
 * @param accountId twelve digits
 */
export function loadBalancerLogsStatement(bucketArn: string, accountId: string): Statement {
  return {
    Sid: "LoadBalancersDeliver",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn}/${loadBalancerLogsPrefix}/AWSLogs/${accountId}/*`,
  };
}

/**
 * Lets CloudFront's standard logging (v2) deliver. The canned ACL is only a header: the bucket has no ACLs.
 * Sources: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 *
 * @param bucketArn ARN of the bucket
 * @param accountId twelve digits
 */
export function cloudFrontLogsStatements(bucketArn: string, accountId: string): readonly Statement[] {
  const principal = { Service: "delivery.logs.amazonaws.com" };
  const source = `arn:aws:logs:${cloudFrontRegion}:${accountId}:delivery-source:*`;
  return [
    {
      Sid: "CloudFrontDelivers",
      Effect: "Allow",
      Principal: principal,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/${cloudFrontLogsPrefix}/*`,
      Condition: {
        ArnLike: { "aws:SourceArn": source },
        StringEquals: { "aws:SourceAccount": accountId, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    {
      Sid: "CloudFrontLooks",
      Effect: "Allow",
      Principal: principal,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: {
        ArnLike: { "aws:SourceArn": source },
        StringEquals: { "aws:SourceAccount": accountId },
      },
    },
  ];
}
