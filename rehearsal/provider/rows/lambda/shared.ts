/** What the rows of Lambda share. */
import type { Call, Properties } from "../../row.ts";

/** Pulumi's type of functions. */
export const functionType = "aws:lambda/function:Function";

/** One call of Lambda. */
export function lambda(operation: string, parameters: Properties): Call {
  return { service: "lambda", operation, parameters };
}

/** Error codes that say that a function, or a statement of its policy, is gone. */
export const gone = ["ResourceNotFoundException"] as const;
