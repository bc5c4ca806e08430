/** Rows of EventBridge Scheduler. */
import type { Row } from "../../row.ts";
import { schedule } from "./schedule.ts";
import { scheduleGroup } from "./schedule-group.ts";

/** The rows. */
export const rows: readonly Row[] = [scheduleGroup, schedule];
