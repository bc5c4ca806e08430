/** All rows of CloudWatch (its logs are in `logs`). */
import type { Row } from "../../row.ts";
import { alarmMuteRule } from "./alarm-mute-rule.ts";
import { compositeAlarm } from "./composite-alarm.ts";
import { dashboard } from "./dashboard.ts";
import { metricAlarm } from "./metric-alarm.ts";

/** The rows. */
export const rows: readonly Row[] = [metricAlarm, compositeAlarm, alarmMuteRule, dashboard];
