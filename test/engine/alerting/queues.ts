/** Queues by which tests hear what topics tell, and what is left in the path's own. */
import { setTimeout } from "node:timers/promises";
import type { Dev } from "./dev.ts";

/** A queue that hears a topic. */
export interface Ear {
  readonly url: string;
  readonly region: string;
}

let ears = 0;

/**
 * Makes a queue that gets the texts of a topic; the emulator checks no rights.
 *
 * @param pattern of the topic's name
 */
export async function queueOnTopic(dev: Dev, pattern: RegExp, region = "af-south-1"): Promise<Ear> {
  const { Topics } = await dev.ask("sns", "ListTopics", {}, region);
  const arn = (Topics as { TopicArn: string }[]).find(({ TopicArn }) => pattern.test(TopicArn))?.TopicArn;
  if (arn === undefined) throw new Error(`no topic of ${region} is ${pattern}`);
  const { QueueUrl: url } = await dev.ask("sqs", "CreateQueue", { QueueName: `test-ear-${++ears}` }, region);
  const account = arn.split(":")[4];
  const parameters = {
    TopicArn: arn,
    Protocol: "sqs",
    Endpoint: `arn:aws:sqs:${region}:${account}:test-ear-${ears}`,
    Attributes: { RawMessageDelivery: "true" },
  };
  await dev.ask("sns", "Subscribe", parameters, region);
  return { url, region };
}

/** Takes so many messages out of a queue; fewer after `seconds`. */
export async function received(dev: Dev, { url, region }: Ear, count: number, seconds = 20): Promise<string[]> {
  const bodies: string[] = [];
  const end = Date.now() + seconds * 1000;
  while (bodies.length < count && Date.now() < end) {
    const parameters = { QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 60, WaitTimeSeconds: 0 };
    const { Messages = [] } = await dev.ask("sqs", "ReceiveMessage", parameters, region);
    for (const { Body, ReceiptHandle } of Messages) {
      bodies.push(Body);
      await dev.ask("sqs", "DeleteMessage", { QueueUrl: url, ReceiptHandle }, region);
    }
    if (Messages.length === 0) await setTimeout(50);
  }
  return bodies;
}

/** Messages that wait, are under way, are delayed: the ends of the names of SQS's attributes. */
export type QueueState = "" | "NotVisible" | "Delayed";

/** Messages in a queue. @param states default: all */
export async function held(
  dev: Dev,
  QueueUrl: string,
  states: readonly QueueState[] = ["", "NotVisible", "Delayed"],
): Promise<number> {
  const names = states.map((state) => `ApproximateNumberOfMessages${state}`);
  const { Attributes } = await dev.ask("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: names });
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** Waits until a queue holds so many messages. */
export async function untilHeld(
  dev: Dev,
  url: string,
  count: number,
  seconds = 20,
  states?: readonly QueueState[],
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const there = await held(dev, url, states);
    if (there === count) return;
    if (Date.now() > end) throw new Error(`${url} holds ${there} messages after ${seconds} s, not ${count}`);
    await setTimeout(50);
  }
}
