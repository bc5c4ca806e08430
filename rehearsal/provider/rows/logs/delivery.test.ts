import { describeRules } from "../test-cases.ts";
import { testFacts, testWorld } from "../test-world.ts";
import { logDelivery, logDeliveryDestination, logDeliverySource } from "./delivery.ts";

const facts = testFacts({ region: "us-east-1" });
const distributionArn = "arn:aws:cloudfront::123456789012:distribution/E1";
const distribution = ["aws:cloudfront/distribution:Distribution", "E1", { arn: distributionArn }] as const;
const source = { name: "a", logType: "ACCESS_LOGS", resourceArn: distributionArn };

describeRules(
  logDeliverySource,
  source,
  [
    ["another kind of log", { logType: "ERROR_LOGS" }, /ACCESS_LOGS and CONNECTION_LOGS/],
    ["a name with a dot", { name: "a.b" }, /1 to 60 letters/],
    ["a distribution that is not there", { resourceArn: `${distributionArn}2` }, /does not exist/],
    [
      "a second source",
      { name: "b" },
      /has the delivery source a for ACCESS_LOGS already/,
      testWorld(distribution, [logDeliverySource.type, "a", source]),
    ],
  ],
  testWorld(distribution),
  facts,
);

describeRules(logDeliverySource, { ...source, resourceArn: "arn:aws:workmail:eu-west-1:1:organization/m" }, [
  [
    "a distribution from another region",
    { resourceArn: distributionArn },
    /give region us-east-1/,
    testWorld(distribution),
  ],
]);

const bucket = ["aws:s3/bucket:Bucket", "logs", {}] as const;
const to = (destinationResourceArn: string) => ({ deliveryDestinationConfiguration: { destinationResourceArn } });
describeRules(
  logDeliveryDestination,
  { name: "a", outputFormat: "json", ...to("arn:aws:s3:::logs/cloudfront") },
  [
    ["another format", { outputFormat: "xml" }, /json, plain, w3c, raw, parquet/],
    ["a bucket that is not there", to("arn:aws:s3:::other"), /bucket other/],
  ],
  testWorld(bucket),
  facts,
);

const destinationArn = "arn:aws:logs:us-east-1:123456789012:delivery-destination:a";
const delivery = { deliverySourceName: "a", deliveryDestinationArn: destinationArn };
const both = [
  [logDeliverySource.type, "a", source],
  [logDeliveryDestination.type, "a", { arn: destinationArn }],
] as const;
describeRules(
  logDelivery,
  delivery,
  [
    ["a source that is not there", { deliverySourceName: "b" }, /source b does not exist/],
    ["a destination that is not there", { deliveryDestinationArn: `${destinationArn}b` }, /does not exist/],
    ["the same delivery twice", {}, /already/, testWorld(...both, [logDelivery.type, "1", delivery])],
  ],
  testWorld(...both),
  facts,
);
