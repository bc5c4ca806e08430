/** The floor of the alert path: the same hops on the same emulator, with nothing done in between. */
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { webhookKeyFile } from "../rehearsal/inbox/life.ts";
import { webhookKey, webhookUrl } from "../rehearsal/inbox/webhooks.ts";
import type { Workspace } from "../rehearsal/workspace.ts";

/** How the emulator is reached. */
export interface EmulatorPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A topic, a queue and a FIFO queue of the benchmark's own, and a channel of the inbox. */
export interface FloorPath {
  /** Passes one message through, and returns the milliseconds that it took. */
  readonly pass: () => Promise<number>;
  /** Ends the connections. */
  readonly close: () => void;
}

/** Makes the topic and the queues; they go with the emulator. */
export async function makeFloorPath(aws: EmulatorPlace, workspace: Workspace, inboxUrl: string): Promise<FloorPath> {
  const sns = new SNSClient(aws);
  const sqs = new SQSClient(aws);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "bench-floor" }));
  const alerts = await makeQueue(sqs, "bench-floor", {});
  const outbox = await makeQueue(sqs, "bench-floor.fifo", { FifoQueue: "true" });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: alerts, AttributeNames: ["QueueArn"] }),
  );
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes?.QueueArn }));
  const webhook = webhookUrl(inboxUrl, webhookKey(webhookKeyFile(workspace)), "floor");
  let passed = 0;
  return {
    pass: async () => {
      const started = performance.now();
      const name = `floor-${passed++}`;
      await sns.send(new PublishCommand({ TopicArn, Message: name }));
      const body = await take(sqs, alerts);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: outbox,
          MessageBody: body,
          MessageGroupId: "floor",
          MessageDeduplicationId: name,
        }),
      );
      await take(sqs, outbox);
      const { status } = await fetch(webhook, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: name }),
      });
      if (status !== 200) throw new Error(`the inbox answers ${status} to the floor's message`);
      return performance.now() - started;
    },
    close: () => {
      sns.destroy();
      sqs.destroy();
    },
  };
}

async function makeQueue(sqs: SQSClient, QueueName: string, Attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl as string;
}

/** Takes the one message out of the queue. */
async function take(sqs: SQSClient, QueueUrl: string): Promise<string> {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  const [message] = Messages ?? [];
  if (!message) throw new Error(`no message came into ${QueueUrl} in 10 s`);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return message.Body ?? "";
}
