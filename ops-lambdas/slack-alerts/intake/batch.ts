/** Takes in a batch of records. */
import { metricNames } from "../metric-names.ts";
import { takeIn } from "./intake.ts";
import type { IntakeParts, QueueRecord } from "./parts.ts";

/** What Lambda's event source mapping is answered: the records that come again. */
export interface BatchAnswer {
  readonly batchItemFailures: { itemIdentifier: string }[];
}

/** Takes in all records at once; one that fails gives itself back and no other. Never throws. */
export async function takeInAll(records: readonly QueueRecord[], parts: IntakeParts): Promise<BatchAnswer> {
  const failed = await Promise.all(
    records.map(async (record) => {
      try {
        await takeIn(record, parts);
        return [];
      } catch (error) {
        parts.observer.error("The record is given back.", error, { record: record.messageId });
        return [{ itemIdentifier: record.messageId }];
      }
    }),
  );
  const batchItemFailures = failed.flat();
  parts.observer.count(metricNames.failedRecords, batchItemFailures.length);
  return { batchItemFailures };
}
