import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:backup`. */
export const backupSettings = setting(z.strictObject({}), "Backups of database, files and volumes.");

/** The settings of `platform:backup`, complete. */
export type BackupSettings = z.infer<typeof backupSettings>;
