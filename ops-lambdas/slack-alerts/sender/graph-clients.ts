/** What pictures need. This file is loaded with the first picture only. */
import { CloudWatchClient, GetMetricWidgetImageCommand } from "@aws-sdk/client-cloudwatch";
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import { Sha256 } from "@smithy/core/checksum";
import { partitionOf } from "../places.ts";

const metrics = new Map<string, CloudWatchClient>();

function client(region: string): CloudWatchClient {
  const known = metrics.get(region) ?? new CloudWatchClient({ region, maxAttempts: 1 });
  metrics.set(region, known);
  return known;
}

/** The picture of a MetricWidget as PNG; undefined when CloudWatch returns none. */
export async function metricImage(region: string, widget: string, abortSignal: AbortSignal) {
  const command = new GetMetricWidgetImageCommand({ MetricWidget: widget, OutputFormat: "png" });
  const { MetricWidgetImage } = await client(region).send(command, { abortSignal });
  return MetricWidgetImage === undefined || MetricWidgetImage.length === 0 ? undefined : MetricWidgetImage;
}

/** Where a picture is kept. */
export interface Place {
  readonly region: string;
  readonly bucketName: string;
  readonly key: string;
  /** Seconds for which its address is good. */
  readonly goodSeconds: number;
}

/**
 * Puts a picture into the bucket, and returns a signed address of it. Both are addresses that are signed: the client of S3 would be
 * a quarter of the function's program.
 *
 * @throws Error with the status when S3 does not take it
 */
export async function keepImage(place: Place, image: Uint8Array, signal: AbortSignal): Promise<string> {
  const body = Buffer.from(image);
  const answer = await fetch(await signedUrl("PUT", place), { method: "PUT", body, signal });
  if (!answer.ok) throw Object.assign(new Error("S3 does not take the picture."), { statusCode: answer.status });
  return signedUrl("GET", place);
}

async function signedUrl(method: "GET" | "PUT", { region, bucketName, key, goodSeconds }: Place): Promise<string> {
  const { credentials } = client(region).config;
  const signer = new S3RequestPresigner({ region, credentials, sha256: Sha256 });
  const url = addressOf(region, bucketName, key);
  const { protocol, hostname, pathname: path, host } = url;
  const port = url.port === "" ? {} : { port: Number(url.port) };
  const request = { method, protocol, hostname, path, headers: { host }, query: {}, ...port };
  const { query = {} } = await signer.presign(request, { expiresIn: goodSeconds });
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.href;
}

/** Address of an object; with an endpoint of its own, as in a rehearsal, the bucket is in the path. */
function addressOf(region: string, bucketName: string, key: string): URL {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined) return new URL(`/${bucketName}/${key}`, endpoint);
  const suffix = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return new URL(`https://${bucketName}.s3.${region}.${suffix}/${key}`);
}
