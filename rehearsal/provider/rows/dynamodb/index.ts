/** All rows of DynamoDB. */
import type { Row } from "../../row.ts";
import { table } from "./table.ts";

/** The rows. */
export const rows: readonly Row[] = [table];
