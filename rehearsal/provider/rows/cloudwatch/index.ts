/** All rows of CloudWatch (its logs are in `logs`). */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
