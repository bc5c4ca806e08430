import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import {
  type AlertPlace,
  type AlertSource,
  inRegion,
  messageKeyArn,
  regionSuffix,
  regionsOf,
  type TopicsBySeverity,
} from "./alert-path-args.ts";
import { rolesSend, topicsDeliver, undeliveredArrive } from "./queue-policies.ts";

/** Seconds in a day. */
const daySeconds = 86_400;

/** Days that dead letters are kept: the most that SQS allows. */
const deadLetterSeconds = 14 * daySeconds;

/** Seconds after which a call of the intake is ended. */
export const intakeTimeoutSeconds = 30;

/**
 * How often an alert is received before it is a dead letter: about five hours at three minutes each. The intake makes a post of whatever
 * it reads, so what it fails at is missing rights, a disabled key or Lambda's limit of calls, and each of those uses up receives.
 */
const intakeReceives = 100;

/** Seconds after which a call of the sender is ended: it tries Slack again for as long as it has time. */
export const senderTimeoutSeconds = 60;

/** What the queues are made from. */
export interface AlertQueuesArgs extends AlertPlace {
  /** ARN of the topic of each severity, by region. */
  readonly topicArns: Readonly<Record<string, TopicsBySeverity>>;
  /** ARN of the topic of the path's own alarms, by region. */
  readonly fallbackTopicArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Topics of others that are listened to as well. */
  readonly sources: readonly AlertSource[];
  /** How the names of the path's EventBridge rules begin. */
  readonly rulePrefix: string;
}

/** A queue, as those who use it need it. */
export interface AlertQueue {
  readonly region: string;
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  /** Name with Pulumi's suffix: what metrics are named by. */
  readonly name: pulumi.Output<string>;
  /** Lets senders in: whoever makes one waits for it. */
  readonly policy: pulumi.Resource;
}

/**
 * The queues of the alert path. All are encrypted by the key of messages of their region, refuse what comes without TLS, and hold
 * nothing for long, so they are not protected.
 */
export class AlertQueues extends pulumi.ComponentResource {
  /** All topics deliver to it, and the intake reads it. */
  public readonly alerts: AlertQueue;
  /** Alerts that the intake could not take in. */
  public readonly alertsDead: AlertQueue;
  /** FIFO; a message group for each route. The sender reads it. */
  public readonly outbox: AlertQueue;
  /** FIFO; messages that the sender could not post, or Slack refused for good. */
  public readonly outboxDead: AlertQueue;
  /** What topics and rules of a region could not deliver, by region. */
  public readonly undelivered: Readonly<Record<string, AlertQueue>>;
  /** All queues of alerts that went nowhere: of the intake, of the sender, and of each region. */
  public readonly deadLetters: readonly AlertQueue[];

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AlertQueuesArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:AlertQueues", name, {}, options);
    const home = args.context.region;
    this.alertsDead = this.#createQueue(`${name}-dead`, home, args, { messageRetentionSeconds: deadLetterSeconds });
    this.alerts = this.#createQueue(
      `${name}-queue`,
      home,
      args,
      {
        // AWS's advice for functions that read a queue: six times the function's timeout, and five receives or more.
        // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        visibilityTimeoutSeconds: 6 * intakeTimeoutSeconds,
        // Shorter than that of its dead letters, whose age counts from the first queue on.
        messageRetentionSeconds: 7 * daySeconds,
        redrivePolicy: redrive(this.alertsDead, intakeReceives),
      },
      (arn) => this.#deliveredByTopics(arn, args),
    );
    this.outboxDead = this.#createQueue(`${name}-outbox-dead`, home, args, {
      fifoQueue: true,
      messageRetentionSeconds: deadLetterSeconds,
    });
    this.outbox = this.#createQueue(`${name}-outbox`, home, args, {
      fifoQueue: true,
      // Two routes may be told the same thing: each has its own.
      deduplicationScope: "messageGroup",
      // A call that ends without an answer holds its route back for so long. Twice the function's timeout is enough for one message.
      visibilityTimeoutSeconds: 2 * senderTimeoutSeconds,
      messageRetentionSeconds: deadLetterSeconds,
      // Slack may be down for long, and each try counts. What Slack refuses for good the sender moves by itself.
      redrivePolicy: redrive(this.outboxDead, 1000),
    });
    this.undelivered = Object.fromEntries(
      regionsOf(args).map((region) => [region, this.#createUndelivered(name, region, args)]),
    );
    this.deadLetters = [this.alertsDead, this.outboxDead, ...Object.values(this.undelivered)];
    this.registerOutputs({});
  }

  #createQueue(
    name: string,
    region: string,
    place: AlertPlace,
    dials: aws.sqs.QueueArgs,
    policyOf: (arn: pulumi.Output<string>) => pulumi.Output<string> = (arn) => arn.apply(rolesSend),
  ): AlertQueue {
    const queue = new aws.sqs.Queue(
      // Five characters for `.fifo`, which Pulumi puts behind its own suffix.
      limitName(name, autoNameLimit("queue") - ".fifo".length),
      { kmsMasterKeyId: messageKeyArn(place, region), ...dials, ...inRegion(place, region) },
      { parent: this },
    );
    const policy = new aws.sqs.QueuePolicy(
      `${name}-policy`,
      { queueUrl: queue.url, policy: policyOf(queue.arn), ...inRegion(place, region) },
      { parent: this },
    );
    return { region, arn: queue.arn, url: queue.url, name: queue.name, policy };
  }

  /** Every topic of every severity and region, and those of others. */
  #deliveredByTopics(queueArn: pulumi.Output<string>, args: AlertQueuesArgs): pulumi.Output<string> {
    const own = Object.entries(args.topicArns).flatMap(([region, topics]) =>
      Object.values(topics).map((arn) => ({ region, arn })),
    );
    const others = args.sources.map(({ region, topicArn }) => ({ region, arn: topicArn }));
    return pulumi
      .all([queueArn, pulumi.all([...own, ...others])])
      .apply(([arn, topics]) => topicsDeliver(arn, args.context.region, topics));
  }

  #createUndelivered(name: string, region: string, args: AlertQueuesArgs): AlertQueue {
    const topics = [
      ...Object.values(args.topicArns[region] ?? {}),
      args.fallbackTopicArns[region] as pulumi.Output<string>,
      ...args.sources.filter((source) => source.region === region).map(({ topicArn }) => topicArn),
    ];
    const rules = `arn:aws:events:${region}:${args.context.accountId}:rule/${args.rulePrefix}*`;
    return this.#createQueue(
      `${name}-undelivered${regionSuffix(args, region)}`,
      region,
      args,
      { messageRetentionSeconds: deadLetterSeconds },
      (queueArn) =>
        pulumi
          .all([queueArn, pulumi.all(topics)])
          .apply(([arn, topicArns]) => undeliveredArrive(arn, region, topicArns, rules)),
    );
  }
}

/** Moves a message to another queue after so many receives. */
function redrive(deadLetters: AlertQueue, maxReceiveCount: number): pulumi.Output<string> {
  return deadLetters.arn.apply((deadLetterTargetArn) => JSON.stringify({ deadLetterTargetArn, maxReceiveCount }));
}
