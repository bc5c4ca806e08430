/** Rows of AWS KMS. */
import type { Row } from "../../row.ts";
import { alias } from "./alias.ts";
import { key } from "./key.ts";

/** All rows of KMS. */
export const rows: readonly Row[] = [key, alias];
