import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:domain`. */
export const domainSettings = setting(
  z.strictObject({}),
  "The environment's domain. Default: none, and names of AWS's own serve.",
);

/** The settings of `platform:domain`, complete. */
export type DomainSettings = z.infer<typeof domainSettings>;
