/** What becomes of the records of the outbox. */
import { isUrgentGroup } from "../groups.ts";
import { keyOf } from "../incidents/records.ts";
import { expiry } from "../incidents/store.ts";
import { metricNames } from "../metric-names.ts";
import type { OutboxMessage } from "../notice.ts";
import { type Delivery, deliver } from "./deliver.ts";
import type { OutboxRecord, SenderParts } from "./parts.ts";

/** What Lambda's event source mapping is answered: the records that come again. */
export interface BatchAnswer {
  readonly batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Milliseconds that one message may take in one call. In an outage Slack is called all that time for what pages, so that few receives are
 * used up of those that the queue allows; and no longer, so that other routes get their turn.
 */
const longestMilliseconds = 15_000;

/** Seconds after which a record comes again when something went wrong that waiting may mend. */
const faultSeconds = 5;

/**
 * Sends a batch, one after the other. When a record is given back, those behind it in its group are too: a group is sent in its order.
 * Never throws.
 *
 * @param deadline when the function is ended, in milliseconds since 1970
 */
export async function sendAll(
  records: readonly OutboxRecord[],
  deadline: number,
  parts: SenderParts,
): Promise<BatchAnswer> {
  const blocked = new Map<string, number>();
  const batchItemFailures: { itemIdentifier: string }[] = [];
  let failures = 0;
  for (const record of records) {
    let seconds = blocked.get(record.group);
    try {
      seconds ??= await send(record, deadline, parts);
    } catch (error) {
      failures++;
      seconds = faultSeconds;
      parts.observer.error("The message is given back.", error, { record: record.messageId });
    }
    if (seconds === undefined) continue;
    blocked.set(record.group, seconds);
    batchItemFailures.push({ itemIdentifier: record.messageId });
    await delay(record, seconds, parts);
  }
  parts.observer.count(metricNames.failedRecords, failures);
  return { batchItemFailures };
}

/** A record whose delay cannot be set comes again after the queue's own time. */
async function delay(record: OutboxRecord, seconds: number, { exits, observer }: SenderParts): Promise<void> {
  try {
    await exits.delay(record, seconds);
  } catch (error) {
    observer.warn("The message's delay cannot be set.", error, { record: record.messageId });
  }
}

/** Sends one record; returns after how many seconds it is to come again, or undefined when it is done with. */
async function send(record: OutboxRecord, deadline: number, parts: SenderParts): Promise<number | undefined> {
  const { observer, exits } = parts;
  const message = readMessage(record.body);
  if (message === undefined) {
    await exits.bury(record, "damaged message");
    observer.count(metricNames.postFailures);
    observer.log("buried", { record: record.messageId, reason: "damaged message" });
    return undefined;
  }
  const facts = {
    record: record.messageId,
    messageKey: keyOf(message.id),
    route: message.route,
    receives: record.receives,
  };
  if (await wasSent(message, parts)) {
    observer.log("sent before", facts);
    return undefined;
  }
  const turn = {
    draw: () => picture(message, record, parts),
    deadline: Math.min(deadline, parts.now() + longestMilliseconds),
    isUrgent: isUrgentGroup(record.group),
  };
  const delivery = await deliver(message, turn, parts);
  if (delivery.kind === "posted" || delivery.kind === "mailed") await markSent(message, parts);
  if (delivery.kind === "refused") await exits.bury(record, delivery.reason);
  tell(delivery, message, parts);
  observer.log(delivery.kind, { ...facts, ...("reason" in delivery ? { reason: delivery.reason } : {}) });
  return delivery.kind === "delayed" ? delivery.seconds : undefined;
}

function tell(delivery: Delivery, { heartbeat, route }: OutboxMessage, { observer }: SenderParts): void {
  const names = {
    posted: metricNames.posts,
    mailed: metricNames.fallbackMails,
    delayed: metricNames.delays,
    refused: metricNames.postFailures,
  } as const;
  observer.count(names[delivery.kind]);
  const isDelivered = delivery.kind === "posted" || delivery.kind === "mailed";
  if (heartbeat === true && isDelivered) observer.count(metricNames.heartbeats, 1, route);
}

/** The picture, or nothing: it fails quietly, and it never takes longer than it may. */
async function picture(message: OutboxMessage, record: OutboxRecord, parts: SenderParts): Promise<string | undefined> {
  const { draw, observer, settings } = parts;
  if (draw === undefined || message.graph === undefined) return undefined;
  // A page that comes again has waited already.
  const isLate = record.receives > 1 && isUrgentGroup(record.group);
  const milliseconds = isLate ? 1000 : settings.limits.graphMilliseconds;
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      ended.abort();
      resolve(undefined);
    }, milliseconds);
  });
  try {
    return await Promise.race([draw(message, ended.signal), late]);
  } catch (error) {
    observer.warn("There is no picture.", error, { record: record.messageId });
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Without the table a message is posted, perhaps once too often. */
async function wasSent({ id }: OutboxMessage, { table, observer }: SenderParts): Promise<boolean> {
  try {
    return (await table.get(`sent#${keyOf(id)}`, "post")) !== undefined;
  } catch (error) {
    observer.warn("It is not known whether the message was sent before.", error);
    observer.count(metricNames.unstored);
    return false;
  }
}

async function markSent({ id }: OutboxMessage, { table, observer, now }: SenderParts): Promise<void> {
  try {
    const put = { data: now(), version: 1, expiresAt: expiry(now()) };
    await table.write([{ pk: `sent#${keyOf(id)}`, sk: "post", if: "absent", put }]);
  } catch (error) {
    observer.warn("It is not noted that the message was sent.", error);
    observer.count(metricNames.unstored);
  }
}

function readMessage(body: string): OutboxMessage | undefined {
  try {
    const message = JSON.parse(body) as OutboxMessage;
    const isWhole =
      typeof message.id === "string" &&
      typeof message.route === "string" &&
      typeof message.message?.text === "string" &&
      typeof message.email?.subject === "string" &&
      typeof message.email.text === "string";
    return isWhole ? message : undefined;
  } catch {
    return undefined;
  }
}
