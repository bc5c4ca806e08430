/** Examples of the rows. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [];
