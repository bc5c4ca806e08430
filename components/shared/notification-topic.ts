import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "./context.ts";
import { autoNameLimit, limitName } from "./names.ts";
import { denyWithoutTls, policyJson, type Statement } from "./policy-document.ts";

/** An AWS service that publishes to a topic. */
export interface Publisher {
  /** Its principal, for example "backup.amazonaws.com". */
  readonly service: string;
  /** ARNs, with `*` for any characters, of what it may publish about. Default: anything of the account. */
  readonly sourceArns?: readonly string[] | undefined;
  /**
   * False for EventBridge, for which topics' policies take no conditions, and for AWS Backup, whose documented policy has none: where a
   * service does not say for which account it publishes, a condition loses its messages, and nothing tells. AWS Backup publishes to
   * topics of its own account only. Default: true, the service may publish for this account only.
   * Sources: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html,
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
   */
  readonly saysAccount?: boolean | undefined;
}

/** What a topic of notifications is made of. */
export interface NotificationTopicArgs {
  /** Account, for which alone the publishers may act. */
  readonly context: Context;
  /** ARN of the key of messages; its policy must let the publishers use it, or nothing arrives. */
  readonly keyArn: pulumi.Input<string>;
  /** Services that publish; no others may. None: only roles of the account do, by rights of their own. */
  readonly publishers: readonly Publisher[];
  /** E-mail addresses that are subscribed. Each gets a mail to confirm; until then it gets nothing. Default: none. */
  readonly emails?: readonly string[] | undefined;
  /** Region of the topic; the key must be there, too. A change makes the topic anew. Default: the provider's. */
  readonly region?: string | undefined;
  /** What of it is mailed, by message attribute, as SNS writes filter policies. Default: everything. */
  readonly emailFilter?: Readonly<Record<string, readonly unknown[]>> | undefined;
}

/**
 * Lets named services of this account publish, and nobody without TLS.
 *
 * @param topicArn the topic
 * @param accountId twelve digits
 * @param publishers who publishes
 */
export function topicStatements(
  topicArn: string,
  accountId: string,
  publishers: readonly Publisher[],
): readonly Statement[] {
  return [
    denyWithoutTls("sns:Publish", topicArn),
    ...publishers.map(({ service, sourceArns, saysAccount = true }) => ({
      Sid: `Publish${service.replaceAll(/[^a-z0-9]/gi, "")}`,
      Effect: "Allow" as const,
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: topicArn,
      ...(saysAccount && {
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ...(sourceArns === undefined ? {} : { ArnLike: { "aws:SourceArn": sourceArns } }),
        },
      }),
    })),
  ];
}

/**
 * A topic that AWS services of the account publish to, encrypted by a customer key, with e-mail subscriptions. It holds nothing, so it
 * is not protected. Other stacks subscribe what they like to it.
 */
export class NotificationTopic extends pulumi.ComponentResource {
  /** ARN of the topic, known once its policy lets the publishers in. */
  public readonly arn: pulumi.Output<string>;

  /** @param name name of the topic and prefix of the children's names, from the context */
  constructor(name: string, args: NotificationTopicArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:shared:NotificationTopic", name, {}, options);
    const place = args.region === undefined ? {} : { region: args.region };
    const topic = new aws.sns.Topic(
      limitName(name, autoNameLimit("topic")),
      { kmsMasterKeyId: args.keyArn, ...place },
      { parent: this },
    );
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        arn: topic.arn,
        policy: topic.arn.apply((arn) => policyJson(topicStatements(arn, args.context.accountId, args.publishers))),
        ...place,
      },
      { parent: this },
    );
    for (const email of args.emails ?? []) {
      new aws.sns.TopicSubscription(
        `${name}-${email}`,
        {
          topic: topic.arn,
          protocol: "email",
          endpoint: email,
          ...place,
          ...(args.emailFilter === undefined ? {} : { filterPolicy: JSON.stringify(args.emailFilter) }),
        },
        { parent: this },
      );
    }
    // Services send a trial message as soon as they are told of the topic: they must find its policy.
    this.arn = policy.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
