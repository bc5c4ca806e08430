/** All rows of CloudWatch (its logs are in `logs`). */
import type { Row } from "../../row.ts";
import { metricAlarm } from "./metric-alarm.ts";

/** The rows. */
export const rows: readonly Row[] = [metricAlarm];
