import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:objects`. */
export const objectsSettings = setting(z.strictObject({}), "Buckets for assets, logs and archives.");

/** The settings of `platform:objects`, complete. */
export type ObjectsSettings = z.infer<typeof objectsSettings>;
