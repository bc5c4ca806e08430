/** Regions that an account must opt into, and what SNS makes of them. */

/**
 * Regions that every account has, as SNS's page counts them: it takes Osaka (ap-northeast-3) for an opt-in region, too.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
const enabledByDefault: ReadonlySet<string> = new Set(
  (
    "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 " +
    "eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"
  ).split(" "),
);

/**
 * The service principal by which SNS sends from a topic's region to a queue's; undefined when it does not send there: not
 * from one opt-in region to another.
 */
export function snsSender(topicRegion: string, queueRegion: string): string | undefined {
  if (topicRegion === queueRegion) return "sns.amazonaws.com";
  const [first, ...others] = [topicRegion, queueRegion].filter((region) => !enabledByDefault.has(region));
  if (others.length > 0) return undefined;
  return first === undefined ? "sns.amazonaws.com" : `sns.${first}.amazonaws.com`;
}
