/** Examples of CloudWatch Logs' rows. */
import type { Example } from "../example.ts";

const document = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: service }, Action: "logs:PutLogEvents", Resource: "arn:aws:logs:*:*:*" },
    ],
  });

/** One example of each row. */
export const examples: readonly Example[] = [
  {
    name: "logs-log-group",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: () => ({ name: "/example/logs", retentionInDays: 30, tags: { Name: "example" } }),
    change: () => ({ retentionInDays: 90, deletionProtectionEnabled: true, tags: { Name: "changed" } }),
  },
  {
    name: "logs-resource-policy",
    type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    inputs: () => ({ policyName: "example", policyDocument: document("route53.amazonaws.com") }),
    change: () => ({ policyDocument: document("es.amazonaws.com") }),
  },
  {
    name: "logs-delivery-bucket",
    type: "aws:s3/bucket:Bucket",
    inputs: () => ({ bucket: "rehearsal-delivered-logs" }),
  },
  {
    name: "logs-delivery-source",
    type: "aws:cloudwatch/logDeliverySource:LogDeliverySource",
    needs: ["cloudfront-distribution"],
    inputs: (made) => ({
      name: "example",
      region: "us-east-1",
      logType: "ACCESS_LOGS",
      resourceArn: made("cloudfront-distribution").arn,
    }),
    // Anything else replaces it.
    change: () => ({ tags: { Name: "changed" } }),
  },
  {
    name: "logs-delivery-destination",
    type: "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
    needs: ["logs-delivery-bucket"],
    inputs: (made) => ({
      name: "example",
      region: "us-east-1",
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: `${made("logs-delivery-bucket").arn}/one` },
    }),
    change: (made) => ({
      deliveryDestinationConfiguration: { destinationResourceArn: `${made("logs-delivery-bucket").arn}/two` },
    }),
  },
  {
    name: "logs-delivery",
    type: "aws:cloudwatch/logDelivery:LogDelivery",
    needs: ["logs-delivery-source", "logs-delivery-destination"],
    inputs: (made) => ({
      region: "us-east-1",
      deliverySourceName: made("logs-delivery-source").name,
      deliveryDestinationArn: made("logs-delivery-destination").arn,
      s3DeliveryConfigurations: [{ suffixPath: "{yyyy}/{MM}/{dd}", enableHiveCompatiblePath: false }],
    }),
    change: () => ({ s3DeliveryConfigurations: [{ suffixPath: "{yyyy}", enableHiveCompatiblePath: true }] }),
  },
];
