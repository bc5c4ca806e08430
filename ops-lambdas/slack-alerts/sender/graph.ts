/** Pictures of metrics: drawn by CloudWatch, kept in a bucket, and shown by an address that is signed for a while. */
import { keyOf } from "../incidents/records.ts";
import type { OutboxMessage } from "../notice.ts";
import { graphsPrefix, longestGraph } from "../settings.ts";
import type { Draw } from "./parts.ts";

/** Seconds for which the address of a picture is good. Slack keeps a copy as it shows the message first. */
const goodSeconds = 3600;

/**
 * Draws into a bucket. The clients are loaded with the first picture: most starts of the function need none.
 *
 * @param bucketName bucket for pictures; they lie under `alert-graphs/`
 * @param region region of the bucket, and of metrics whose message names none
 */
export function drawInto(bucketName: string, region: string): Draw {
  let clients: Promise<typeof import("./graph-clients.ts")> | undefined;
  return async (message: OutboxMessage, signal: AbortSignal) => {
    const widget = JSON.stringify(message.graph);
    if (widget.length > longestGraph) return undefined;
    clients ??= import("./graph-clients.ts");
    const { metricImage, keepImage } = await clients;
    const image = await metricImage(message.region ?? region, widget, signal);
    if (image === undefined) return undefined;
    const key = `${graphsPrefix}${keyOf(message.id)}.png`;
    return keepImage({ region, bucketName, key, goodSeconds }, image, signal);
  };
}
