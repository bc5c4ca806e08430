import * as pulumi from "@pulumi/pulumi";
import { severities } from "../../ops-lambdas/slack-alerts/notice.ts";
import { NotificationTopic, type Publisher } from "../shared/notification-topic.ts";
import {
  type AlertPlace,
  inRegion,
  messageKeyArn,
  regionSuffix,
  regionsOf,
  type TopicsBySeverity,
} from "./alert-path-args.ts";

/** What the topics of alerts are made from. */
export type AlertTopicsArgs = AlertPlace;

/**
 * Topics of alerts: in each region one for each severity, because alarms and rules publish within their region, and one for what is wrong
 * with the alert path itself, whose messages never pass through Slack. Topics cost nothing while nothing is sent.
 *
 * Jobs of the platform publish by the rights of their own roles; the topics' policies let in CloudWatch and EventBridge only.
 */
export class AlertTopics extends pulumi.ComponentResource {
  /** ARN of the topic of each severity, by region. Known once the topic's policy lets the publishers in. */
  public readonly arns: Readonly<Record<string, TopicsBySeverity>>;
  /** ARN of the topic of the path's own alarms, by region. */
  public readonly fallbackArns: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name prefix of the children's names, from the context: topics are `<name>-<severity>` and `<name>-path` */
  constructor(name: string, args: AlertTopicsArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:AlertTopics", name, {}, options);
    const regions = regionsOf(args);
    this.arns = Object.fromEntries(
      regions.map((region) => {
        const publishers = [alarms(args, region), { service: "events.amazonaws.com", saysAccount: false }];
        const topics = severities.map(
          (severity) => [severity, this.#createTopic(name, severity, region, args, publishers)] as const,
        );
        return [region, Object.fromEntries(topics) as unknown as TopicsBySeverity];
      }),
    );
    this.fallbackArns = Object.fromEntries(
      regions.map((region) => [region, this.#createTopic(name, "path", region, args, [alarms(args, region)])]),
    );
    this.registerOutputs({ arns: this.arns, fallbackArns: this.fallbackArns });
  }

  #createTopic(name: string, kind: string, region: string, args: AlertTopicsArgs, publishers: readonly Publisher[]) {
    const isPathAtHome = kind === "path" && region === args.context.region;
    const keyArn = isPathAtHome ? args.pathKeyArn : messageKeyArn(args, region);
    return new NotificationTopic(
      `${name}-${kind}${regionSuffix(args, region)}`,
      { context: args.context, keyArn, publishers, ...inRegion(args, region) },
      { parent: this },
    ).arn;
  }
}

/**
 * Alarms of the account in the topic's region.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
function alarms({ context: { accountId } }: AlertTopicsArgs, region: string): Publisher {
  return {
    service: "cloudwatch.amazonaws.com",
    sourceArns: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:*`],
  };
}
