/** Rows of Amazon Route 53. */
import type { Row } from "../../row.ts";
import { healthCheck } from "./health-check.ts";
import { queryLog } from "./query-log.ts";
import { record } from "./record.ts";
import { zone } from "./zone.ts";

/** All rows of Route 53. */
export const rows: readonly Row[] = [zone, queryLog, record, healthCheck];
