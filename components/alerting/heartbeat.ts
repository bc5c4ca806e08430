import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import type { AlertQueue } from "./queues.ts";
import { createScheduledCall } from "./scheduled-call.ts";

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

/**
 * A sign of life, sent once a day on the way that alerts take: when it does not arrive in Slack, an alarm tells by e-mail.
 */
export class Heartbeat extends pulumi.ComponentResource {
  /** ARN of the schedule. */
  public readonly scheduleArn: pulumi.Output<string>;

  /** @param name prefix of the children's names, from the context */
  constructor(name: string, args: HeartbeatArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:Heartbeat", name, {}, options);
    const schedule = createScheduledCall(
      name,
      {
        ...args,
        description: "Daily sign of life of the alert path",
        purpose: "send the daily sign of life",
        roleName: name,
        timeZone: args.timeZone ?? "UTC",
        target: { arn: args.topicArn, action: "sns:Publish", input: heartbeatEvent(args.context) },
      },
      this,
    );
    this.scheduleArn = schedule.arn;
    this.registerOutputs({ scheduleArn: this.scheduleArn });
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
