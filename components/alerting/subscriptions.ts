import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AlertPlace, type AlertSource, inRegion, regionSuffix, type TopicsBySeverity } from "./alert-path-args.ts";
import type { AlertQueue } from "./queues.ts";

/** What the subscriptions are made from. */
export interface AlertSubscriptionsArgs extends AlertPlace {
  /** ARN of the topic of each severity, by region. */
  readonly topicArns: Readonly<Record<string, TopicsBySeverity>>;
  /** ARN of the topic of the path's own alarms, by region. */
  readonly fallbackTopicArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Topics of others that are listened to as well. */
  readonly sources: readonly AlertSource[];
  /** The queue that all topics deliver to. */
  readonly alerts: AlertQueue;
  /** The queue of what could not be delivered, by region. */
  readonly undelivered: Readonly<Record<string, AlertQueue>>;
  /** Addresses that get the path's own alarms. Each confirms once for each region. */
  readonly emails: readonly string[];
  /** Addresses that get critical alerts beside Slack. Each confirms once for each region. */
  readonly pageEmails: readonly string[];
}

/** A subscription: of a topic, by a queue or an address. */
interface Subscription {
  readonly suffix: string;
  readonly region: string;
  readonly topicArn: pulumi.Input<string>;
  /** An address; undefined for the queue. */
  readonly email?: string;
}

/**
 * Subscribes the queue of alerts to all topics, and people to what pages. Messages come in SNS's envelope, which tells the topic and so
 * the severity. What SNS cannot deliver goes to the queue of its region, because SNS drops it otherwise.
 */
export class AlertSubscriptions extends pulumi.ComponentResource {
  /** Addresses that have not confirmed a subscription and so hear nothing of it: `<address> (<what>)`, as of the last refresh. */
  public readonly unconfirmedEmails: pulumi.Output<string[]>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AlertSubscriptionsArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:AlertSubscriptions", name, {}, options);
    for (const delivery of deliveries(args)) this.#subscribe(name, delivery, args);
    const mailed = mails(args).map((mail) => {
      const { pendingConfirmation } = this.#subscribe(name, mail, args);
      const what = mail.suffix.slice(0, -`-${mail.email}`.length);
      return pendingConfirmation.apply((isPending) => (isPending ? [`${mail.email} (${what})`] : []));
    });
    this.unconfirmedEmails = pulumi.all(mailed).apply((each) => each.flat());
    this.registerOutputs({ unconfirmedEmails: this.unconfirmedEmails });
  }

  #subscribe(name: string, { suffix, region, topicArn, email }: Subscription, args: AlertSubscriptionsArgs) {
    const deadLetters = args.undelivered[region];
    if (deadLetters === undefined) {
      const known = Object.keys(args.undelivered).join(", ");
      const problem = `The source ${suffix} is in ${region}, but alerts are taken in ${known} only: add the region to otherRegions.`;
      throw new pulumi.ResourceError(problem, this, true);
    }
    return new aws.sns.TopicSubscription(
      `${name}-${suffix}`,
      {
        topic: topicArn,
        ...(email === undefined
          ? { protocol: "sqs", endpoint: args.alerts.arn }
          : { protocol: "email", endpoint: email }),
        redrivePolicy: deadLetters.arn.apply((deadLetterTargetArn) => JSON.stringify({ deadLetterTargetArn })),
        ...inRegion(args, region),
      },
      { parent: this, dependsOn: [deadLetters.policy, ...(email === undefined ? [args.alerts.policy] : [])] },
    );
  }
}

function deliveries(args: AlertSubscriptionsArgs): readonly Subscription[] {
  const own = Object.entries(args.topicArns).flatMap(([region, topics]) =>
    Object.entries(topics).map(([severity, topicArn]) => ({
      suffix: `${severity}${regionSuffix(args, region)}`,
      region,
      topicArn,
    })),
  );
  const others = args.sources.map(({ name, region, topicArn }) => ({ suffix: `from-${name}`, region, topicArn }));
  return [...own, ...others];
}

function mails(args: AlertSubscriptionsArgs): readonly Subscription[] {
  const to = (kind: string, emails: readonly string[], topicOf: (region: string) => pulumi.Input<string> | undefined) =>
    Object.keys(args.topicArns).flatMap((region) => {
      const topicArn = topicOf(region);
      if (topicArn === undefined) return [];
      return [...new Set(emails)].map((email) => ({
        suffix: `${kind}${regionSuffix(args, region)}-${email}`,
        region,
        topicArn,
        email,
      }));
    });
  return [
    ...to("path", args.emails, (region) => args.fallbackTopicArns[region]),
    ...to("page", args.pageEmails, (region) => args.topicArns[region]?.critical),
  ];
}
