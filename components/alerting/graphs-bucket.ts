import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { HardenedBucket } from "../shared/hardened-bucket.ts";
import { autoNameLimit } from "../shared/names.ts";
import type { AlertGraphs } from "./delivery-args.ts";

/** Days that a picture is kept: Slack keeps a copy of what it has shown. */
const graphDays = 7;

/**
 * Logical name of the bucket of pictures: the bucket of logs lets in the access logs of buckets by name.
 *
 * @param context names
 */
export function graphsBucketName(context: Context): string {
  return context.name("alerts-graphs", autoNameLimit("bucket"));
}

/**
 * Makes the private bucket of pictures of metrics, which Slack fetches by signed addresses.
 *
 * @param context names
 * @param graphs key and logs
 * @param parent component that it belongs to
 */
export function createGraphsBucket(
  context: Context,
  { objectsKeyArn, logsBucketName }: AlertGraphs,
  parent: pulumi.Resource,
): HardenedBucket {
  return new HardenedBucket(
    graphsBucketName(context),
    {
      keyArn: objectsKeyArn,
      retentionDays: graphDays,
      oldVersionRetentionDays: 1,
      accessLogBucketName: logsBucketName,
    },
    { parent },
  );
}
