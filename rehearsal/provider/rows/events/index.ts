/** Rows of Amazon EventBridge. */
import type { Row } from "../../row.ts";
import { eventRule } from "./rule.ts";
import { eventTarget } from "./target.ts";

/** The rows. */
export const rows: readonly Row[] = [eventRule, eventTarget];
