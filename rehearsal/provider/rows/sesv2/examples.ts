/** Examples of SES. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [];
