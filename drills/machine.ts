/** The alert path of a rehearsal, as drills reach into it: its topics, its queues, and what it remembers. */
import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { redrive } from "../alerts-redrive/redrive.ts";
import { type ClientOptions, sourceOf, sqsQueues } from "../alerts-redrive/sqs.ts";
import { type DeadLetterQueue, type RedriveTarget, readRedriveTarget } from "../alerts-redrive/target.ts";
import { keyOf } from "../ops-lambdas/slack-alerts/incidents/records.ts";
import type { Severity } from "../ops-lambdas/slack-alerts/notice.ts";
import { DrillError } from "./drill.ts";
import type { AwsEvent } from "./events.ts";

/** Names of what events are about. */
export interface Subjects {
  readonly databaseIdentifier: string;
  readonly backupVaultName: string;
  readonly autoScalingGroupName: string;
}

/** What the stacks tell. */
export interface MachineOutputs extends Subjects {
  readonly topicArns: Readonly<Record<Severity, string>>;
  readonly routes: readonly string[];
  readonly tableName: string;
  readonly target: RedriveTarget;
}

/** The path. */
export interface AlertMachine {
  readonly subjects: Subjects;
  readonly topicArns: Readonly<Record<Severity, string>>;
  /** Puts an event on the topic to which EventBridge's rule would send it; returns when that was. */
  publish(severity: Severity, event: AwsEvent): Promise<number>;
  /** Puts a body into the queue that the intake reads; returns when that was. */
  sendToIntake(body: string): Promise<number>;
  /** How many letters are in a queue of dead letters, by its short name. */
  deadLetters(queue: "alerts" | "outbox"): Promise<number>;
  /** `npm run alerts:redrive`; returns how many were sent again. */
  redrive(queue: "outbox"): Promise<number>;
  /** Takes out of the table what is known of incidents, and how much was posted of late: as if the drill had not been. */
  forget(incidents: readonly string[]): Promise<void>;
  destroy(): void;
}

/**
 * Reads the outputs of the stacks.
 *
 * @param services outputs of the services stack
 * @param foundation outputs of the foundation stack
 * @throws DrillError naming what is missing
 */
export function readMachineOutputs(
  services: Readonly<Record<string, unknown>>,
  foundation: Readonly<Record<string, unknown>>,
): MachineOutputs {
  const target = readRedriveTarget(services);
  const database = foundation.database as { instanceIdentifier?: string } | undefined;
  const table = foundation.incidentTable as { name?: string } | undefined;
  const found = {
    databaseIdentifier: database?.instanceIdentifier,
    backupVaultName: foundation.backupVaultName,
    autoScalingGroupName: services.autoScalingGroupName,
    tableName: table?.name,
    topicArns: services.alertTopicArns,
    routes: services.webhookSecretArns && Object.keys(services.webhookSecretArns),
    target,
  };
  const missing = Object.entries(found).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === 0) return found as MachineOutputs;
  throw new DrillError(`The rehearsal's stacks do not tell ${missing.join(", ")}: bring it up again.`);
}

function deadLetterQueue({ queues }: RedriveTarget, name: string): DeadLetterQueue {
  const queue = queues.find((each) => each.name === name);
  if (queue === undefined) throw new DrillError(`There is no queue of dead letters ${name}.`);
  return queue;
}

/** ARNs of the queues that intake and sender read. */
export async function pathQueueArns(target: RedriveTarget, options: ClientOptions): Promise<readonly string[]> {
  const sqs = new SQSClient({ ...options, region: target.region });
  try {
    const urls = [target.alertsQueueUrl, await sourceOf(sqs, deadLetterQueue(target, "outbox"))];
    return await Promise.all(
      urls.map(async (QueueUrl) => {
        const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
        return (await sqs.send(command)).Attributes?.QueueArn ?? "";
      }),
    );
  } finally {
    sqs.destroy();
  }
}

/** Items that one call writes at most. Source: DynamoDB API, BatchWriteItem. */
const mostItems = 25;

/** The path of a rehearsal. */
export function alertMachine(outputs: MachineOutputs, options: ClientOptions, signal: AbortSignal): AlertMachine {
  const { target, topicArns, tableName, routes } = outputs;
  const settings = { ...options, region: target.region };
  const [sns, sqs, table] = [new SNSClient(settings), new SQSClient(settings), new DynamoDBClient(settings)];
  const queues = sqsQueues(target, options);
  const queueOf = (name: string) => deadLetterQueue(target, name);
  return {
    subjects: outputs,
    topicArns,
    publish: async (severity, event) => {
      const at = Date.now();
      await sns.send(new PublishCommand({ TopicArn: topicArns[severity], Message: JSON.stringify(event) }));
      return at;
    },
    sendToIntake: async (MessageBody) => {
      const at = Date.now();
      await sqs.send(new SendMessageCommand({ QueueUrl: target.alertsQueueUrl, MessageBody }));
      return at;
    },
    deadLetters: (name) => queues.count(queueOf(name)),
    redrive: async (name) => {
      const { sent, failure } = await redrive(queueOf(name), queues, { signal, onProgress: () => {} });
      if (failure !== undefined) throw new DrillError(`The dead letters could not be sent again: ${failure}`);
      return sent;
    },
    forget: (incidents) => remove(table, tableName, [...incidents.map(incidentKey), ...budgetKeys(routes)]),
    destroy: () => {
      for (const client of [sns, sqs, table, queues]) client.destroy();
    },
  };
}

/** Where the alerter keeps an incident: ops-lambdas/slack-alerts/incidents/store.ts. */
const incidentKey = (incident: string) => ({ pk: `incident#${keyOf(incident)}`, sk: "state" });

/** Where it counts a route's posts of this minute and the one before. */
function budgetKeys(routes: readonly string[]) {
  const minute = Math.floor(Date.now() / 60_000);
  return routes.flatMap((route) => [minute - 1, minute].map((sk) => ({ pk: `budget#${route}`, sk: String(sk) })));
}

async function remove(table: DynamoDBClient, name: string, keys: readonly { pk: string; sk: string }[]): Promise<void> {
  for (let start = 0; start < keys.length; start += mostItems) {
    const deletes = keys
      .slice(start, start + mostItems)
      .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: { S: pk }, sk: { S: sk } } } }));
    await table.send(new BatchWriteItemCommand({ RequestItems: { [name]: deletes } }));
  }
}
