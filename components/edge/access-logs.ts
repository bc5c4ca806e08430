import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { cloudFrontRegion } from "./certificate.ts";

/**
 * Prefix of CloudFront's access logs in their bucket; the bucket's policy names it. CloudFront adds
 * `AWSLogs/<account>/CloudFront/`.
 */
export const accessLogsPrefix = "cloudfront";

/**
 * What is logged of a request: every field of the standard logs but `cs(Cookie)`, which would let a reader act as the visitor.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
const recordFields = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "fle-status",
  "fle-encrypted-fields",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
];

/**
 * Delivers a distribution's access logs to a bucket (standard logging v2, control CloudFront.5), a folder for each hour.
 *
 * The legacy logging needs a bucket with ACLs and takes none in an opt-in region such as af-south-1; this one does. It is set
 * up in us-east-1, wherever the bucket is.
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 *
 * @param name prefix of the resources' names
 * @param distributionArn whose logs
 * @param bucketArn where to; its policy must let `delivery.logs.amazonaws.com` write below `accessLogsPrefix`
 * @param parent the component that they belong to
 */
export function deliverAccessLogs(
  name: string,
  distributionArn: pulumi.Input<string>,
  bucketArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): void {
  const region = cloudFrontRegion;
  const logicalName = limitName(name, autoNameLimit("logDelivery"));
  const source = new aws.cloudwatch.LogDeliverySource(
    logicalName,
    { region, logType: "ACCESS_LOGS", resourceArn: distributionArn },
    // A distribution has one source: the old one must go before a new one comes.
    { parent, deleteBeforeReplace: true },
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    logicalName,
    {
      region,
      outputFormat: "json",
      deliveryDestinationConfiguration: {
        destinationResourceArn: pulumi.interpolate`${bucketArn}/${accessLogsPrefix}`,
      },
    },
    { parent },
  );
  new aws.cloudwatch.LogDelivery(
    name,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields,
      s3DeliveryConfigurations: [
        { suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enableHiveCompatiblePath: false },
      ],
    },
    { parent },
  );
}
