/** All rows of SES. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
