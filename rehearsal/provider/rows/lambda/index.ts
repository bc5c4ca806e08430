/** All rows of Lambda. */
import type { Row } from "../../row.ts";
import { eventSourceMapping } from "./event-source-mapping.ts";
import { lambdaFunction } from "./function.ts";
import { functionEventInvokeConfig } from "./function-event-invoke-config.ts";
import { functionRecursionConfig } from "./function-recursion-config.ts";
import { invocation } from "./invocation.ts";
import { permission } from "./permission.ts";

/** The rows. */
export const rows: readonly Row[] = [
  lambdaFunction,
  invocation,
  permission,
  eventSourceMapping,
  functionEventInvokeConfig,
  functionRecursionConfig,
];
