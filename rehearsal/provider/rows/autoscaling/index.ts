/** All rows of Auto Scaling. */
import type { Row } from "../../row.ts";
import { group } from "./group.ts";
import { scalingPolicy } from "./policy.ts";
import { schedule } from "./schedule.ts";

/** The rows. */
export const rows: readonly Row[] = [group, scalingPolicy, schedule];
