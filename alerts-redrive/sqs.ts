/** The queues over SQS. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { RedriveQueues } from "./redrive.ts";
import { type DeadLetterQueue, RedriveError, type RedriveTarget } from "./target.ts";

/** How clients are made; empty for AWS itself. */
export interface ClientOptions {
  /** Endpoint of an emulator. Default: AWS's own. */
  readonly endpoint?: string;
  /** Credentials for the emulator. Default: those that the AWS SDK finds. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Seconds for which a received letter is nobody else's: ten are sent and deleted in far less. */
const heldSeconds = 60;

/** Seconds for which a receive waits: with any, SQS asks all of its servers. */
const waitSeconds = 1;

/** Queues of a target. `destroy` closes the connections. */
export function sqsQueues(target: RedriveTarget, options: ClientOptions): RedriveQueues & { destroy(): void } {
  const clients = new Map<string, SQSClient>();
  const clientOf = (region: string): SQSClient => {
    const client = clients.get(region) ?? new SQSClient({ ...options, region });
    clients.set(region, client);
    return client;
  };
  const home = clientOf(target.region);
  let outbox: Promise<string> | undefined;
  return {
    count: ({ url, region }) => countOf(clientOf(region), url),
    receive: async ({ url: QueueUrl, region }) => {
      const { Messages = [] } = await clientOf(region).send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: heldSeconds,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ["MessageGroupId"],
          MessageAttributeNames: ["All"],
        }),
      );
      return Messages.map(({ MessageId = "", ReceiptHandle = "", Body = "", Attributes, MessageAttributes = {} }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        group: Attributes?.MessageGroupId,
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]),
        ),
      }));
    },
    send: async (queue, { body: MessageBody, fifo }) => {
      if (fifo === undefined) {
        await home.send(new SendMessageCommand({ QueueUrl: target.alertsQueueUrl, MessageBody }));
        return;
      }
      outbox ??= sourceOf(home, queue);
      const { group: MessageGroupId, dedupeId: MessageDeduplicationId } = fifo;
      await home.send(
        new SendMessageCommand({ QueueUrl: await outbox, MessageBody, MessageGroupId, MessageDeduplicationId }),
      );
    },
    remove: async ({ url: QueueUrl, region }, { receiptHandle: ReceiptHandle }) => {
      await clientOf(region).send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
    giveBack: async ({ url: QueueUrl, region }, { receiptHandle: ReceiptHandle }) => {
      await clientOf(region).send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
      );
    },
    destroy: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

async function countOf(client: SQSClient, QueueUrl: string): Promise<number> {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/**
 * URL of the queue whose dead letters go to this one: its redrive policy says so. (SQS can be asked directly,
 * ListDeadLetterSourceQueues, but the emulator cannot.)
 *
 * @throws RedriveError when there is none
 */
export async function sourceOf(client: SQSClient, { url }: DeadLetterQueue): Promise<string> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  const name = url.split("/").at(-1) ?? "";
  const QueueNamePrefix = /^(.+)-dead\b/.exec(name)?.[1];
  for (let NextToken: string | undefined; ; ) {
    const page = await client.send(new ListQueuesCommand({ QueueNamePrefix, NextToken, MaxResults: 1000 }));
    for (const QueueUrl of page.QueueUrls ?? []) {
      const { Attributes: own = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
      );
      const policy = JSON.parse(own.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string };
      if (policy.deadLetterTargetArn === Attributes.QueueArn && Attributes.QueueArn !== undefined) return QueueUrl;
    }
    NextToken = page.NextToken;
    if (NextToken === undefined) break;
  }
  throw new RedriveError(
    `No queue has ${name} for its dead letters: the outbox is gone. Bring the environment up again.`,
  );
}
