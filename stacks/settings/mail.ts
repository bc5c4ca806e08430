import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:mail`. */
export const mailSettings = setting(z.strictObject({}), "Mail that the environment sends.");

/** The settings of `platform:mail`, complete. */
export type MailSettings = z.infer<typeof mailSettings>;
