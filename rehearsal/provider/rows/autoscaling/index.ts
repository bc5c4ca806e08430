/** All rows of Auto Scaling. */
import type { Row } from "../../row.ts";
import { group } from "./group.ts";

/** The rows. */
export const rows: readonly Row[] = [group];
