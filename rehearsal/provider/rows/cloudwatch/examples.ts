/** Examples of CloudWatch (its logs are in `logs`). */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [];
