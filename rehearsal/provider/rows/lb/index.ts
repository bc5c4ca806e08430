/** All rows of Elastic Load Balancing. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
