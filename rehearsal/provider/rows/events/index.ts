/** All rows of EventBridge. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
