/** What the functions of the alert path may do: exact actions on exact resources. */
import { graphsPrefix } from "../../ops-lambdas/slack-alerts/settings.ts";
import type { Statement } from "../shared/policy-document.ts";

/** ARNs of what the intake uses. */
export interface IntakeArns {
  readonly alertsQueue: string;
  readonly outbox: string;
  readonly table: string;
  readonly messagesKey: string;
}

/** ARNs of what the sender uses. */
export interface SenderArns {
  readonly outbox: string;
  readonly outboxDead: string;
  readonly table: string;
  readonly fallbackTopic: string;
  readonly secrets: readonly string[];
  readonly messagesKey: string;
  /** Key of the fallback topic. */
  readonly pathKey: string;
  readonly secretsKey: string;
  /** Undefined when messages have no pictures. */
  readonly graphsBucket: string | undefined;
}

/**
 * Actions that an event source mapping needs on its queue, by the function's role.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const readingActions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

/**
 * Reading and writing under a customer key, of queues, topics and the table.
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const keyActions = ["kms:Decrypt", "kms:GenerateDataKey"];

/**
 * The intake reads alerts, remembers incidents, and fills the outbox; its timers are delayed messages on its own queue.
 *
 * @param arns what it uses
 */
export function intakeRights(arns: IntakeArns): readonly Statement[] {
  return [
    {
      Sid: "ReadsAlertsAndSetsTimers",
      Effect: "Allow",
      Action: [...readingActions, "sqs:SendMessage"],
      Resource: arns.alertsQueue,
    },
    { Sid: "FillsTheOutbox", Effect: "Allow", Action: "sqs:SendMessage", Resource: arns.outbox },
    {
      Sid: "RemembersIncidents",
      Effect: "Allow",
      Action: [
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      Resource: arns.table,
    },
    { Sid: "UsesTheKeyOfMessages", Effect: "Allow", Action: keyActions, Resource: arns.messagesKey },
  ];
}

/**
 * The sender reads the outbox and the webhooks' addresses, remembers what it has posted, puts aside what Slack refuses, and mails for
 * routes that are not connected.
 *
 * @param arns what it uses
 */
export function senderRights(arns: SenderArns): readonly Statement[] {
  return [
    {
      Sid: "ReadsTheOutbox",
      Effect: "Allow",
      Action: ["sqs:ChangeMessageVisibility", ...readingActions],
      Resource: arns.outbox,
    },
    { Sid: "PutsAsideWhatSlackRefuses", Effect: "Allow", Action: "sqs:SendMessage", Resource: arns.outboxDead },
    {
      Sid: "RemembersPosts",
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: arns.table,
    },
    { Sid: "Mails", Effect: "Allow", Action: "sns:Publish", Resource: arns.fallbackTopic },
    { Sid: "UsesTheKeysOfMessages", Effect: "Allow", Action: keyActions, Resource: [arns.messagesKey, arns.pathKey] },
    { Sid: "ReadsWebhooks", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: arns.secrets },
    { Sid: "UsesTheKeyOfSecrets", Effect: "Allow", Action: "kms:Decrypt", Resource: arns.secretsKey },
    ...(arns.graphsBucket === undefined ? [] : graphRights(arns.graphsBucket)),
  ];
}

/** The sender draws a picture, and signs the address at which Slack fetches it: by its own right to read it. */
function graphRights(bucket: string): readonly Statement[] {
  return [
    {
      Sid: "DrawsGraphs",
      Effect: "Allow",
      Action: "cloudwatch:GetMetricWidgetImage",
      // The action knows no resources:
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
      Resource: "*",
    },
    {
      Sid: "KeepsGraphs",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: `${bucket}/${graphsPrefix}*`,
    },
  ];
}
