/** The Lambda that takes alarms and events out of the alerts queue, and decides what is posted of them. */
import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { dynamoTable } from "../incidents/dynamo-table.ts";
import { keyOf } from "../incidents/records.ts";
import { IncidentStore } from "../incidents/store.ts";
import { metricServices } from "../metric-names.ts";
import { powertoolsObserver } from "../observer.ts";
import * as render from "../render/index.ts";
import { type IntakeSettings, readIntakeSettings } from "../settings.ts";
import { takeInAll } from "./batch.ts";
import type { Queues } from "./parts.ts";
import { delaySeconds } from "./timers.ts";

/** A table or queue that does not answer must not use up the time in which alarms can be posted without it. */
const client = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;

const settings = readIntakeSettings(process.env.ALERTING);
const observer = powertoolsObserver(metricServices.intake, `${settings.project}-${settings.environment}`);
const table = dynamoTable(new DynamoDBClient(client), settings.tableName);
const store = new IncidentStore(table, Date.now);
const queues = sqsQueues(new SQSClient(client), settings);

/** Takes in a batch of the alerts queue; what fails is given back by itself. */
export async function handler(event: SQSEvent, { awsRequestId }: Context): Promise<SQSBatchResponse> {
  observer.begin(awsRequestId);
  try {
    return await takeInAll(event.Records, { settings, store, queues, render, observer, now: Date.now, wait });
  } finally {
    observer.end();
  }
}

function sqsQueues(sqs: SQSClient, { outboxUrl, alertsQueueUrl }: IntakeSettings): Queues {
  return {
    post: async (message, MessageGroupId) => {
      const MessageBody = JSON.stringify(message);
      const MessageDeduplicationId = keyOf(message.id);
      await sqs.send(
        new SendMessageCommand({ QueueUrl: outboxUrl, MessageBody, MessageGroupId, MessageDeduplicationId }),
      );
    },
    set: async (timer) => {
      const DelaySeconds = delaySeconds(timer, Date.now());
      await sqs.send(
        new SendMessageCommand({ QueueUrl: alertsQueueUrl, MessageBody: JSON.stringify(timer), DelaySeconds }),
      );
    },
  };
}
