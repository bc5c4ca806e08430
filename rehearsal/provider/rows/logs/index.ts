/** All rows of CloudWatch Logs. */
import type { Row } from "../../row.ts";
import { logGroup, logResourcePolicy } from "./log-group.ts";

/** The rows. */
export const rows: readonly Row[] = [logGroup, logResourcePolicy];
