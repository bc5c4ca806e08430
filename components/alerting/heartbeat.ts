import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { policyJson } from "../shared/policy-document.ts";
import type { AlertQueue } from "./queues.ts";

/** What the heartbeat is made from. */
export interface HeartbeatArgs {
  /** Names, region and account. */
  readonly context: Context;
  /** ARN of the topic for what is only to know, in the home region. */
  readonly topicArn: pulumi.Input<string>;
  /** ARN of the key of topic and queue. */
  readonly messageKeyArn: pulumi.Input<string>;
  /** The queue of what could not be delivered, in the home region. */
  readonly undelivered: AlertQueue;
  /** When, daily, as EventBridge Scheduler writes it, for example "cron(0 7 * * ? *)". */
  readonly schedule: string;
  /** IANA name of the schedule's zone. Default: "UTC". */
  readonly timeZone?: string | undefined;
  /** Boundary of the role. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** Seconds for which EventBridge Scheduler tries to deliver. */
const triedForSeconds = 3600;

/**
 * A sign of life, sent once a day on the way that alerts take: when it does not arrive in Slack, an alarm tells by e-mail.
 */
export class Heartbeat extends pulumi.ComponentResource {
  /** ARN of the schedule. */
  public readonly scheduleArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: HeartbeatArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:Heartbeat", name, {}, options);
    const { role, policy } = this.#createRole(name, args);
    const schedule = new aws.scheduler.Schedule(
      limitName(name, autoNameLimit("schedule")),
      {
        description: "Daily sign of life of the alert path",
        scheduleExpression: args.schedule,
        scheduleExpressionTimezone: args.timeZone ?? "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: args.topicArn,
          roleArn: role.arn,
          input: heartbeatEvent(args.context),
          deadLetterConfig: { arn: args.undelivered.arn },
          retryPolicy: { maximumEventAgeInSeconds: triedForSeconds, maximumRetryAttempts: 185 },
        },
      },
      { parent: this, dependsOn: [policy] },
    );
    this.scheduleArn = schedule.arn;
    this.registerOutputs({ scheduleArn: this.scheduleArn });
  }

  #createRole(name: string, args: HeartbeatArgs) {
    const { context } = args;
    const role = new aws.iam.Role(
      limitName(name, autoNameLimit("iamRole")),
      {
        description: "Lets EventBridge Scheduler send the daily sign of life",
        assumeRolePolicy: schedulerTrustPolicy(context),
        ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      limitName(`${name}-rights`, autoNameLimit("iamPolicy")),
      {
        role: role.name,
        policy: pulumi
          .all([args.topicArn, args.undelivered.arn, args.messageKeyArn])
          .apply(([topicArn, queueArn, keyArn]) =>
            policyJson([
              { Sid: "Publishes", Effect: "Allow", Action: "sns:Publish", Resource: topicArn },
              { Sid: "KeepsWhatFailed", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
              {
                Sid: "EncryptsBoth",
                Effect: "Allow",
                Action: ["kms:Decrypt", "kms:GenerateDataKey"],
                Resource: keyArn,
              },
            ]),
          ),
      },
      { parent: this },
    );
    return { role, policy };
  }
}

/**
 * The schedule's message, in EventBridge's envelope. Scheduler fills in what stands in angle brackets.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
function heartbeatEvent({ region, accountId }: Context): string {
  return JSON.stringify({
    version: "0",
    id: "<aws.scheduler.execution-id>",
    "detail-type": "Heartbeat",
    source: "platform.heartbeat",
    account: accountId,
    time: "<aws.scheduler.scheduled-time>",
    region,
    resources: [],
    detail: { status: "succeeded", title: "Heartbeat", summary: "The alert path works." },
  });
}

/**
 * Lets EventBridge Scheduler take the role, for schedules of this account's default group.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 *
 * @param context region and account
 */
export function schedulerTrustPolicy({ region, accountId }: Context): string {
  return policyJson([
    {
      Sid: "SchedulerSends",
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: {
          "aws:SourceAccount": accountId,
          "aws:SourceArn": `arn:aws:scheduler:${region}:${accountId}:schedule-group/default`,
        },
      },
    },
  ]);
}
