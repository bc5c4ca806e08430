/** All rows of Systems Manager. */
import type { Row } from "../../row.ts";
import { document } from "./document.ts";

/** The rows. */
export const rows: readonly Row[] = [document];
