/** All rows of EventBridge Scheduler. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
