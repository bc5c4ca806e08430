/** Examples of Certificate Manager. */
import type { Example } from "../example.ts";

/** The examples. */
export const examples: readonly Example[] = [];
