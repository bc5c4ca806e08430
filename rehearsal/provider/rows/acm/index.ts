/** All rows of Certificate Manager. */
import type { Row } from "../../row.ts";

/** The rows. */
export const rows: readonly Row[] = [];
