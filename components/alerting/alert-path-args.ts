import * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import type { Context } from "../shared/context.ts";

/** ARNs of a region's topics, by severity. */
export type TopicsBySeverity = Readonly<Record<Severity, pulumi.Output<string>>>;

/** A topic that others made and whose messages are alerts, too. */
export interface AlertSource {
  /** Short name in lower case with hyphens, for example "backup"; part of the subscription's name. */
  readonly name: string;
  /** ARN of the topic. */
  readonly topicArn: pulumi.Input<string>;
  /** Region of the topic: the home region or one of the other regions. */
  readonly region: string;
}

/** Where the alert path stands: what every part of it needs. */
export interface AlertPlace {
  /** Names, region (the home region) and account. */
  readonly context: Context;
  /** Regions beside the home region that have topics: of CloudFront's and Route 53's alarms, and of SES. Each once. */
  readonly otherRegions: readonly string[];
  /** ARN of the key of messages in each region, the home region included. */
  readonly messageKeyArns: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** ARN of the key of the path's own topic at home: another one, so that a mail comes when the key of messages is of no use. */
  readonly pathKeyArn: pulumi.Input<string>;
}

/**
 * All regions of the path, the home region first.
 *
 * @param place where the path stands
 */
export function regionsOf({ context, otherRegions }: AlertPlace): readonly string[] {
  return [context.region, ...otherRegions];
}

/**
 * The key of messages of a region.
 *
 * @param place the keys by region
 * @param region one of its regions
 * @returns its ARN; a region without a key fails the deployment
 */
export function messageKeyArn(
  { messageKeyArns }: Pick<AlertPlace, "messageKeyArns">,
  region: string,
): pulumi.Output<string> {
  return pulumi.output(messageKeyArns).apply((arns) => {
    const arn = arns[region];
    if (arn !== undefined) return arn;
    const known = Object.keys(arns).join(", ");
    throw new Error(`There is no key of messages in ${region}, only in ${known}: deploy the foundation stack first.`);
  });
}

/**
 * The argument that puts a resource into a region; nothing for the home region, which is the provider's.
 *
 * @param place where the path stands
 * @param region one of its regions
 */
export function inRegion({ context }: AlertPlace, region: string): { readonly region?: string } {
  return region === context.region ? {} : { region };
}

/**
 * Ends the name of what stands in a region.
 *
 * @param place where the path stands
 * @param region one of its regions
 * @returns nothing for the home region, "-us-east-1" for another
 */
export function regionSuffix({ context }: AlertPlace, region: string): string {
  return region === context.region ? "" : `-${region}`;
}
