import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:database`. */
export const databaseSettings = setting(z.strictObject({}), "The database.");

/** The settings of `platform:database`, complete. */
export type DatabaseSettings = z.infer<typeof databaseSettings>;
