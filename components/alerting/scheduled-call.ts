import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "../shared/context.ts";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { policyJson } from "../shared/policy-document.ts";
import type { AlertQueue } from "./queues.ts";

/** What EventBridge Scheduler calls, and when. */
export interface ScheduledCallArgs {
  /** Region and account. */
  readonly context: Context;
  /** What it is for, in a few words; the role's description begins with "Lets EventBridge Scheduler". */
  readonly description: string;
  /** What the role lets Scheduler do, in a few words. */
  readonly purpose: string;
  /** Name of the role. */
  readonly roleName: string;
  /** When, as AWS's cron expression. */
  readonly schedule: string;
  /** IANA name of the schedule's zone. */
  readonly timeZone: string;
  /** What is called: a topic that is published to, or a function. */
  readonly target: {
    readonly arn: pulumi.Input<string>;
    readonly action: "sns:Publish" | "lambda:InvokeFunction";
    /** Message or event. Default: none. */
    readonly input?: string | undefined;
  };
  /** The queue of what could not be delivered, in the home region. */
  readonly undelivered: AlertQueue;
  /** ARN of the key of the topic and of the queue. */
  readonly messageKeyArn: pulumi.Input<string>;
  /** Boundary of the role. Default: none. */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
}

/** Seconds for which EventBridge Scheduler tries. */
const triedForSeconds = 3600;

/**
 * Makes a schedule with a role that may do what it calls, and nothing else. A call that fails for an hour is kept in the queue.
 *
 * @param name of the schedule
 */
export function createScheduledCall(
  name: string,
  args: ScheduledCallArgs,
  parent: pulumi.Resource,
): aws.scheduler.Schedule {
  const { role, policy } = createRole(args, parent);
  const { target } = args;
  return new aws.scheduler.Schedule(
    limitName(name, autoNameLimit("schedule")),
    {
      description: args.description,
      scheduleExpression: args.schedule,
      scheduleExpressionTimezone: args.timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: target.arn,
        roleArn: role.arn,
        ...(target.input === undefined ? {} : { input: target.input }),
        deadLetterConfig: { arn: args.undelivered.arn },
        retryPolicy: { maximumEventAgeInSeconds: triedForSeconds, maximumRetryAttempts: 185 },
      },
    },
    { parent, dependsOn: [policy] },
  );
}

function createRole(args: ScheduledCallArgs, parent: pulumi.Resource) {
  const { roleName, target } = args;
  const role = new aws.iam.Role(
    limitName(roleName, autoNameLimit("iamRole")),
    {
      description: `Lets EventBridge Scheduler ${args.purpose}`,
      assumeRolePolicy: schedulerTrustPolicy(args.context),
      ...(args.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: args.permissionsBoundaryArn }),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    limitName(`${roleName}-rights`, autoNameLimit("iamPolicy")),
    {
      role: role.name,
      policy: pulumi
        .all([target.arn, args.undelivered.arn, args.messageKeyArn])
        .apply(([calledArn, queueArn, keyArn]) =>
          policyJson([
            { Sid: "Calls", Effect: "Allow", Action: target.action, Resource: calledArn },
            { Sid: "KeepsWhatFailed", Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn },
            { Sid: "Encrypts", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keyArn },
          ]),
        ),
    },
    { parent },
  );
  return { role, policy };
}

/**
 * Lets EventBridge Scheduler take the role, for schedules of this account's default group.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function schedulerTrustPolicy({ region, accountId }: Context): string {
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
