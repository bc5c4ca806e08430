import * as pulumi from "@pulumi/pulumi";
import { type AlertSource, messageKeyArn, type TopicsBySeverity } from "./alert-path-args.ts";
import type { AlarmDefinition } from "./catalogue/alarm-definition.ts";
import { AlertDelivery } from "./delivery.ts";
import type { AlertFunctionsArgs } from "./delivery-args.ts";
import type { EventRuleDefinition } from "./event-patterns.ts";
import { EventRules } from "./event-rules.ts";
import { Heartbeat } from "./heartbeat.ts";
import { pathAlarms } from "./path-alarms.ts";
import { AlertQueues } from "./queues.ts";
import { AlertSubscriptions } from "./subscriptions.ts";
import { AlertTopics } from "./topics.ts";
import { WebhookSecrets } from "./webhook-secrets.ts";

/** What the alert path is made from. */
export interface AlertPathArgs extends AlertFunctionsArgs {
  /** Addresses that get the path's own alarms, and alerts of routes that are not connected. Each confirms once for each region. */
  readonly emails: readonly string[];
  /** Addresses that get critical alerts beside Slack. Each confirms once for each region. Default: `emails`. */
  readonly pageEmails?: readonly string[] | undefined;
  /** Topics of others that are listened to as well. Default: none. */
  readonly sources?: readonly AlertSource[] | undefined;
  /** Events of AWS that become alerts. Default: none. */
  readonly eventRules?: readonly EventRuleDefinition[] | undefined;
  /** When the daily sign of life is sent (UTC). Default: "cron(0 6 * * ? *)". */
  readonly heartbeatSchedule?: string | undefined;
}

/**
 * The way of alarms and events to people: topics by severity in each region, the queue that takes from all of them, intake, outbox and
 * sender, secrets for the webhooks, rules for AWS's events, a daily sign of life, and e-mail beside Slack. Nothing that cannot be delivered is dropped:
 * each subscription, target and queue has a queue of dead letters.
 */
export class AlertPath extends pulumi.ComponentResource {
  /** ARN of the topic of each severity, by region: alarms' and jobs' messages go there. */
  public readonly topicArns: Readonly<Record<string, TopicsBySeverity>>;
  /** ARN of the topic of the path's own alarms, by region: it does not pass through Slack. */
  public readonly fallbackTopicArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** URL of the queue that all topics deliver to. */
  public readonly alertsQueueUrl: pulumi.Output<string>;
  /** URL of each queue of dead letters by its name: "alerts", "outbox", "undelivered", and "undelivered-<region>" for other regions. */
  public readonly deadLetterUrls: Readonly<Record<string, pulumi.Output<string>>>;
  /** ARN of the secret with the webhook's address, by route. */
  public readonly secretArns: Readonly<Record<string, pulumi.Output<string>>>;
  /** Name of the function that understands alerts. */
  public readonly intakeName: pulumi.Output<string>;
  /** Name of the function that posts. */
  public readonly senderName: pulumi.Output<string>;
  /** Addresses that have not confirmed a subscription and so hear nothing of it. */
  public readonly unconfirmedEmails: pulumi.Output<string[]>;
  /** The path's queues, their policies and their names in metrics. */
  public readonly queues: AlertQueues;
  /** The alarms by which the path watches itself, for the component that makes alarms. */
  public readonly alarms: readonly AlarmDefinition<pulumi.Input<string>>[];

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AlertPathArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:AlertPath", name, {}, options);
    const [child, sources] = [{ parent: this }, args.sources ?? []];
    const { context, otherRegions, messageKeyArns, pathKeyArn } = args;
    const place = { context, otherRegions, messageKeyArns, pathKeyArn };

    const topics = new AlertTopics(name, place, child);
    const [topicArns, fallbackTopicArns] = [topics.arns, topics.fallbackArns];
    const fallbackTopicArn = fallbackTopicArns[context.region] as pulumi.Output<string>;
    const rulePrefix = `${name}-`;
    this.queues = new AlertQueues(name, { ...place, topicArns, fallbackTopicArns, sources, rulePrefix }, child);
    const { alerts, undelivered } = this.queues;
    const { emails, pageEmails = emails } = args;
    const heard = { ...place, topicArns, fallbackTopicArns, sources, alerts, undelivered, emails, pageEmails };
    this.unconfirmedEmails = new AlertSubscriptions(name, heard, child).unconfirmedEmails;
    new EventRules(name, { ...place, rules: args.eventRules ?? [], topicArns, undelivered }, child);

    const routes = args.dials.routes.map((route) => route.name);
    const secrets = new WebhookSecrets(name, { context, secretsKeyArn: args.secretsKeyArn, routes }, child);
    const delivery = new AlertDelivery(
      name,
      { ...args, queues: this.queues, topicArns, fallbackTopicArn, secretArns: secrets.arns },
      child,
    );
    this.#createHeartbeat(`${name}-heartbeat`, args, topicArns);

    this.topicArns = topicArns;
    this.fallbackTopicArns = fallbackTopicArns;
    this.alertsQueueUrl = alerts.url;
    this.deadLetterUrls = this.#deadLetterUrls(context.region);
    this.secretArns = secrets.arns;
    this.intakeName = delivery.intakeName;
    this.senderName = delivery.senderName;
    const functionNames = { intake: delivery.intakeName, sender: delivery.senderName };
    const watched = { ...place, topicArns, fallbackTopicArns, sources, routes, functionNames };
    this.alarms = pathAlarms({ ...watched, queues: this.queues });
    this.registerOutputs({
      topicArns,
      fallbackTopicArns,
      alertsQueueUrl: this.alertsQueueUrl,
      deadLetterUrls: this.deadLetterUrls,
      secretArns: this.secretArns,
      intakeName: this.intakeName,
      senderName: this.senderName,
    });
  }

  #createHeartbeat(name: string, args: AlertPathArgs, topicArns: Readonly<Record<string, TopicsBySeverity>>): void {
    const { context, heartbeatSchedule, permissionsBoundaryArn } = args;
    const [topics, undelivered] = [topicArns[context.region], this.queues.undelivered[context.region]];
    if (topics === undefined || undelivered === undefined) return;
    new Heartbeat(
      name,
      {
        context,
        topicArn: topics.info,
        messageKeyArn: messageKeyArn(args, context.region),
        undelivered,
        schedule: heartbeatSchedule ?? "cron(0 6 * * ? *)",
        permissionsBoundaryArn,
      },
      { parent: this },
    );
  }

  #deadLetterUrls(home: string): Readonly<Record<string, pulumi.Output<string>>> {
    const { alertsDead, outboxDead, undelivered } = this.queues;
    const byRegion = Object.entries(undelivered).map(
      ([region, { url }]) => [region === home ? "undelivered" : `undelivered-${region}`, url] as const,
    );
    return { alerts: alertsDead.url, outbox: outboxDead.url, ...Object.fromEntries(byRegion) };
  }
}
