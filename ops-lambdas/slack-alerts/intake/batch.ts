/** Takes in a batch of records. */
import { metricNames } from "../metric-names.ts";
import type { Notice } from "../notice.ts";
import { noticeOf, takeIn } from "./intake.ts";
import type { IntakeParts, QueueRecord } from "./parts.ts";

/** What Lambda's event source mapping is answered: the records that come again. */
export interface BatchAnswer {
  readonly batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Takes in all records at once, those of one incident one after the other as they happened: at the same time each would undo what the
 * others decide. One that fails gives itself back and no other. Never throws.
 */
export async function takeInAll(records: readonly QueueRecord[], parts: IntakeParts): Promise<BatchAnswer> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  const takeInOne = async ({ record, notice }: ReadRecord) => {
    try {
      await takeIn(record, parts, notice);
    } catch (error) {
      parts.observer.error("The record is given back.", error, { record: record.messageId });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  };
  await Promise.all(
    byIncident(records, parts).map(async (incident) => {
      for (const record of incident) await takeInOne(record);
    }),
  );
  parts.observer.count(metricNames.failedRecords, batchItemFailures.length);
  return { batchItemFailures };
}

/** A record with what it tells; undefined for a timer. */
interface ReadRecord {
  readonly record: QueueRecord;
  readonly notice?: Notice | undefined;
}

/** The records of each incident, in the order of what happened; each timer alone. */
function byIncident(records: readonly QueueRecord[], parts: IntakeParts): readonly ReadRecord[][] {
  const incidents = new Map<string, ReadRecord[]>();
  for (const record of records) {
    const notice = noticeOf(record, parts);
    const key = notice === undefined ? `record ${record.messageId}` : `incident ${notice.incident}`;
    incidents.set(key, [...(incidents.get(key) ?? []), { record, notice }]);
  }
  const time = ({ notice }: ReadRecord) => Date.parse(notice?.time ?? "");
  return [...incidents.values()].map((read) => read.sort((one, other) => time(one) - time(other)));
}
