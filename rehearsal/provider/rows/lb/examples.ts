/** Examples of Elastic Load Balancing. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [];
