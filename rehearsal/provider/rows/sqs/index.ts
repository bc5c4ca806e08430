/** All rows of SQS. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
