/** The Lambda that posts the outbox to Slack. */
import { setTimeout } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { dynamoTable } from "../incidents/dynamo-table.ts";
import { metricServices } from "../metric-names.ts";
import { powertoolsObserver } from "../observer.ts";
import { readSenderSettings } from "../settings.ts";
import { awsExits } from "./exits.ts";
import { drawInto } from "./graph.ts";
import { WebhookPace } from "./pace.ts";
import type { OutboxRecord, SenderParts } from "./parts.ts";
import { sendAll } from "./send.ts";
import { slackCaller } from "./slack.ts";
import { Webhooks } from "./webhooks.ts";

/** A service that does not answer must not use up the time in which posts can go on without it. */
const client = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;

const settings = readSenderSettings(process.env.ALERTING);
const observer = powertoolsObserver(metricServices.sender, `${settings.project}-${settings.environment}`);
const table = dynamoTable(new DynamoDBClient(client), settings.tableName);
const secrets = new SecretsManagerClient(client);
const { graphs, region, limits } = settings;
const now = Date.now;

const parts: SenderParts = {
  settings,
  table,
  pace: new WebhookPace(table, { now, observer, postMilliseconds: limits.postMilliseconds }),
  webhooks: new Webhooks(settings.secretArns, readSecret, now),
  slack: slackCaller(now),
  exits: awsExits(new SQSClient(client), new SNSClient(client), settings),
  draw: graphs === undefined ? undefined : drawInto(graphs.bucketName, region),
  observer,
  now,
  wait: (milliseconds) => setTimeout(milliseconds),
};

/** Posts a batch of the outbox; what could not be posted yet is given back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  observer.begin(context.awsRequestId);
  try {
    return await sendAll(event.Records.map(outboxRecord), now() + context.getRemainingTimeInMillis(), parts);
  } finally {
    observer.end();
  }
}

async function readSecret(SecretId: string): Promise<string | undefined> {
  try {
    return (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function outboxRecord({ messageId, receiptHandle, body, attributes }: SQSRecord): OutboxRecord {
  const group = attributes.MessageGroupId ?? "none";
  return { messageId, receiptHandle, body, group, receives: Number(attributes.ApproximateReceiveCount) };
}
