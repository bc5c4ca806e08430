/**
 * Regions that every account has from the start, as SNS counts them: its page lists Osaka (ap-northeast-3) among the opt-in regions.
 * All others must be opted into, and have a principal of SNS of their own.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
const defaultRegions: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/**
 * Says whether SNS treats a region as one that accounts must opt into.
 *
 * @param region region's code, for example "af-south-1"
 */
export function isOptInRegion(region: string): boolean {
  return !defaultRegions.includes(region);
}

/**
 * The principal by which SNS delivers from a topic to a queue, for the queue's policy and its key's. With another one messages
 * vanish and nothing tells. Source: https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 *
 * @param topicRegion where the topic is
 * @param queueRegion where the queue is
 * @throws Error when both are opt-in regions and differ: SNS does not deliver between them
 */
export function snsPrincipal(topicRegion: string, queueRegion: string): string {
  if (topicRegion === queueRegion) return "sns.amazonaws.com";
  const optIn = [topicRegion, queueRegion].filter(isOptInRegion);
  if (optIn.length === 2) {
    throw new Error(
      `SNS cannot deliver from ${topicRegion} to ${queueRegion}: both are opt-in regions, and one of the two must be enabled by ` +
        "default, or they must be the same. Take another region for one of them, for example eu-west-1.",
    );
  }
  return optIn[0] === undefined ? "sns.amazonaws.com" : `sns.${optIn[0]}.amazonaws.com`;
}
