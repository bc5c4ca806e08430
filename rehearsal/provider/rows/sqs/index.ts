/** All rows of SQS. */
import type { Row } from "../../row.ts";
import { queue } from "./queue.ts";
import { queuePolicy } from "./queue-policy.ts";

/** The rows. */
export const rows: readonly Row[] = [queue, queuePolicy];
