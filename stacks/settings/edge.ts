import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:edge`. */
export const edgeSettings = setting(z.strictObject({}), "CloudFront in front of the load balancer.");

/** The settings of `platform:edge`, complete. */
export type EdgeSettings = z.infer<typeof edgeSettings>;
