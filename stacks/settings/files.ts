import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:files`. */
export const filesSettings = setting(z.strictObject({}), "The shared file system.");

/** The settings of `platform:files`, complete. */
export type FilesSettings = z.infer<typeof filesSettings>;
