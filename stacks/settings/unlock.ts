import { z } from "zod";
import { setting } from "./setting.ts";

/** The settings of `platform:unlock`. */
export const unlockSettings = setting(
  z.array(z.strictObject({})),
  "Stateful resources that may be replaced or deleted. Default: none.",
);

/** The settings of `platform:unlock`, complete. */
export type UnlockSettings = z.infer<typeof unlockSettings>;
