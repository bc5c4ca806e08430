import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:web`. */
export const webSettings = setting(z.strictObject({}), "The web servers and their load balancer.");

/** The settings of `platform:web`, complete. */
export type WebSettings = z.infer<typeof webSettings>;
