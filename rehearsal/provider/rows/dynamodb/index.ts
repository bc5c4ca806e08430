/** All rows of DynamoDB. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
