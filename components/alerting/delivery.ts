import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Severity } from "../../ops-lambdas/slack-alerts/notice.ts";
import type { IntakeSettings, Mute, SenderSettings } from "../../ops-lambdas/slack-alerts/settings.ts";
import { OpsFunction } from "../operations/ops-function.ts";
import { messageKeyArn, type TopicsBySeverity } from "./alert-path-args.ts";
import type { AlertFunctionsArgs } from "./delivery-args.ts";
import { intakeRights, senderRights } from "./delivery-rights.ts";
import { settingsText } from "./environment-text.ts";
import { type AlertQueues, intakeTimeoutSeconds, senderTimeoutSeconds } from "./queues.ts";

/** What the delivery is made from. */
export interface AlertDeliveryArgs extends AlertFunctionsArgs {
  /** The path's queues. */
  readonly queues: AlertQueues;
  /** ARN of the topic of each severity, by region. */
  readonly topicArns: Readonly<Record<string, TopicsBySeverity>>;
  /** ARN of the home region's topic of the path's own alarms: alerts of routes that are not connected go there by e-mail. */
  readonly fallbackTopicArn: pulumi.Output<string>;
  /** ARN of the secret with the webhook's address, by route. */
  readonly secretArns: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * Calls of the intake at the same time, at most. A mapping's own limit holds messages back in the queue, where reserved concurrency
 * would throttle and use up their receives, and take from what the account has for all functions (1,000; new accounts fewer).
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const intakeCalls = 5;

/**
 * What turns alerts into posts: the intake, which reads the queue of alerts and fills the outbox, and the sender, which reads the outbox and
 * posts, one message of a route at a time.
 */
export class AlertDelivery extends pulumi.ComponentResource {
  /** Name of the intake. */
  public readonly intakeName: pulumi.Output<string>;
  /** Name of the sender. */
  public readonly senderName: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: AlertDeliveryArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:AlertDelivery", name, {}, options);
    const { alerts, outbox } = args.queues;
    const intake = this.#createIntake(`${name}-intake`, args);
    new aws.lambda.FunctionRecursionConfig(
      `${name}-intake-recursion`,
      // Its timers are messages to its own queue, passed on every 15 minutes until they are due: after 16 times Lambda would take that for a
      // loop without end and drop them, and what waits for the end of quiet hours would be told to nobody.
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
      { functionName: intake.functionName, recursiveLoop: "Allow" },
      { parent: this },
    );
    this.#read(`${name}-intake`, intake, alerts.arn, { batchSize: 10, maximumConcurrency: intakeCalls });
    const sender = this.#createSender(`${name}-sender`, args);
    // One message at a time for each message group, all at once. A route has two groups, so that what pages passes what waits.
    const maximumConcurrency = 2 * args.dials.routes.length;
    this.#read(`${name}-sender`, sender, outbox.arn, { batchSize: 1, maximumConcurrency });
    this.intakeName = intake.functionName;
    this.senderName = sender.functionName;
    this.registerOutputs({ intakeName: this.intakeName, senderName: this.senderName });
  }

  #createIntake(name: string, args: AlertDeliveryArgs): OpsFunction {
    const { alerts, outbox } = args.queues;
    const arns = {
      alertsQueue: alerts.arn,
      outbox: outbox.arn,
      table: pulumi.output(args.table).arn,
      messagesKey: messageKeyArn(args, args.context.region),
    };
    return new OpsFunction(
      name,
      {
        ...this.#shared(args),
        task: "slack-alerts/intake",
        description: "Understands alerts and decides what is posted",
        timeoutSeconds: intakeTimeoutSeconds,
        environment: { ALERTING: intakeSettings(args).apply(settingsText) },
        statements: pulumi.output(arns).apply((known) => intakeRights(known)),
      },
      { parent: this },
    );
  }

  #createSender(name: string, args: AlertDeliveryArgs): OpsFunction {
    const { outbox, outboxDead } = args.queues;
    const arns = {
      outbox: outbox.arn,
      outboxDead: outboxDead.arn,
      table: pulumi.output(args.table).arn,
      fallbackTopic: args.fallbackTopicArn,
      secrets: pulumi.all(Object.values(args.secretArns)),
      messagesKey: messageKeyArn(args, args.context.region),
      pathKey: args.pathKeyArn,
      secretsKey: args.secretsKeyArn,
      graphsBucket: args.graphs?.bucketArn,
    };
    return new OpsFunction(
      name,
      {
        ...this.#shared(args),
        task: "slack-alerts/sender",
        description: "Posts alerts to Slack",
        timeoutSeconds: senderTimeoutSeconds,
        environment: { ALERTING: senderSettings(args).apply(settingsText) },
        statements: pulumi.output(arns).apply((known) => senderRights(known)),
      },
      { parent: this },
    );
  }

  #shared({ context, logsKeyArn, permissionsBoundaryArn }: AlertDeliveryArgs) {
    // A third of a processor: what a call takes is starting and calling, and both get faster with it.
    return { context, logsKeyArn, permissionsBoundaryArn, memoryMiB: 512 };
  }

  /** Lets a function read a queue; messages that it reports as failed come again, the others do not. */
  #read(
    name: string,
    reader: OpsFunction,
    queueArn: pulumi.Output<string>,
    { batchSize, maximumConcurrency }: { readonly batchSize: number; readonly maximumConcurrency: number },
  ): void {
    new aws.lambda.EventSourceMapping(
      `${name}-mapping`,
      {
        eventSourceArn: queueArn,
        functionName: reader.functionName,
        batchSize,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency },
      },
      // Lambda tries the role's rights on the queue.
      { parent: this, dependsOn: [reader] },
    );
  }
}

/** What both functions are told of where they are. */
function whereabouts({ context: { project, environment, region } }: AlertDeliveryArgs) {
  return { project, environment, region };
}

/** A mute as the intake is told of it: why it is there would only take room, of which an environment has 4 KB. */
function muteOf({ name, schedule, timeZone, durationMinutes, alarms }: Mute): Mute {
  return { name, schedule, timeZone, durationMinutes, alarms };
}

function intakeSettings(args: AlertDeliveryArgs): pulumi.Output<unknown> {
  const { dials, queues } = args;
  const topics = Object.values(args.topicArns).flatMap((bySeverity) =>
    Object.entries(bySeverity).map(([severity, arn]) => arn.apply((known) => [known, severity as Severity] as const)),
  );
  type Told = Omit<IntakeSettings, "limits" | "mutes"> & Pick<typeof dials, "limits" | "mutes">;
  return pulumi
    .all([
      pulumi.output(args.table).name,
      queues.outbox.url,
      queues.alerts.url,
      pulumi.all(topics),
      args.dashboardUrl,
    ] as const)
    .apply(([tableName, outboxUrl, alertsQueueUrl, severityByTopic, dashboardUrl]) => {
      const told: Told = {
        ...whereabouts(args),
        tableName,
        outboxUrl,
        alertsQueueUrl,
        topics: Object.fromEntries(severityByTopic),
        routes: dials.routes,
        quietHours: dials.quietHours,
        mutes: dials.mutes?.map(muteOf),
        limits: dials.limits,
        dashboardUrl,
        runbookBaseUrl: dials.runbookBaseUrl,
      };
      return told;
    });
}

function senderSettings(args: AlertDeliveryArgs): pulumi.Output<unknown> {
  const { queues } = args;
  type Told = Omit<SenderSettings, "limits">;
  return pulumi
    .all([
      pulumi.output(args.table).name,
      queues.outbox.url,
      pulumi.all(args.secretArns),
      args.fallbackTopicArn,
      queues.outboxDead.url,
      args.graphs?.bucketName,
    ] as const)
    .apply(([tableName, outboxUrl, secretArns, fallbackTopicArn, deadLetterUrl, bucketName]) => {
      const told: Told = {
        ...whereabouts(args),
        tableName,
        outboxUrl,
        secretArns,
        fallbackTopicArn,
        deadLetterUrl,
        graphs: bucketName === undefined ? undefined : { bucketName },
      };
      return told;
    });
}
